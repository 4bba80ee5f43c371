#include "cli/options.hpp"

#include "cli/verbs.hpp"

#include <algorithm>
#include <array>

namespace curateur::cli {

namespace {

constexpr std::size_t k_width = 80;

constexpr std::string_view k_what = "What to work on";
constexpr std::string_view k_from = "Where from, where to";
constexpr std::string_view k_how = "How";
constexpr std::string_view k_until = "How long";
constexpr std::string_view k_shown = "What is shown";
constexpr std::string_view k_setup = "Configuration";

struct Row {
    std::string_view name, group;
};

// Where each option stands in the help; the rest of it is in the settings table.
constexpr std::array<Row, 34> k_rows{
    {{"--systems", k_what},      {"--system", k_what},          {"--media", k_what},
     {"--roms-from", k_what},    {"--missing", k_what},         {"--limit", k_what},
     {"--source", k_from},       {"--output", k_from},          {"--media-types", k_from},
     {"--regions", k_from},      {"--language", k_from},        {"--skip-scraped", k_how},
     {"--update", k_how},        {"--merge-strategy", k_how},   {"--force-system", k_how},
     {"--enable-search", k_how}, {"--search-threshold", k_how}, {"--interactive-search", k_how},
     {"--strict", k_how},        {"--clear-cache", k_how},      {"--dry-run", k_how},
     {"--digests", k_how},       {"--wait", k_until},           {"--max-requests", k_until},
     {"--deadline", k_until},    {"--max-failures", k_until},   {"--ui", k_shown},
     {"--json", k_shown},        {"--log-level", k_shown},      {"--log-file", k_shown},
     {"--config", k_setup},      {"--plugin-dir", k_setup},     {"--help", k_setup},
     {"--version", k_setup}}};

// Options that are no setting of their own.
constexpr std::array<Flag, 9> k_others{
    {{"--system",
      "NAME",
      "The system the files belong to; else their folder or suffix says it",
      k_what},
     {"--digests",
      "",
      "Makes every digest, whatever it costs; else only those a scan would make at first",
      k_how},
     {"--skip-scraped",
      "",
      "Asks only for games that are not listed yet: scraping.scrape_mode: new_only",
      k_how},
     {"--update", "", "Asks for every game once more: scraping.scrape_mode: force", k_how},
     {"--media", "", "Takes changes of media back; those of documents cannot be yet", k_what},
     {"--strict", "", "Decodes as well: media.validation_mode: strict", k_how},
     {"--config",
      "FILE",
      "The configuration file. Without it, config.yaml in the working directory if it is yours, "
      "else ~/.config/curateur/config.yaml",
      k_setup},
     {"--help", "", "Shows this", k_setup},
     {"--version", "", "Shows the version", k_setup}}};

// "--systems S...  The systems ..."
std::string line_of(const Flag& flag) {
    constexpr std::size_t k_column = 22;
    auto head = "  " + std::string(flag.name);
    if (!flag.operand.empty()) {
        head += " " + std::string(flag.operand);
    }
    auto doc = std::string(flag.doc) + ".";
    if (flag.setting != nullptr && flag.setting->state != config::State::flag_only) {
        doc += " (" + std::string(flag.setting->key) + ")";
    }
    const auto text = wrapped(doc, k_column);
    return head.size() + 2 > k_column ? head + "\n" + text : head + text.substr(head.size());
}

// "curateur write [option...] [ROM...]"
std::string synopsis_of(const VerbRow& row) {
    const auto& first = verbs().front();
    auto text =
        "curateur " +
        (row.verb == first.verb ? "[" + std::string(row.name) + "]" : std::string(row.name)) +
        " [option...]";
    return row.operands.empty() ? text : text + " " + std::string(row.operands);
}

} // namespace

std::string wrapped(std::string_view text, std::size_t indent) {
    std::string out;
    std::size_t column = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        if (column != 0 && column + 1 + word.size() > k_width) {
            out += '\n';
            column = 0;
        }
        out += column == 0 ? std::string(indent, ' ') : " ";
        column = (column == 0 ? indent : column + 1) + word.size();
        out += word;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out + "\n";
}

std::vector<Flag> flags_of(Verb verb) {
    std::vector<Flag> flags;
    for (const auto& row : k_rows) {
        if (!takes(row_of(verb), row.name)) {
            continue;
        }
        const auto other = std::find_if(k_others.begin(), k_others.end(), [&](const Flag& one) {
            return one.name == row.name;
        });
        if (other != k_others.end()) {
            flags.push_back(*other);
            continue;
        }
        for (const auto& setting : config::settings()) {
            if (setting.flag == row.name) {
                flags.push_back({row.name, setting.operand, setting.doc, row.group, &setting});
            }
        }
    }
    return flags;
}

std::string help_text(Verb verb) {
    const auto& verb_row = row_of(verb);
    std::string text;
    for (const auto& row : verbs()) {
        if (row.verb == verb || verb == Verb::scrape) {
            text += synopsis_of(row) + "\n";
        }
    }
    text += "\n" + wrapped(verb_row.about, 0);
    std::string_view group;
    if (const auto* const roms = config::find_setting("scraping.roms");
        verb_row.takes == Operands::roms) {
        group = k_what;
        text += "\n" + std::string(group) + ":\n" +
                line_of({roms->operand, "", roms->doc, group, roms});
    }
    for (const auto& flag : flags_of(verb)) {
        if (flag.group != group) {
            group = flag.group;
            text += "\n" + std::string(group) + ":\n";
        }
        text += line_of(flag);
    }
    if (verb == Verb::scrape) {
        text += "\nExit status: 0 done; 1 fatal; 2 wrong call; 3 done, but something failed;\n"
                "4 stopped early, can be resumed; 130 or 143 interrupted.\n"
                "\nEvery setting, its environment variable and its default: "
                "docs/configuration.md\n";
    }
    return text;
}

} // namespace curateur::cli
