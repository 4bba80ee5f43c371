#include "pipeline/validating.hpp"

#include "pipeline/loop.hpp"
#include "pipeline/media_files.hpp"
#include "pipeline/workers.hpp"
#include "store/recovery.hpp"

#include <atomic>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds k_tick_of_check{200};
} // namespace

// What one look found.
struct MediaCheck::Look {
    report::Medium::What what = report::Medium::What::good;
    store::Asset asset; // with what was found
    std::string reason;
    bool is_wanted = false;
    bool is_same = false; // the bytes that we put there
};

MediaCheck::Look MediaCheck::look_at(const store::Asset& asset, const std::string& about) const {
    using What = report::Medium::What;
    Look look;
    look.asset = asset;
    const auto found = platform::digest_file(asset.path, setup_.stop);
    if (!found) {
        std::error_code ignored;
        const bool is_gone = found.error().code == Errc::not_found &&
                             fs::is_directory(fs::path(asset.path).parent_path(), ignored);
        look.what = is_gone ? What::missing : What::unreadable;
        look.is_wanted = is_gone;
        look.reason = is_gone ? "is not there any more" : found.error().message;
        return look;
    }
    const auto checked = checker_.look(asset.path, asset.kind, asset.format, level_, about);
    const bool is_bad = checked.verdict == Checked::Verdict::bad;
    look.is_same = found->digests.sha1 == asset.sha1;
    if (look.is_same) {
        look.asset.mtime_ns = found->mtime_ns;
        look.what = is_bad                                      ? What::bad
                    : checked.verdict == Checked::Verdict::poor ? What::poor
                                                                : What::good;
        look.reason = checked.reason;
        look.is_wanted = is_bad;
        if (level_ != config::Validation::disabled) {
            look.asset.width = checked.width;
            look.asset.height = checked.height;
            look.asset.facts = checked.facts;
        }
    } else if (found->digests.size == asset.size && found->mtime_ns == asset.mtime_ns) {
        look.what = What::bad; // nobody wrote to it
        look.reason = is_bad ? checked.reason : "holds other bytes than were put there: damaged";
        look.is_wanted = true;
    } else {
        look.what = What::changed;
        look.reason = is_bad ? "was changed by somebody since, and " + checked.reason : "";
    }
    return look;
}

Status MediaCheck::keep(const Look& look, const store::Asset& old) {
    using What = report::Medium::What;
    if (look.what == What::missing) {
        return library_.drop_asset(old.path);
    }
    if (look.what == What::unreadable || look.what == What::changed) {
        return ok();
    }
    auto asset = look.asset;
    asset.verdict = look.what == What::bad ? "bad" : look.what == What::poor ? "poor" : "good";
    asset.reason = look.reason;
    if (look.what == What::bad && look.is_same && !old.candidate.empty()) {
        // The source would send the same bytes once more: the next candidate is tried first.
        CURATEUR_CHECK(
            library_.put_bad_media(old.candidate, {look.reason, setup_.clock.unix_ms(), false}));
    }
    return asset == old ? ok() : library_.put_findings(asset);
}

Result<MediaTally> MediaCheck::run(const std::string& system,
                                   const std::function<void(const report::Medium&)>& tell) {
    using What = report::Medium::What;
    CURATEUR_TRY(const auto assets, library_.assets_of_system(system));
    MediaTally tally;
    Status kept = ok();
    Loop loop;
    std::atomic<std::size_t> next{0};
    auto working = std::max(std::thread::hardware_concurrency(), 1U);
    const auto take_in = [&](const Look& look, const store::Asset& old) {
        ++tally.checked;
        tally.wanted += look.is_wanted ? 1 : 0;
        tally.bad += look.what == What::bad ? 1 : 0;
        tally.poor += look.what == What::poor ? 1 : 0;
        tally.missing += look.what == What::missing ? 1 : 0;
        tally.changed += look.what == What::changed ? 1 : 0;
        tally.unreadable += look.what == What::unreadable ? 1 : 0;
        if (kept) {
            kept = keep(look, old);
        }
        if (look.what != What::good && !look.reason.empty()) {
            tell({system, old.path, old.kind, look.what, look.reason, look.is_wanted});
        }
    };
    Workers workers(working);
    for (auto left = working; left > 0; --left) {
        workers.submit([&](const std::stop_token&) {
            for (auto at = next++; at < assets.size() && !setup_.stop.stop_requested();
                 at = next++) {
                auto look =
                    std::make_shared<Look>(look_at(assets[at], system + "/" + assets[at].path));
                loop.post([&, at, look] {
                    if (!setup_.stop.stop_requested()) {
                        take_in(*look, assets[at]);
                    }
                });
            }
            loop.post([&] { --working; });
        });
    }
    loop.run([&] { return working == 0; }, [] {}, k_tick_of_check);
    CURATEUR_CHECK(kept);
    return tally;
}

Result<RunResult> validate(Setup setup) {
    const auto started = setup.clock.steady_ms();
    CURATEUR_TRY(auto library, store::Library::open(setup.places.state));
    CURATEUR_TRY(const auto crashes, plugin::Crashes::open(setup.places.state, setup.clock));
    setup.crashes = crashes.get();
    for (const auto& told : crashes->told()) {
        setup.log(config::LogLevel::warning, told);
    }
    CURATEUR_TRY(const auto recovered, store::recover(library));
    static_cast<void>(recovered);
    CURATEUR_TRY(auto systems, library.systems_with_assets());
    const auto& chosen = setup.config.scraping.systems;
    if (!chosen.empty()) {
        std::erase_if(systems, [&](const auto& name) {
            return std::none_of(setup.systems.begin(), setup.systems.end(), [&](const auto& one) {
                return one.name == name;
            });
        });
    }
    const auto set = setup.config.media.validation;
    Checker checker(setup);
    MediaCheck check(setup,
                     library,
                     checker,
                     set == config::Validation::disabled ? config::Validation::normal : set);
    report::MediaEnd end;
    for (const auto& system : systems) {
        CURATEUR_TRY(const auto tally,
                     check.run(system, [&](const auto& one) { setup.reporter.medium(one); }));
        end.checked += tally.checked;
        end.bad += tally.bad;
        end.poor += tally.poor;
        end.missing += tally.missing;
        end.changed += tally.changed;
        end.unreadable += tally.unreadable;
        end.wanted += tally.wanted;
    }
    const bool stopped = setup.stop.stop_requested();
    const bool trouble = end.bad + end.missing + end.unreadable > 0;
    end.exit_status = stopped ? 128 + setup.signal() : trouble ? 3 : 0;
    end.seconds = static_cast<double>(setup.clock.steady_ms() - started) / 1000;
    setup.reporter.media_end(end);
    return RunResult{end.exit_status, stopped ? "signal" : ""};
}

} // namespace curateur::pipeline
