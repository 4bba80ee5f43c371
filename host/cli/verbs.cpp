#include "cli/verbs.hpp"

#include <algorithm>

namespace curateur::cli {

namespace {

// Of every verb that reads the configuration.
constexpr std::string_view k_always = "--config --plugin-dir --help";
// Of those that run for a while and tell what they do.
constexpr std::string_view k_running = "--systems --ui --json --log-level --log-file --config "
                                       "--plugin-dir --help --version";

constexpr std::array k_verbs{
    VerbRow{Verb::scrape,
            "scrape",
            "[ROM...]",
            Operands::roms,
            "Fills a collection of games with names, descriptions, box art, videos and manuals. "
            "Without ROMs, systems or a limit it works on everything that has ROMs; a game about "
            "which nothing is missing costs no request.",
            {"--roms-from --missing --limit --source --output --media-types --regions --language "
             "--skip-scraped --update --merge-strategy --force-system --enable-search "
             "--search-threshold --interactive-search --clear-cache --dry-run --wait "
             "--max-requests --deadline --max-failures",
             k_running}},
    VerbRow{Verb::plan,
            "plan",
            "[ROM...]",
            Operands::roms,
            "Says what a run with the same options would need: requests, media and their bytes, "
            "days at this account's limits, space on the disk. Sends nothing and writes nothing; "
            "what is not known is estimated.",
            {"--roms-from --missing --limit --source --output --media-types --regions --language "
             "--skip-scraped --update --enable-search --wait --max-requests --deadline",
             "--systems --json --log-level --log-file --config --plugin-dir --help --version"}},
    // Asks nobody, so it has no say in what is asked.
    VerbRow{Verb::write,
            "write",
            "[ROM...]",
            Operands::roms,
            "Writes the frontend's documents from what is known already, without a request: after "
            "a change of languages, regions or sources, or when a running frontend made them "
            "wait.",
            {"--roms-from --missing --output --regions --language --merge-strategy --force-system",
             k_running}},
    VerbRow{Verb::identify,
            "identify",
            "FILE...",
            Operands::files,
            "Tells what identifies a file: of which bytes, by which rule, and how much was read "
            "for it. Of a folder, everything in it that a scan would look at. Needs no "
            "configuration and asks nobody.",
            {"--system --digests --json --help", ""}},
    VerbRow{Verb::validate,
            "validate",
            "",
            Operands::none,
            "Reads the media that curateur put there once more, without a request: compares them "
            "with what was put there and asks the validators. What is bad or gone is fetched by "
            "the next run; what others changed is left alone.",
            {"--strict", k_running}},
    VerbRow{Verb::clean,
            "clean",
            "",
            Operands::none,
            "Moves away media that curateur put there: those of games that are gone, and of kinds "
            "that are not wanted any more. They go into a dated folder beside the library's "
            "database, and \"curateur undo --media\" brings them back. What somebody changed since "
            "stays.",
            {"--output --force-system --dry-run", k_running}},
    VerbRow{Verb::undo,
            "undo",
            "",
            Operands::none,
            "Takes the last change of media back, as far as it still stands: what \"curateur "
            "clean\" moved away comes back, what the last run put there is moved away. Once more "
            "goes one further back.",
            {"--media --dry-run", k_running}},
    VerbRow{Verb::report,
            "report",
            "[FOLDER]",
            Operands::folder,
            "Draws how the collection stands as HTML pages, without a request: coverage by system "
            "and kind of media, every game with its cover, what is missing and why, what to do. "
            "Without a folder they go where curateur keeps what it knows of the library. Works "
            "while a run goes on.",
            {"--missing --output --media-types", k_running}},
    VerbRow{Verb::pin,
            "pin",
            "ROM SOURCE:ID",
            Operands::rom_and_game,
            "Says which game a ROM is, by the number that a source has for it. Every source is "
            "bound by it. Kept in overrides.yaml beside the configuration.",
            {k_always, ""}},
    VerbRow{Verb::ignore,
            "ignore",
            "ROM",
            Operands::rom,
            "Leaves a ROM alone from now on. Kept in overrides.yaml beside the configuration.",
            {k_always, ""}},
    VerbRow{Verb::why,
            "why",
            "ROM",
            Operands::rom,
            "Tells all that is known of a ROM: how it was identified, who was asked and what came "
            "back, what each value and picture was chosen from, whose it is where it stands, and "
            "what the next run would do. Asks nobody and changes nothing; a run may go on "
            "meanwhile.",
            {"--source --output --media-types --regions --language --merge-strategy "
             "--enable-search --search-threshold --json",
             k_always}},
    VerbRow{Verb::plugins_list,
            "plugins list",
            "",
            Operands::none,
            "Lists the plugins that are installed, and the libraries that were refused, with the "
            "reason.",
            {k_always, ""}},
    VerbRow{Verb::plugins_info,
            "plugins info",
            "ID",
            Operands::plugin,
            "Shows all that one plugin declares of itself.",
            {k_always, ""}},
    VerbRow{Verb::systems,
            "systems",
            "",
            Operands::none,
            "Lists the systems, where their ROMs are, and by which extensions ROMs are known.",
            {"--systems", k_always}},
};

bool is_word_of(std::string_view words, std::string_view word) {
    for (std::size_t at = 0; at < words.size();) {
        const auto end = std::min(words.find(' ', at), words.size());
        if (words.substr(at, end - at) == word) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

} // namespace

std::span<const VerbRow> verbs() {
    return k_verbs;
}

const VerbRow& row_of(Verb verb) {
    const auto* const found = std::find_if(
        k_verbs.begin(), k_verbs.end(), [verb](const VerbRow& row) { return row.verb == verb; });
    return found == k_verbs.end() ? k_verbs.front() : *found;
}

bool takes(const VerbRow& row, std::string_view option) {
    return std::any_of(row.options.begin(), row.options.end(), [option](auto words) {
        return is_word_of(words, option);
    });
}

const std::vector<std::string>& verb_names() {
    static const auto names = [] {
        std::vector<std::string> made;
        for (const auto& row : k_verbs) {
            auto word = std::string(row.name.substr(0, row.name.find(' ')));
            if (made.empty() || made.back() != word) {
                made.push_back(std::move(word));
            }
        }
        return made;
    }();
    return names;
}

} // namespace curateur::cli
