#include "pipeline/run.hpp"

#include "config/deadline.hpp"
#include "pipeline/work.hpp"

#include <unistd.h>

#include <algorithm>
#include <tuple>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t k_answers_bytes = std::uint64_t{2} << 30U; // of answers.db, M7
constexpr std::int64_t k_busy_wait_ms = 60'000; // until another curateur may be done

// A plugin that hangs cannot be called back: the process ends, and the crumb that stays behind
// names it at the next start. What was finished is in the store.
std::jthread watch_for_hangs(const Setup& setup) {
    return std::jthread([&setup](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any ended;
        std::unique_lock lock(mutex);
        while (!ended.wait_for(
            lock, stop, std::chrono::seconds(1), [&] { return stop.stop_requested(); })) {
            if (const auto call = setup.crashes->hanging()) {
                setup.log(config::LogLevel::error,
                          call->component + " hangs in " + call->call +
                              (call->entry.empty() ? "" : " (" + call->entry + ")") +
                              "; curateur ends, run it again to go on");
                ::_exit(4);
            }
        }
    });
}

store::AnswerCache open_answers(const Setup& setup) {
    auto answers = store::AnswerCache::open(setup.places.state, k_answers_bytes);
    if (setup.config.runtime.clear_cache) {
        std::vector<std::string> names;
        for (const auto& system : setup.systems) {
            names.push_back(system.name);
        }
        answers.clear(names);
    }
    for (const auto& note : answers.take_notes()) {
        setup.log(config::LogLevel::warning, note);
    }
    return answers;
}

// The library is ours as long as a pass lasts.
Result<PassEnd> pass(Setup& setup, Passes& passes) {
    std::error_code ignored;
    const bool dry = setup.config.runtime.dry_run;
    if (dry && !fs::exists(setup.places.state / "library.db", ignored)) {
        return Work(setup, nullptr, nullptr, passes).execute();
    }
    CURATEUR_TRY(auto library, store::Library::open(setup.places.state));
    auto crashes = plugin::Crashes::open(setup.places.state, setup.clock);
    std::jthread watch;
    if (crashes) {
        setup.crashes = crashes->get();
        for (const auto& told : setup.crashes->told()) {
            setup.log(config::LogLevel::warning, told);
        }
        watch = watch_for_hangs(setup);
    } else {
        setup.log(config::LogLevel::warning, crashes.error().message);
    }
    if (dry || !setup.config.runtime.enable_cache) {
        return Work(setup, &library, nullptr, passes).execute();
    }
    auto answers = open_answers(setup);
    return Work(setup, &library, &answers, passes).execute();
}

// Once the run has begun it may have to wait for whoever took the library while it slept.
Result<PassEnd> next_pass(Setup& setup, Passes& passes) {
    for (bool told = false;; told = true) {
        auto ended = pass(setup, passes);
        if (ended || ended.error().code != Errc::busy || passes.number == 1) {
            return ended;
        }
        if (!told) {
            setup.reporter.warning({"", ended.error().message});
        }
        if (!platform::sleep_until(
                setup.clock, setup.clock.unix_ms() + k_busy_wait_ms, setup.stop)) {
            return ended;
        }
    }
}

// Answers come as they come; who is asked goes through his collection from the top.
std::vector<OpenChoice> in_scan_order(std::vector<OpenChoice> choices,
                                      const std::vector<systems::System>& systems) {
    const auto place = [&](const OpenChoice& choice) {
        const auto system = std::find_if(systems.begin(), systems.end(), [&](const auto& one) {
            return one.name == choice.system;
        });
        return std::tuple(system - systems.begin(), choice.index, std::string_view(choice.source));
    };
    std::sort(choices.begin(), choices.end(), [&](const auto& left, const auto& right) {
        return place(left) < place(right);
    });
    return choices;
}

} // namespace

Result<RunResult> run(Setup setup) {
    Passes passes;
    passes.budget.most = setup.config.runtime.max_requests;
    passes.started_ms = setup.clock.steady_ms();
    passes.deadline_unix_ms =
        config::instant_of(setup.config.runtime.deadline, setup.clock.unix_ms());
    for (;; ++passes.number) {
        CURATEUR_TRY(auto ended, next_pass(setup, passes));
        setup.crashes = nullptr;
        if (ended.wait.until_unix_ms > 0) {
            setup.reporter.waiting(ended.wait);
            if (platform::sleep_until(setup.clock, ended.wait.until_unix_ms, setup.stop)) {
                continue;
            }
            ended.end.exit_status = 128 + setup.signal();
            ended.end.stopped_by = "signal";
            setup.reporter.run_end(ended.end);
        }
        return RunResult{ended.end.exit_status,
                         ended.end.stopped_by,
                         in_scan_order(std::move(passes.choices), setup.systems)};
    }
}

} // namespace curateur::pipeline
