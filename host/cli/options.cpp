#include "cli/options.hpp"

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
constexpr std::array<Row, 32> k_rows{{{"--systems", k_what},
                                      {"--system", k_what},
                                      {"--roms-from", k_what},
                                      {"--limit", k_what},
                                      {"--source", k_from},
                                      {"--output", k_from},
                                      {"--media-types", k_from},
                                      {"--regions", k_from},
                                      {"--language", k_from},
                                      {"--skip-scraped", k_how},
                                      {"--update", k_how},
                                      {"--merge-strategy", k_how},
                                      {"--force-system", k_how},
                                      {"--enable-search", k_how},
                                      {"--search-threshold", k_how},
                                      {"--interactive-search", k_how},
                                      {"--strict", k_how},
                                      {"--clear-cache", k_how},
                                      {"--dry-run", k_how},
                                      {"--digests", k_how},
                                      {"--wait", k_until},
                                      {"--max-requests", k_until},
                                      {"--deadline", k_until},
                                      {"--max-failures", k_until},
                                      {"--ui", k_shown},
                                      {"--json", k_shown},
                                      {"--log-level", k_shown},
                                      {"--log-file", k_shown},
                                      {"--config", k_setup},
                                      {"--plugin-dir", k_setup},
                                      {"--help", k_setup},
                                      {"--version", k_setup}}};

// Options that are no setting of their own.
constexpr std::array<Flag, 8> k_others{
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
     {"--strict", "", "Decodes as well: media.validation_mode: strict", k_how},
     {"--config",
      "FILE",
      "The configuration file. Without it, config.yaml in the working directory if it is yours, "
      "else ~/.config/curateur/config.yaml",
      k_setup},
     {"--help", "", "Shows this", k_setup},
     {"--version", "", "Shows the version", k_setup}}};

bool takes(Verb verb, std::string_view name) {
    if (name == "--strict") {
        return verb == Verb::validate;
    }
    const bool is_of_identify = name == "--system" || name == "--digests";
    if (verb == Verb::identify) {
        return is_of_identify || name == "--json" || name == "--help";
    }
    if (is_of_identify) {
        return false;
    }
    if (verb == Verb::scrape) {
        return true;
    }
    if (verb == Verb::validate) {
        constexpr std::array<std::string_view, 9> k_looking{"--systems",
                                                            "--ui",
                                                            "--json",
                                                            "--log-level",
                                                            "--log-file",
                                                            "--config",
                                                            "--plugin-dir",
                                                            "--help",
                                                            "--version"};
        return std::find(k_looking.begin(), k_looking.end(), name) != k_looking.end();
    }
    if (verb == Verb::write) { // asks nobody, so it has no say in what is asked
        constexpr std::array<std::string_view, 14> k_asking{"--limit",
                                                            "--source",
                                                            "--media-types",
                                                            "--skip-scraped",
                                                            "--update",
                                                            "--dry-run",
                                                            "--wait",
                                                            "--max-requests",
                                                            "--deadline",
                                                            "--max-failures",
                                                            "--clear-cache",
                                                            "--enable-search",
                                                            "--search-threshold",
                                                            "--interactive-search"};
        return std::find(k_asking.begin(), k_asking.end(), name) == k_asking.end();
    }
    if (name == "--config" || name == "--plugin-dir" || name == "--help") {
        return true;
    }
    return verb == Verb::systems && name == "--systems";
}

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

std::string_view usage_of(Verb verb) {
    switch (verb) {
    case Verb::plugins_list:
    case Verb::plugins_info:
        return "curateur plugins [list] [option...]\n"
               "curateur plugins info ID [option...]\n\n"
               "Lists the plugins that are installed, and the libraries that were refused, with "
               "the reason; or shows all that one plugin declares of itself.\n";
    case Verb::write:
        return "curateur write [option...] [ROM...]\n\n"
               "Writes the frontend's documents from what is known already, without a request: "
               "after "
               "a change of languages, regions or sources, or when a running frontend made them "
               "wait.\n";
    case Verb::identify:
        return "curateur identify [option...] FILE...\n\n"
               "Tells what identifies a file: of which bytes, by which rule, and how much was read "
               "for it. Of a folder, everything in it that a scan would look at. Needs no "
               "configuration and asks nobody.\n";
    case Verb::validate:
        return "curateur validate [option...]\n\n"
               "Reads the media that curateur put there once more, without a request: compares "
               "them with what was put there and asks the validators. What is bad or gone is "
               "fetched by the next run; what others changed is left alone.\n";
    case Verb::pin:
        return "curateur pin ROM SOURCE:ID [option...]\n\n"
               "Says which game a ROM is, by the number that a source has for it. Every source is "
               "bound by it. Kept in overrides.yaml beside the configuration.\n";
    case Verb::ignore:
        return "curateur ignore ROM [option...]\n\n"
               "Leaves a ROM alone from now on. Kept in overrides.yaml beside the configuration.\n";
    case Verb::systems:
        return "curateur systems [option...]\n\n"
               "Lists the systems, where their ROMs are, and by which extensions ROMs are known.\n";
    default:
        return "curateur [scrape] [option...] [ROM...]\n"
               "curateur write [option...] [ROM...]\n"
               "curateur identify FILE...\n"
               "curateur validate [option...]\n"
               "curateur pin ROM SOURCE:ID\n"
               "curateur ignore ROM\n"
               "curateur plugins [list | info ID]\n"
               "curateur systems\n\n"
               "Fills a collection of games with names, descriptions, box art, videos and manuals. "
               "Without ROMs, systems or a limit it works on everything that has ROMs; a game "
               "about which nothing is missing costs no request.\n";
    }
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

const std::vector<std::string>& verb_names() {
    static const std::vector<std::string> names{
        "scrape", "write", "identify", "validate", "pin", "ignore", "plugins", "systems"};
    return names;
}

std::vector<Flag> flags_of(Verb verb) {
    std::vector<Flag> flags;
    for (const auto& row : k_rows) {
        if (!takes(verb, row.name)) {
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
    std::string text;
    std::string_view usage = usage_of(verb);
    while (!usage.empty()) {
        const auto end = usage.find('\n');
        text += wrapped(usage.substr(0, end), 0);
        usage.remove_prefix(end + 1);
    }
    std::string_view group;
    if (const auto* const roms = config::find_setting("scraping.roms");
        verb == Verb::scrape || verb == Verb::write) {
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
