#include "pipeline/tracks.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace curateur::pipeline {

namespace {

std::string low(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

// "sub/Game" and ".bin" of "sub/Game.BIN"; the suffix in lower case.
std::pair<std::string_view, std::string> parts_of(std::string_view key) {
    const auto dot = key.rfind('.');
    const auto slash = key.rfind('/');
    return dot == std::string_view::npos || (slash != std::string_view::npos && dot < slash)
               ? std::pair(key, std::string())
               : std::pair(key.substr(0, dot), low(key.substr(dot)));
}

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_sheet(const std::string& extension) {
    static constexpr std::array<std::string_view, 5> k_sheets{
        ".cue", ".gdi", ".ccd", ".mds", ".toc"};
    return is_one_of(k_sheets, extension);
}

bool is_track(const std::string& extension) {
    static constexpr std::array<std::string_view, 8> k_tracks{
        ".bin", ".img", ".iso", ".mdf", ".raw", ".sub", ".wav", ".ape"};
    return is_one_of(k_tracks, extension);
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "Game" of "Game (Track 02)".
std::string_view without_track(std::string_view stem) {
    constexpr std::string_view k_mark = " (Track ";
    const auto at = stem.rfind(k_mark);
    if (at == std::string_view::npos || !stem.ends_with(')')) {
        return stem;
    }
    const auto number = stem.substr(at + k_mark.size(), stem.size() - at - k_mark.size() - 1);
    return is_number(number) ? stem.substr(0, at) : stem;
}

// "sub/" of "sub/track03"; "-": its name is another.
std::string_view folder_of_gdi_track(std::string_view stem) {
    const auto base = stem.rfind('/') + 1; // npos + 1 is 0
    return low(stem.substr(base, 5)) == "track" && is_number(stem.substr(base + 5))
               ? stem.substr(0, base)
               : "-";
}

using Index = std::unordered_map<std::string_view, std::size_t>;

std::size_t index_in(const Index& index, std::string_view name) {
    const auto found = index.find(name);
    return found == index.end() ? k_none : found->second;
}

} // namespace

void join_tracks(Scan& scan) {
    Index sheets, gdis; // by stem; by folder
    for (std::size_t i = 0; i < scan.entries.size(); ++i) {
        const auto& entry = scan.entries[i];
        const auto [stem, extension] = parts_of(entry.key);
        if (entry.is_directory || !is_sheet(extension)) {
            continue;
        }
        sheets.emplace(stem, i);
        if (extension == ".gdi") {
            const auto folder = stem.substr(0, stem.rfind('/') + 1);
            const auto [known, is_first] = gdis.emplace(folder, i);
            known->second = is_first ? i : k_none; // of several, which one?
        }
    }
    for (std::size_t i = 0; i < scan.entries.size() && !sheets.empty(); ++i) {
        auto& entry = scan.entries[i];
        const auto [stem, extension] = parts_of(entry.key);
        if (entry.is_directory || entry.playlist != k_none || !is_track(extension)) {
            continue;
        }
        auto sheet = index_in(sheets, without_track(stem));
        if (sheet == k_none) {
            sheet = index_in(gdis, folder_of_gdi_track(stem));
        }
        if (sheet != k_none) {
            const auto list = scan.entries[sheet].playlist;
            entry.playlist = list == k_none ? sheet : list;
        }
    }
}

} // namespace curateur::pipeline
