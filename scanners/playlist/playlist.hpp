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

} // namespace curateur::playlist
