#include "cli/show_plan.hpp"

#include "report/faces.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace curateur::cli {

using pipeline::Plan;
using pipeline::PlannedMedia;
using pipeline::PlannedSource;
using pipeline::PlannedSystem;

namespace {

using Row = std::vector<std::string>;

std::string count_text(double count, bool is_estimate) {
    const auto rounded = std::llround(count);
    return (is_estimate && rounded != 0 ? "~" : "") + std::to_string(rounded);
}

std::string bytes_text(double bytes, bool is_estimate) {
    constexpr std::array<const char*, 5> k_units{"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    for (; bytes >= 999.5 && unit + 1 < k_units.size(); ++unit) {
        bytes /= 1000;
    }
    std::array<char, 32> text{};
    const bool is_short = unit > 0 && bytes < 9.95;
    (void)std::snprintf(
        text.data(), text.size(), is_short ? "%.1f %s" : "%.0f %s", bytes, k_units.at(unit));
    return (is_estimate && bytes > 0 ? "~" : "") + std::string(text.data());
}

std::string time_text(std::int64_t unix_ms) {
    const auto seconds = static_cast<std::time_t>(unix_ms / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    std::array<char, 32> text{};
    const auto length = std::strftime(text.data(), text.size(), "%a %Y-%m-%d %H:%M", &local);
    return {text.data(), length};
}

// Columns as wide as they need; all but the first and the last are numbers.
std::string table_of(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths(rows.front().size());
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line = " ";
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string pad(widths[i] - row[i].size(), ' ');
            const bool is_text = i == 0 || i + 1 == row.size();
            line += is_text ? " " + row[i] + pad + " " : " " + pad + row[i] + " ";
        }
        line.resize(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

Row row_of(const PlannedSystem& system, const std::string& name) {
    const bool about = system.is_estimate;
    const auto media = system.all_media();
    return {name,
            std::to_string(system.entries),
            std::to_string(system.known),
            std::to_string(system.left_alone),
            count_text(system.lookups, about),
            count_text(media.fetched, about),
            bytes_text(media.bytes, about),
            count_text(media.copies, about),
            system.basis};
}

bool needs_nothing(const PlannedSystem& system) {
    const auto media = system.all_media();
    return system.lookups + media.fetched + media.copies == 0;
}

std::string systems_text(const Plan& plan, const PlannedSystem& sum) {
    std::vector<Row> rows{{"system",
                           "entries",
                           "known",
                           "left",
                           "lookups",
                           "media",
                           "bytes",
                           "copies",
                           "estimated from"}};
    for (const auto& system : plan.systems) {
        rows.push_back(row_of(system, system.name));
    }
    if (plan.systems.size() > 1) {
        rows.push_back(row_of(sum, "all"));
    }
    return table_of(rows);
}

std::string media_text(const PlannedSystem& sum) {
    std::vector<Row> rows{{"media", "fetched", "bytes", "copies", ""}};
    for (const auto& [kind, media] : sum.media) {
        rows.push_back({kind,
                        count_text(media.fetched, sum.is_estimate),
                        bytes_text(media.bytes, sum.is_estimate),
                        count_text(media.copies, sum.is_estimate),
                        ""});
    }
    return rows.size() > 1 ? "\n" + table_of(rows) : "";
}

std::string used_text(std::int64_t used) {
    return used > 0 ? " (" + std::to_string(used) + " used)" : "";
}

std::string limits_text(const PlannedSource& source) {
    auto text = std::to_string(source.concurrency) + " at once";
    if (source.per_minute > 0) {
        text += ", " + std::to_string(source.per_minute) + " a minute";
    }
    if (source.per_day > 0) {
        text += ", " + std::to_string(source.per_day) + " a day" + used_text(source.used_today);
    }
    if (source.misses_per_day > 0) {
        text += ", " + std::to_string(source.misses_per_day) + " unknown ROMs a day" +
                used_text(source.missed_today);
    }
    if (source.bytes_per_second > 0) {
        text +=
            ", " + bytes_text(static_cast<double>(source.bytes_per_second), false) + " a second";
    }
    return text;
}

std::string source_text(const PlannedSource& source, bool about) {
    auto text = source.id + ": " + count_text(source.requests(), about) +
                " requests: " + count_text(source.lookups, about) + " lookups";
    text +=
        source.misses >= 0.5 ? " (" + count_text(source.misses, about) + " of unknown ROMs)" : "";
    text += ", " + count_text(source.media, about) + " media";
    text +=
        source.accounts > 0 ? ", " + count_text(source.accounts, false) + " about the account" : "";
    text += "\n  " + limits_text(source) + "\n  ";
    return text +
           (source.told_unix_ms > 0
                ? "as the account was told on " + time_text(source.told_unix_ms)
                : std::string("assumed: this account was not asked yet, and the source "
                              "declares so much for everybody")) +
           "\n";
}

std::string time_of(const Plan& plan, bool wait) {
    if (plan.finish_unix_ms == 0) {
        return "It would not be done within a hundred years at these limits.\n";
    }
    double seconds = 0;
    for (const auto& source : plan.sources) {
        seconds = std::max(seconds, source.seconds);
    }
    auto text = "About " + report::duration_text(std::round(seconds)) + " of asking, on " +
                std::to_string(plan.days()) + (plan.days() == 1 ? " day" : " days") +
                " of the service; done about " + time_text(plan.finish_unix_ms) +
                " if begun now.\n";
    if (plan.days() > 1) {
        text += wait
                    ? "With --wait it goes on by itself each day.\n"
                    : "Without --wait it ends each day when the day's requests are used up; run it "
                      "again, or use --wait.\n";
    }
    if (plan.max_requests > 0 && plan.requests() > static_cast<double>(plan.max_requests)) {
        text += "--max-requests ends this run after " + std::to_string(plan.max_requests) +
                " of them.\n";
    }
    if (plan.deadline_unix_ms > 0 && plan.finish_unix_ms > plan.deadline_unix_ms) {
        text +=
            "--deadline ends this run before that, at " + time_text(plan.deadline_unix_ms) + ".\n";
    }
    return text;
}

std::string space_text(const Plan& plan, bool about) {
    std::string text;
    for (const auto& space : plan.spaces) {
        const auto needed = bytes_text(space.needed, about);
        const auto free = bytes_text(static_cast<double>(space.free), false);
        text += space.fits() ? "Space: " + needed + " of " + free + " that are free in " +
                                   space.place.string() + "\n"
                             : "WARNING: it does not fit: " + needed + " are needed in " +
                                   space.place.string() + ", and " + free + " are free\n";
    }
    return text;
}

} // namespace

std::string plan_text(const Plan& plan, bool wait) {
    if (plan.systems.empty()) {
        return "There are no ROMs.\n";
    }
    const auto sum = plan.sum();
    auto text = systems_text(plan, sum);
    if (needs_nothing(sum)) {
        return text + "\nNothing is to be asked or fetched.\n";
    }
    text += media_text(sum) + "\n";
    for (const auto& source : plan.sources) {
        text += source_text(source, sum.is_estimate);
    }
    text += time_of(plan, wait) + space_text(plan, sum.is_estimate);
    return text + (sum.is_estimate ? "~ is an estimate: docs/plan.md says how it is made.\n" : "");
}

} // namespace curateur::cli
