#include "cli/overriding.hpp"

#include "config/overrides.hpp"
#include "config/words.hpp"
#include "config/yaml.hpp"
#include "pipeline/selection.hpp"
#include "platform/atomic_file.hpp"
#include "platform/digest.hpp"
#include "platform/file.hpp"
#include "platform/paths.hpp"

#include <algorithm>
#include <charconv>

namespace curateur::cli {
namespace fs = std::filesystem;

namespace {

// The file with what make() adds to its text; it need not exist.
template <class Make>
Status edit(const fs::path& file, Make&& make) {
    std::string text;
    std::optional<std::string> before;
    if (auto read = platform::read_file(file, config::k_yaml_bytes)) {
        text = *std::move(read);
        before = platform::sha256_of(text);
    } else if (read.error().code != Errc::not_found) {
        return std::move(read).error();
    }
    CURATEUR_TRY(const auto made, make(text));
    CURATEUR_CHECK(platform::make_directories(file.parent_path()));
    return platform::replace_file(file, made, before);
}

Status pin(const fs::path& file,
           const std::string& rom,
           const std::string& source,
           const std::string& id) {
    return edit(file, [&](const std::string& text) {
        return config::with_pin(text, file.string(), rom, source, id);
    });
}

Status ignore(const fs::path& file, const std::string& rom) {
    return edit(file, [&](const std::string& text) {
        return config::with_ignored(text, file.string(), rom);
    });
}

std::string below(const fs::path& file, const fs::path& folder) {
    const auto relative = file.lexically_relative(folder).generic_string();
    return relative.empty() || relative == "." || relative.starts_with("..") ? "" : relative;
}

std::string question_of(const pipeline::OpenChoice& choice, std::size_t number, std::size_t all) {
    std::string text = "\n[" + std::to_string(number) + "/" + std::to_string(all) + "] " +
                       choice.rom + "\n    " + choice.reason + "\n";
    for (std::size_t i = 0; i < choice.candidates.size(); ++i) {
        const auto& one = choice.candidates[i];
        text += "  " + std::to_string(i + 1) + "  " + one.name +
                (one.year.empty() ? "" : " (" + one.year + ")") + "  [" + choice.source + ":" +
                one.source_id + "]  distance " + one.why + "\n";
    }
    return text;
}

// A candidate's place from 1; 0: none of it.
std::size_t number_of(const std::string& answer, std::size_t most) {
    std::size_t number = 0;
    const auto* const end = answer.data() + answer.size();
    const auto read = std::from_chars(answer.data(), end, number);
    return read.ec == std::errc() && read.ptr == end && number <= most ? number : 0;
}

} // namespace

Result<std::string> rom_of(const std::string& operand, const config::Config& config) {
    CURATEUR_TRY(const auto selection, pipeline::select_systems(config));
    std::error_code ignored;
    const auto path =
        platform::absolute_from(operand, fs::current_path(ignored)).lexically_normal();
    for (const auto& system : selection.systems) {
        const auto key = below(path, system.path);
        if (!key.empty() && fs::exists(path, ignored)) {
            return system.name + "/" + key;
        }
    }
    const auto slash = operand.find('/');
    for (const auto& system : selection.systems) {
        if (slash != std::string::npos && operand.substr(0, slash) == system.name &&
            fs::exists(system.path / operand.substr(slash + 1), ignored)) {
            return operand;
        }
    }
    return Error{Errc::invalid,
                 "there is no ROM " + operand +
                     " in a system's folder; write its path, or system/file below " +
                     selection.places.roms.string()};
}

Result<std::string> override_game(const Command& command,
                                  const config::Config& config,
                                  const std::vector<std::string>& sources) {
    CURATEUR_TRY(const auto rom, rom_of(command.operand, config));
    const auto& file = config.overrides_file;
    if (command.verb == Verb::ignore) {
        CURATEUR_CHECK(ignore(file, rom));
        return rom + " is ignored from now on (" + file.string() + ")";
    }
    const auto colon = command.game.find(':');
    const auto source = command.game.substr(0, colon);
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) {
        return Error{Errc::invalid,
                     "there is no source \"" + source + "\"" + config::suggestion(source, sources)};
    }
    CURATEUR_CHECK(pin(file, rom, source, command.game.substr(colon + 1)));
    return rom + " is " + command.game + " from now on (" + file.string() + ")";
}

Result<std::vector<fs::path>> ask_choices(const std::vector<pipeline::OpenChoice>& choices,
                                          const fs::path& overrides,
                                          const ReadLine& read,
                                          const Print& print) {
    std::vector<fs::path> chosen;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const auto& choice = choices[i];
        print(question_of(choice, i + 1, choices.size()));
        for (;;) {
            print("Which one? A number; s: skip; n: never, ignore this ROM; q: skip the rest > ");
            const auto answer = read();
            if (!answer || *answer == "q") {
                return chosen;
            }
            if (*answer == "s" || answer->empty()) {
                break;
            }
            if (*answer == "n") {
                CURATEUR_CHECK(ignore(overrides, choice.rom));
                break;
            }
            if (const auto number = number_of(*answer, choice.candidates.size()); number > 0) {
                CURATEUR_CHECK(pin(
                    overrides, choice.rom, choice.source, choice.candidates[number - 1].source_id));
                chosen.push_back(choice.file);
                break;
            }
            print("\"" + *answer + "\" is none of these.\n");
        }
    }
    return chosen;
}

} // namespace curateur::cli
