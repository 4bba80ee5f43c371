// curateur-simulator: a ScreenScraper on loopback until it is told to end.
#include "simulator/simulator.hpp"

#include <CLI/CLI.hpp>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>

using namespace curateur;
using namespace curateur::simulator;

namespace {

struct Arguments {
    std::string catalogue, accounts, faults, log;
    std::optional<std::uint64_t> seed;
    std::optional<int> threads, per_minute, per_day, misses_per_day;
    std::string profile = "flat";
    std::optional<int> media_latency_ms;
    bool media_is_free = false, no_ranges = false, until_eof = false;
    Ports ports;
    ServiceOptions service;
};

void declare(CLI::App& app, Arguments& it) {
    app.add_option("--port", it.ports.api, "Of the API; 0 (default) is any that is free");
    app.add_option("--media-port", it.ports.media, "Of the media; likewise");
    app.add_option("--catalogue", it.catalogue, "The games there are (JSON)")
        ->check(CLI::ExistingFile);
    app.add_option("--accounts", it.accounts, "Accounts (JSON) instead of the catalogue's")
        ->check(CLI::ExistingFile);
    app.add_option("--faults", it.faults, "Fault rules (JSON) beside the catalogue's")
        ->check(CLI::ExistingFile);
    app.add_option("--log", it.log, "File for one line of JSON a request");
    app.add_option("--seed", it.seed, "Of everything that is made up (default 1)");
    app.add_option("--devid", it.service.developer, "The developer's login")->capture_default_str();
    app.add_option(
           "--devpassword", it.service.developer_password, "The developer's (fake) password")
        ->capture_default_str();
    app.add_option("--latency-ms", it.service.switches.latency_ms, "Before an answer of the API");
    app.add_option("--media-latency-ms",
                   it.media_latency_ms,
                   "Before a medium (default: the API's; 28 % of it with --profile real)");
    app.add_option("--profile", it.profile, "real: a miss takes 52 %, a search twice the latency")
        ->check(CLI::IsMember({"flat", "real"}));
    app.add_option("--maxthreads", it.threads, "Requests at once, of every account");
    app.add_option("--per-minute", it.per_minute, "Requests a minute, of every account");
    app.add_option("--per-day", it.per_day, "Requests a day, of every account");
    app.add_option("--misses-per-day", it.misses_per_day, "Unknown games a day, of every account");
    app.add_option("--media-scale", it.service.media_scale, "Of the sides of pictures")
        ->check(CLI::Range(0.05, 10.0));
    app.add_option("--real-sizes",
                   it.service.real_size_divisor,
                   "Files as large as the service's, divided by this");
    app.add_option(
        "--blacklist", it.service.switches.blacklist, "Values of softname that are banned");
    app.add_flag("--closed", it.service.switches.closed, "To everybody");
    app.add_flag("--closed-to-guests", it.service.switches.closed_to_guests);
    app.add_flag("--closed-to-leechers", it.service.switches.closed_to_leechers);
    app.add_flag("--media-is-free", it.media_is_free, "Media do not count in the day's requests");
    app.add_flag("--no-ranges", it.no_ranges, "Media come whole or not at all");
    app.add_flag(
        "--enforce-speed", it.service.switches.enforce_speed, "Keep to the account's speed");
    app.add_flag("--until-eof", it.until_eof, "End when standard input does");
}

Result<rapidjson::Document> json_of(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    auto document = parse_json(text.str());
    return document ? std::move(document) : std::move(document).error().in(file);
}

Status take_files(Arguments& it) {
    Catalogue& catalogue = it.service.catalogue;
    if (!it.catalogue.empty()) {
        CURATEUR_TRY(catalogue, load_catalogue(it.catalogue));
    }
    if (!it.accounts.empty()) {
        CURATEUR_TRY(const auto json, json_of(it.accounts));
        auto accounts = read_accounts(json);
        if (!accounts) {
            return std::move(accounts).error().in(it.accounts);
        }
        catalogue.accounts = *std::move(accounts);
    }
    if (!it.faults.empty()) {
        CURATEUR_TRY(const auto json, json_of(it.faults));
        auto rules = read_rules(json);
        if (!rules) {
            return std::move(rules).error().in(it.faults);
        }
        catalogue.faults.insert(catalogue.faults.end(), rules->begin(), rules->end());
    }
    return ok();
}

void settle(Arguments& it) {
    ServiceOptions& service = it.service;
    service.seed = it.seed.value_or(service.catalogue.seed.value_or(1));
    service.switches.real_profile = it.profile == "real";
    service.switches.media_counts = !it.media_is_free;
    service.switches.ranges = !it.no_ranges;
    const double share = service.switches.real_profile ? 0.28 : 1;
    service.switches.media_latency_ms =
        it.media_latency_ms.value_or(static_cast<int>(service.switches.latency_ms * share));
    auto& accounts = service.catalogue.accounts;
    if (!accounts) {
        accounts = std::vector{usual_account()};
    }
    for (Account& account : *accounts) {
        Limits& limits = account.limits;
        limits.threads = it.threads.value_or(limits.threads);
        limits.per_minute = it.per_minute.value_or(limits.per_minute);
        limits.per_day = it.per_day.value_or(limits.per_day);
        limits.misses_per_day = it.misses_per_day.value_or(limits.misses_per_day);
    }
}

// Until SIGTERM or SIGINT, or the end of standard input.
void wait_for_the_end(int signals, bool until_eof) {
    std::array<pollfd, 2> both = {
        {{signals, POLLIN, 0}, {until_eof ? STDIN_FILENO : -1, POLLIN, 0}}};
    for (;;) {
        ::poll(both.data(), both.size(), -1);
        std::array<char, 256> bytes{};
        if (both[0].revents != 0 ||
            (both[1].revents != 0 && ::read(STDIN_FILENO, bytes.data(), bytes.size()) <= 0)) {
            return;
        }
    }
}

int fail(const Error& error) {
    std::fprintf(stderr, "curateur-simulator: %s\n", error.message.c_str());
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app("A ScreenScraper on loopback, for tests and demonstrations");
    declare(app, arguments);
    CLI11_PARSE(app, argc, argv);
    if (auto taken = take_files(arguments); !taken) {
        return fail(taken.error());
    }
    settle(arguments);
    sigset_t ends; // blocked before the first thread, which inherits it
    ::sigemptyset(&ends);
    ::sigaddset(&ends, SIGTERM);
    ::sigaddset(&ends, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    const int signals = ::signalfd(-1, &ends, SFD_CLOEXEC);
    auto started = Simulator::start(std::move(arguments.service), arguments.ports, arguments.log);
    if (!started) {
        return fail(started.error());
    }
    Simulator& simulator = **started;
    std::printf("{\"api\":\"%s\",\"media\":\"%s\",\"port\":%d,\"media_port\":%d}\n",
                simulator.base_url().c_str(),
                simulator.media_url().c_str(),
                simulator.ports().api,
                simulator.ports().media);
    std::fflush(stdout);
    wait_for_the_end(signals, arguments.until_eof);
    std::printf("%s\n", simulator.service().summary().c_str());
    return 0;
}
