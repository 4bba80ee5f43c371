// overrides.yaml: what the user decided about single games. It binds every source.
//
//   - rom: snes/Foo (USA).sfc        # below the ROMs' folder; or sha1: 40 hex digits
//     pin: {source: 1234}            # it is this game
//     ignore: true                   # or: leave it alone
//     set: {name: Foo, genre: [A, B]}
//     lock: [description, cover]     # fields and media that stay as they are
//
// A ROM may stand in it several times; later items add to earlier ones and win over them. So the
// program only ever appends, and the user's comments and order stay.
#pragma once

#include <curateur/support/result.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::config {

struct GameOverride {
    std::map<std::string, std::string> pins; // source to its id of the game
    bool ignored = false;
    std::map<std::string, std::vector<std::string>> values; // field to what it is set to
    std::vector<std::string> locked; // fields and kinds of media, as the registries name them

    bool operator==(const GameOverride&) const = default;

    [[nodiscard]] bool locks(std::string_view name) const;

    // What of it shapes documents, as a number that changes when that does; 0: nothing.
    [[nodiscard]] std::int64_t mark() const;
};

struct Overrides {
    std::map<std::string, GameOverride, std::less<>> by_rom, by_sha1; // "snes/Foo.sfc"; lower-case

    // What holds for a ROM with these digests: the one by its name wins.
    [[nodiscard]] GameOverride find(std::string_view rom,
                                    const std::vector<std::string_view>& sha1s) const;
    bool operator==(const Overrides&) const = default;
};

// file: its name, for messages. Errc::invalid with all mistakes, one a line, each with file, line
// and what to do; Errc::malformed when it is no YAML.
[[nodiscard]] Result<Overrides> parse_overrides(std::string_view text, const std::string& file);

// The text with one more item at its end, which pins a game or leaves it alone. Errc::unsupported,
// with the lines to be put in by hand, when the file is written so that none can be appended.
[[nodiscard]] Result<std::string> with_pin(std::string_view text,
                                           const std::string& file,
                                           const std::string& rom,
                                           const std::string& source,
                                           const std::string& id);
[[nodiscard]] Result<std::string>
with_ignored(std::string_view text, const std::string& file, const std::string& rom);

// Empty when there is no such file.
[[nodiscard]] Result<Overrides> read_overrides(const std::filesystem::path& file);

} // namespace curateur::config
