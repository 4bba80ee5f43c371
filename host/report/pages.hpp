// The report as HTML pages, each whole in itself: styles, script and data are in it, pictures are
// linked. What is fixed of them lies in pages/, embedded when the program is built. docs/report.md.
#pragma once

#include "report/survey.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::report {

// Every page of a report has this near its beginning, and so is known as one.
inline constexpr std::string_view k_report_mark =
    R"(<meta name="generator" content="curateur report">)";

// "system-snes.html"; different for different systems, and a plain name for any file system.
[[nodiscard]] std::string page_name(std::string_view system);

[[nodiscard]] std::string index_page(const Overview& overview);

// A system's page, which takes one game after the other: it may have 30 000. Games become rows of
// data, drawn by the page's script as they come into view; what many games have in common is there
// once.
class SystemPage {
public:
    explicit SystemPage(SystemHead head);

    void add(const Game& game); // game.media as head.kinds

    // Once, after all games.
    [[nodiscard]] std::string html(std::string_view library, std::string_view date);

    // For the index. Once, after html().
    [[nodiscard]] SystemSummary summary() &&;

    static constexpr std::size_t k_problems = 40; // of a system, in the index
    static constexpr std::size_t k_plain = 100;   // games that are shown without a script

private:
    [[nodiscard]] std::size_t number_of(const std::string& text);
    [[nodiscard]] std::string media_of(const Game& game);
    [[nodiscard]] std::string steps_of(const Game& game);
    void add_plain(const Game& game);

    SystemSummary summary_;
    std::map<std::string, std::size_t> texts_;
    std::string rows_, plain_;
};

} // namespace curateur::report
