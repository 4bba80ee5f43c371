#include "report/markup.hpp"
#include "report/pages.hpp"
#include "report/words.hpp"
#include "report_pages.hpp" // made from pages/

#include <algorithm>

namespace curateur::report {
namespace {

constexpr std::size_t k_most_problems = 400; // in all; the pages of the systems have every one

using ByHave = std::array<std::uint64_t, k_haves>;

std::uint64_t at(const ByHave& by_have, Have have) {
    return by_have[static_cast<std::size_t>(have)];
}

std::uint64_t there_of(const ByHave& by_have) {
    return at(by_have, Have::ours) + at(by_have, Have::users) + at(by_have, Have::poor);
}

// Those that some output wants, and those that are there all the same.
std::uint64_t wanted_of(const ByHave& by_have) {
    std::uint64_t all = 0;
    for (const auto count : by_have) {
        all += count;
    }
    return all - at(by_have, Have::unwanted);
}

// Never rounded up to all, nor down to none.
unsigned percent_of(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0 || part == 0) {
        return 0;
    }
    return part == whole ? 100U : std::clamp(static_cast<unsigned>(100 * part / whole), 1U, 99U);
}

// A share as a number over a bar.
std::string share(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) {
        return "<td class=\"share none\"><span title=\"not wanted\">&ndash;</span></td>";
    }
    const auto percent = std::to_string(percent_of(part, whole));
    return "<td class=\"share" + std::string(part == whole ? " whole" : "") + "\"><span title=\"" +
           grouped(part) + " of " + grouped(whole) + "\">" + percent +
           "%</span><i class=\"meter\"><i style=\"width:" + percent + "%\"></i></i></td>";
}

struct KindTotals {
    std::vector<std::string> kinds; // in the order of the systems' pages
    std::vector<ByHave> by_kind;

    [[nodiscard]] std::size_t add(const std::string& kind) {
        const auto found = std::find(kinds.begin(), kinds.end(), kind);
        const auto place = static_cast<std::size_t>(found - kinds.begin());
        if (found == kinds.end()) {
            kinds.push_back(kind);
            by_kind.emplace_back();
        }
        return place;
    }
};

KindTotals totals_of(const Overview& overview) {
    KindTotals totals;
    for (const auto& system : overview.systems) {
        for (std::size_t i = 0; i < system.head.kinds.size(); ++i) {
            auto& sums = totals.by_kind[totals.add(system.head.kinds[i])];
            for (std::size_t have = 0; have < k_haves; ++have) {
                sums[have] += system.tally.by_kind[i][have];
            }
        }
    }
    return totals;
}

std::string system_row(const SystemSummary& system, const KindTotals& totals) {
    const auto& head = system.head;
    const auto& tally = system.tally;
    std::string row = "<tr><th scope=\"row\"><a href=\"" + html_text(url_path(system.page)) +
                      "\">" + html_text(head.full_name) + "</a><small>" + html_text(head.name) +
                      (head.notes.empty() ? "" : " &middot; has a note") + "</small></th>";
    row += "<td class=\"num\">" + grouped(tally.games) + "</td>";
    row += share(tally[State::found], tally.games - tally[State::skipped]);
    for (const auto& kind : totals.kinds) {
        const auto found = std::find(head.kinds.begin(), head.kinds.end(), kind);
        const auto counts =
            found == head.kinds.end()
                ? ByHave{}
                : tally.by_kind[static_cast<std::size_t>(found - head.kinds.begin())];
        row += share(there_of(counts), wanted_of(counts));
    }
    row += "<td class=\"num\">";
    row += tally.problems == 0 ? "&ndash;"
                               : "<a href=\"" + html_text(url_path(system.page)) + "#problems\">" +
                                     grouped(tally.problems) + "</a>";
    return row + "</td></tr>\n";
}

std::string systems_of(const Overview& overview, const KindTotals& totals) {
    std::string head = "<tr><th scope=\"col\">System</th><th scope=\"col\" class=\"num\">Games</th>"
                       "<th scope=\"col\">Found</th>";
    for (const auto& kind : totals.kinds) {
        head += "<th scope=\"col\">" + html_text(label_of(kind)) + "</th>";
    }
    head += "<th scope=\"col\" class=\"num\">Problems</th></tr>";
    std::string rows;
    for (const auto& system : overview.systems) {
        rows += system_row(system, totals);
    }
    return "<thead>" + head + "</thead>\n<tbody>\n" + rows + "</tbody>";
}

std::string kinds_of(const KindTotals& totals) {
    std::string rows;
    for (std::size_t i = 0; i < totals.kinds.size(); ++i) {
        const auto& counts = totals.by_kind[i];
        rows += "<tr><th scope=\"row\">" + html_text(label_of(totals.kinds[i])) + "</th>" +
                share(there_of(counts), wanted_of(counts));
        for (const auto number : {there_of(counts),
                                  at(counts, Have::absent),
                                  at(counts, Have::unknown),
                                  at(counts, Have::waiting),
                                  at(counts, Have::bad) + at(counts, Have::refused),
                                  at(counts, Have::locked)}) {
            rows += "<td class=\"num\">" + (number == 0 ? "&ndash;" : grouped(number)) + "</td>";
        }
        rows += "</tr>\n";
    }
    return rows;
}

std::string problems_of(const Overview& overview) {
    std::string out;
    std::size_t left = k_most_problems;
    for (const auto& system : overview.systems) {
        const auto page = html_text(url_path(system.page));
        std::string items;
        std::size_t told = 0;
        for (const auto& problem : system.problems) {
            if (left == 0) {
                break;
            }
            --left;
            ++told;
            const bool is_medium = problem.state != State::not_found &&
                                   problem.state != State::failed &&
                                   problem.state != State::needs_choice;
            items +=
                "<li><a href=\"" + page + "#problem-" + std::to_string(problem.game) + "\">" +
                html_text(problem.name) + "</a> <b class=\"state " +
                std::string(is_medium ? "failed" : name_of(problem.state)) + "\">" +
                std::string(is_medium ? "Bad medium" : words_of(problem.state)) + "</b>" +
                (problem.text.empty() ? "" : "<small>" + html_text(problem.text) + "</small>") +
                "</li>\n";
        }
        if (system.tally.problems == 0) {
            continue;
        }
        out +=
            "<h3>" + html_text(system.head.full_name) + "</h3>\n<ul class=\"problems\">\n" + items;
        if (told < system.tally.problems) {
            out += "<li class=\"more\"><a href=\"" + page + "#problems\">" +
                   (told == 0 ? "All " : "All of ") + grouped(system.tally.problems) +
                   "</a></li>\n";
        }
        out += "</ul>\n";
    }
    return out.empty() ? "<p class=\"soft\">None.</p>" : out;
}

std::string size_text(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 4> k_units{" B", " kB", " MB", " GB"};
    std::size_t unit = 0;
    for (; bytes >= 10'000 && unit + 1 < k_units.size(); ++unit) {
        bytes /= 1000;
    }
    return grouped(bytes) + std::string(k_units.at(unit));
}

std::string run_of(const Overview& overview) {
    if (!overview.run) {
        return "<p class=\"soft\">There was none yet.</p>";
    }
    const auto& run = *overview.run;
    return "<dl class=\"facts\"><dt>Begun</dt><dd>" + html_text(run.when) +
           "</dd><dt>Outcome</dt><dd" + (run.is_good ? "" : " class=\"warn\"") + ">" +
           html_text(run.outcome) + "</dd><dt>Requests</dt><dd>" + grouped(run.requests) +
           "</dd><dt>Received</dt><dd>" + size_text(run.bytes) + "</dd></dl>";
}

std::string tile(std::string_view what, const std::string& number, const std::string& more) {
    return "<li><span>" + std::string(what) + "</span><strong>" + number + "</strong><small>" +
           more + "</small></li>\n";
}

} // namespace

std::string state_bar(const std::array<std::uint64_t, k_states>& by_state, std::uint64_t games) {
    std::string parts, legend;
    for (std::size_t i = 0; i < k_states; ++i) {
        if (by_state[i] == 0) {
            continue;
        }
        const auto name = std::string(name_of(static_cast<State>(i)));
        const auto permille = std::max<std::uint64_t>(1, 1000 * by_state[i] / games);
        parts +=
            "<i class=\"" + name + "\" style=\"flex-grow:" + std::to_string(permille) + "\"></i>";
        legend += "<li><b class=\"state " + name + "\">" + std::string(k_state_words.at(i)) +
                  "</b> " + grouped(by_state[i]) + "</li>";
    }
    return "<div class=\"bar\" aria-hidden=\"true\">" + parts + "</div>\n<ul class=\"legend\">" +
           legend + "</ul>";
}

std::string index_page(const Overview& overview) {
    Tally all;
    for (const auto& system : overview.systems) {
        all.games += system.tally.games;
        all.problems += system.tally.problems;
        for (std::size_t i = 0; i < k_states; ++i) {
            all.by_state[i] += system.tally.by_state[i];
        }
    }
    const auto totals = totals_of(overview);
    std::uint64_t there = 0, wanted = 0;
    for (const auto& counts : totals.by_kind) {
        there += there_of(counts);
        wanted += wanted_of(counts);
    }
    const auto found = all[State::found], asked = all.games - all[State::skipped];
    std::string notes;
    for (const auto& note : overview.notes) {
        notes += "<p class=\"note\">" + html_text(note) + "</p>\n";
    }
    const auto tiles =
        tile("Games", grouped(all.games), "in " + counted(overview.systems.size(), "system")) +
        tile("Found",
             std::to_string(percent_of(found, asked)) + "%",
             grouped(found) + " of " + grouped(asked)) +
        tile("Media",
             std::to_string(percent_of(there, wanted)) + "%",
             grouped(there) + " of " + grouped(wanted) + " wanted") +
        tile("Problems", grouped(all.problems), all.problems == 1 ? "game" : "games");
    return filled(k_index_html,
                  {{"mark", std::string(k_report_mark)},
                   {"style", std::string(k_style_css)},
                   {"library", html_text(overview.library)},
                   {"date", html_text(overview.date)},
                   {"version", html_text(overview.version)},
                   {"roms", html_text(overview.roms)},
                   {"notes", notes},
                   {"tiles", tiles},
                   {"states", all.games == 0 ? "" : state_bar(all.by_state, all.games)},
                   {"systems", systems_of(overview, totals)},
                   {"kinds", kinds_of(totals)},
                   {"problems", problems_of(overview)},
                   {"run", run_of(overview)}});
}

} // namespace curateur::report
