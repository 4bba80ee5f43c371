// Playlists (.m3u): which files they list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curateur::playlist {

// The files a playlist lists, as keys below the system's root. text: the playlist; key: its own
// ("sub/Game.m3u"). Comments, blank lines, "file|label" and absolute or upward paths are dealt
// with: what lies outside the root is left out.
[[nodiscard]] std::vector<std::string> members(std::string_view text, std::string_view key);

// The same, and the lines that were left out because they lead out of the root.
struct Listed {
    std::vector<std::string> members, refused;
};

[[nodiscard]] Listed read(std::string_view text, std::string_view key);

// One pointer of a playlist or a disc's sheet: "./Game.bin" in "sub/Game.cue" is "sub/Game.bin", a
// key below the root. "": it leads out of the root.
[[nodiscard]] std::string resolve(std::string_view pointer, std::string_view key);

} // namespace curateur::playlist
