// Texts that describe a disc: which files hold its tracks. They are never the game's own bytes.
#pragma once

#include "disc/sectors.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace curateur::disc {

struct Track {
    std::string file; // as the text spells it
    std::uint32_t number = 0;
    bool is_data = false;
    std::optional<Layout> layout; // of its sectors; nothing: audio, or look at the image
    std::uint64_t start = 0;      // byte of the file where it begins
    std::uint64_t end = 0; // where the next track of the same file begins; 0: at the file's end
    std::uint32_t lba = 0; // gdi: the sector of the disc
};

struct Sheet {
    std::vector<Track> tracks; // in the disc's order, at least one
};

// Errc::malformed: with the line.
[[nodiscard]] Result<Sheet> read_cue(std::string_view text);
[[nodiscard]] Result<Sheet> read_gdi(std::string_view text);

// The track that identifies the disc: its largest data track needs sizes of files, so the caller
// passes them: size_of(track) in bytes. nullptr: the disc has audio only.
template <class SizeOf>
[[nodiscard]] const Track* data_track(const Sheet& sheet, const SizeOf& size_of) {
    const Track* best = nullptr;
    std::uint64_t best_size = 0;
    for (const Track& track : sheet.tracks) {
        if (!track.is_data) {
            continue;
        }
        const std::uint64_t size = size_of(track);
        if (best == nullptr || size > best_size) {
            best = &track;
            best_size = size;
        }
    }
    return best;
}

} // namespace curateur::disc
