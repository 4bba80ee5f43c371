#include "report/faces.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace curateur::report {
namespace {

const std::string k_double_rule(60, '=');
const std::string k_single_rule(60, '-');

std::string_view symbol_of(Status status) {
    switch (status) {
    case Status::scraped:
    case Status::unchanged:
        return "✓";
    case Status::not_found:
    case Status::failed:
        return "✗";
    default:
        return "○";
    }
}

std::string plural(std::uint64_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string detail_of(const Entry& entry) {
    if (entry.status == Status::not_found && entry.reason == "unknown_to_source") {
        return "No game info found from API";
    }
    if (entry.status != Status::scraped) {
        return entry.detail;
    }
    auto text = plural(entry.media_downloaded, "media file");
    return entry.detail.empty() ? text : text + ", " + entry.detail;
}

struct Line {
    std::string_view label;
    std::uint64_t count;
    bool always;
};

std::array<Line, 6> lines_of(const Counts& counts) {
    return {{{"Succeeded:", counts[Status::scraped] + counts[Status::unchanged], true},
             {"Not found:", counts[Status::not_found], false},
             {"Failed:", counts[Status::failed], true},
             {"Skipped:", counts[Status::skipped], true},
             {"Deferred:", counts[Status::deferred], false},
             {"To choose:", counts[Status::needs_choice], false}}};
}

std::string padded(std::string_view label, std::size_t width) {
    std::string text(label);
    text.resize(std::max(width, label.size()), ' ');
    return text;
}

class Plain : public Reporter {
public:
    Plain(Sink out, Sink warn) : out_(std::move(out)), warn_(std::move(warn)) {}

    void run_start(const RunStart& run) override {
        std::string text = "curateur v" + run.version + "\n" + k_double_rule + "\n";
        text += "Mode: " + run.mode + "\nSystems: " + std::to_string(run.systems) + "\n";
        for (const auto& path : run.paths) {
            text += path.what + ": " + path.path + "\n";
        }
        out_(text + k_double_rule + "\n\n");
    }

    void system_start(const SystemStart& system) override {
        out_(k_double_rule + "\nScraping " + system.full_name +
             "\nTotal ROMs: " + std::to_string(system.total) + "\n" + k_double_rule + "\n\n");
    }

    void entry(const Entry& entry) override {
        std::string text = "  " + std::string(symbol_of(entry.status)) + " [" +
                           std::to_string(entry.index) + "/" + std::to_string(entry.total) + "] " +
                           entry.name;
        if (const auto detail = detail_of(entry); !detail.empty()) {
            text += " - " + detail;
        }
        out_(text + "\n");
    }

    void system_end(const SystemEnd& system) override {
        std::string text =
            "\n" + k_single_rule + "\nSystem Complete: " + system.full_name + "\n  Total:     ";
        text += std::to_string(system.counts.total) + "\n";
        for (const auto& line : lines_of(system.counts)) {
            if (line.always || line.count > 0) {
                text += "  " + padded(line.label, 11) + std::to_string(line.count) + "\n";
            }
        }
        text +=
            "  Time:      " + duration_text(system.counts.seconds) + "\n" + k_single_rule + "\n\n";
        out_(text);
    }

    void run_end(const RunEnd& run) override {
        std::string text = k_double_rule + "\nFinal Summary\n" + k_double_rule + "\n";
        text += "Systems processed: " + std::to_string(run.systems) + "\n";
        text += "Total ROMs:        " + std::to_string(run.counts.total) + "\n";
        for (const auto& line : lines_of(run.counts)) {
            if (line.always || line.count > 0) {
                text += "  " + padded(line.label, 17) + std::to_string(line.count) + "\n";
            }
        }
        text += "Media files:       " + std::to_string(run.counts.media_downloaded) + "\n";
        text += "Requests:          " + std::to_string(run.counts.requests) + "\n";
        text +=
            "Total time:        " + duration_text(run.counts.seconds) + "\n" + k_double_rule + "\n";
        if (!run.stopped_by.empty()) {
            text += run.exit_status == 1
                        ? "\nStopped (" + run.stopped_by + "): see the errors above\n"
                        : "\nStopped early (" + run.stopped_by + "); run again to go on\n";
        }
        out_(text);
    }

    void warning(const Warning& warning) override {
        warn_("warning: " + (warning.system.empty() ? "" : warning.system + ": ") +
              warning.message + "\n");
    }

    void medium(const Medium& medium) override {
        const bool is_poor = medium.what == Medium::What::poor;
        out_("  " + std::string(is_poor ? "○ " : "✗ ") + medium.path + ": " + medium.reason + "\n");
    }

    void written(const Written& written) override {
        const auto count = [](std::uint64_t number, const char* what) {
            return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
        };
        std::string text = count(written.games, "game") + " in " + count(written.systems, "system");
        for (const auto& [state, games] : written.by_state) {
            if (games > 0) {
                text += ", " + std::to_string(games) + " " + std::string(state);
            }
        }
        out_(text + "\nReport: " + written.index + "\n");
    }

    void media_end(const MediaEnd& end) override {
        std::string text =
            std::to_string(end.checked) + " media files checked in " + duration_text(end.seconds);
        const std::pair<const char*, std::uint64_t> counts[] = {{"bad", end.bad},
                                                                {"missing", end.missing},
                                                                {"unreadable", end.unreadable},
                                                                {"poor", end.poor},
                                                                {"changed by others", end.changed}};
        for (const auto& [what, count] : counts) {
            if (count > 0) {
                text += ", " + std::to_string(count) + " " + what;
            }
        }
        text += "\n";
        if (end.wanted > 0) {
            text += "The next run fetches " + std::to_string(end.wanted) + " of them again\n";
        }
        out_(text);
    }

    void moved(const Moved& moved) override {
        using What = Moved::What;
        const bool is_done = moved.what == What::moved || moved.what == What::restored;
        const bool is_failed = moved.what == What::failed;
        out_(std::string(is_done     ? "  ✓ "
                         : is_failed ? "  ✗ "
                                     : "  ○ ") +
             moved.path + (moved.reason.empty() ? "" : ": " + moved.reason) + "\n");
    }

    void moves_end(const MovesEnd& end) override {
        const auto done = end.moved + end.restored;
        const auto files = [](std::uint64_t count) {
            return std::to_string(count) + (count == 1 ? " media file" : " media files");
        };
        std::string text;
        if (done + end.left + end.failed == 0) {
            text = end.is_undoing ? "No change of media is left to be undone"
                                  : "There is nothing to clean";
        } else {
            text = files(end.moved) + (end.is_dry ? " would be" : "") + " moved away";
            if (end.is_undoing) {
                text += ", " + std::to_string(end.restored) + " put back";
            }
            text += " (" + std::to_string(end.bytes) + " bytes)";
            text += end.left > 0 ? ", " + std::to_string(end.left) + " left alone" : "";
            text += end.failed > 0 ? ", " + std::to_string(end.failed) + " failed" : "";
        }
        out_(text + "\n");
    }

    void waiting(const Waiting& waiting) override {
        out_("Waiting until " + waiting.until + " (" + waiting.message + ")\n\n");
    }

    void note(std::string_view line) override { out_("\n" + std::string(line) + "\n"); }

private:
    Sink out_, warn_;
};

class Quiet : public Reporter {
public:
    explicit Quiet(Sink warn) : warn_(std::move(warn)) {}

    void entry(const Entry& entry) override {
        if (entry.status == Status::failed) {
            warn_(entry.system + "/" + entry.path.substr(entry.path.starts_with("./") ? 2 : 0) +
                  ": " + entry.detail + "\n");
        }
    }

    void medium(const Medium& medium) override {
        if (medium.what != Medium::What::poor) {
            warn_(medium.path + ": " + medium.reason + "\n");
        }
    }

    void moved(const Moved& moved) override {
        if (moved.what == Moved::What::failed) {
            warn_(moved.path + ": " + moved.reason + "\n");
        }
    }

    void warning(const Warning& warning) override {
        warn_("warning: " + (warning.system.empty() ? "" : warning.system + ": ") +
              warning.message + "\n");
    }

private:
    Sink warn_;
};

} // namespace

std::string duration_text(double seconds) {
    const auto all = static_cast<std::uint64_t>(std::llround(std::max(seconds, 0.0)));
    const auto hours = all / 3600;
    const auto minutes = all / 60 % 60;
    std::string text = hours > 0 ? std::to_string(hours) + "h " : "";
    if (all >= 60) {
        text += std::to_string(minutes) + "m ";
    }
    return text + std::to_string(all % 60) + "s";
}

std::unique_ptr<Reporter> make_plain(Sink out, Sink warn) {
    return std::make_unique<Plain>(std::move(out), std::move(warn));
}

std::unique_ptr<Reporter> make_quiet(Sink warn) {
    return std::make_unique<Quiet>(std::move(warn));
}

} // namespace curateur::report
