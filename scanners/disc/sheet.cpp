#include "disc/sheet.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace curateur::disc {
namespace {

constexpr std::size_t k_most_tracks = 99; // of a compact disc

Error at_line(std::size_t line, const std::string& what) {
    return Error{Errc::malformed, "line " + std::to_string(line) + ": " + what};
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value < 0x80000000
               ? std::optional(value)
               : std::nullopt;
}

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    return out;
}

// Words between blanks; quotes keep blanks together.
std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (true) {
        line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t\r")));
        if (line.empty()) {
            return words;
        }
        const bool quoted = line.front() == '"';
        line.remove_prefix(quoted ? 1 : 0);
        const auto end = std::min(line.size(), line.find_first_of(quoted ? "\"" : " \t\r"));
        words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(line.size(), end + 1));
    }
}

std::string_view next_line(std::string_view& text) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

void skip_mark(std::string_view& text) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
}

struct Mode {
    std::string_view name;
    bool is_data;
    Layout layout;
};

// CDRWIN's modes: the part after the slash is the size of a sector in the file.
constexpr std::array k_modes{
    Mode{"AUDIO", false, {2352, 0}},
    Mode{"MODE1/2048", true, {2048, 0}},
    Mode{"MODE1/2352", true, {2352, 16}},
    Mode{"MODE1/2448", true, {2448, 16}},
    Mode{"MODE2/2048", true, {2048, 0}},
    Mode{"MODE2/2336", true, {2336, 8}},
    Mode{"MODE2/2352", true, {2352, 24}},
    Mode{"MODE2/2448", true, {2448, 24}},
    Mode{"CDI/2336", true, {2336, 8}},
    Mode{"CDI/2352", true, {2352, 24}},
    Mode{"CDG", false, {2448, 0}},
};

// mm:ss:ff, 75 frames a second; in sectors.
std::optional<std::uint64_t> sectors(std::string_view text) {
    std::uint64_t total = 0;
    for (const std::uint64_t unit : {std::uint64_t{4500}, std::uint64_t{75}, std::uint64_t{1}}) {
        const auto colon = std::min(text.size(), text.find(':'));
        const auto part = number(text.substr(0, colon));
        if (!part || *part > 9999) {
            return std::nullopt;
        }
        total += *part * unit;
        text.remove_prefix(std::min(text.size(), colon + 1));
    }
    return total;
}

class CueReader {
public:
    Status line(std::size_t number_of_line, std::string_view text) {
        const auto words = words_of(text);
        const std::string command = words.empty() ? std::string() : upper(words[0]);
        if (command == "FILE") {
            if (words.size() < 2 || words[1].empty()) {
                return at_line(number_of_line, "FILE without a name");
            }
            file_ = words[1];
            position_ = 0;
            last_sector_ = 0;
        } else if (command == "TRACK") {
            return track(number_of_line, words);
        } else if (command == "INDEX") {
            return index(number_of_line, words);
        }
        return ok(); // REM, CATALOG, PREGAP, TITLE ...: nothing about bytes
    }

    Sheet sheet;

private:
    Status track(std::size_t line, const std::vector<std::string_view>& words) {
        const auto track_number = words.size() >= 3 ? number(words[1]) : std::nullopt;
        if (!track_number || file_.empty()) {
            return at_line(line, "TRACK needs a FILE before it, a number and a mode");
        }
        const auto mode = upper(words[2]);
        const auto* const known = std::find_if(
            k_modes.begin(), k_modes.end(), [&](const Mode& one) { return one.name == mode; });
        if (known == k_modes.end()) {
            return at_line(line, "TRACK has the unknown mode " + mode);
        }
        if (sheet.tracks.size() >= k_most_tracks) {
            return at_line(line, "more than 99 tracks");
        }
        Track track;
        track.file = file_;
        track.number = static_cast<std::uint32_t>(*track_number);
        track.is_data = known->is_data;
        track.layout = known->layout;
        sheet.tracks.push_back(std::move(track));
        has_start_ = false;
        return ok();
    }

    Status index(std::size_t line, const std::vector<std::string_view>& words) {
        const auto which = words.size() >= 3 ? number(words[1]) : std::nullopt;
        const auto sector = words.size() >= 3 ? sectors(words[2]) : std::nullopt;
        if (!which || !sector || sheet.tracks.empty()) {
            return at_line(line, "INDEX needs a TRACK before it, a number and mm:ss:ff");
        }
        if (has_start_) {
            return ok(); // 00 or 01 came already
        }
        has_start_ = true;
        Track& now = sheet.tracks.back();
        const auto count = sheet.tracks.size();
        const bool same = count > 1 && sheet.tracks[count - 2].file == now.file;
        if (same) {
            Track& before = sheet.tracks[count - 2];
            if (*sector < last_sector_) {
                return at_line(line, "INDEX goes back");
            }
            position_ += (*sector - last_sector_) * before.layout->sector;
            before.end = position_;
        } else {
            position_ = *sector * now.layout->sector;
        }
        now.start = position_;
        last_sector_ = *sector;
        return ok();
    }

    std::string file_;
    std::uint64_t position_ = 0;    // byte of the file where the track of last_sector_ begins
    std::uint64_t last_sector_ = 0; // of the file
    bool has_start_ = false;
};

} // namespace

Result<Sheet> read_cue(std::string_view text) {
    skip_mark(text);
    CueReader reading;
    for (std::size_t line = 1; !text.empty(); ++line) {
        CURATEUR_CHECK(reading.line(line, next_line(text)));
    }
    if (reading.sheet.tracks.empty()) {
        return Error{Errc::malformed, "names no track"};
    }
    return std::move(reading.sheet);
}

// The number of tracks, then a line each: number, sector, type (4 is data), bytes a sector, file,
// offset.
Result<Sheet> read_gdi(std::string_view text) {
    skip_mark(text);
    const auto first = words_of(next_line(text));
    const auto count = first.size() == 1 ? number(first[0]) : std::nullopt;
    if (!count || *count == 0 || *count > k_most_tracks) {
        return at_line(1, "should be the number of tracks");
    }
    Sheet sheet;
    for (std::size_t line = 2; !text.empty(); ++line) {
        const auto words = words_of(next_line(text));
        if (words.empty()) {
            continue;
        }
        const auto track_number = number(words[0]);
        const auto lba = words.size() >= 6 ? number(words[1]) : std::nullopt;
        const auto type = words.size() >= 6 ? number(words[2]) : std::nullopt;
        const auto sector = words.size() >= 6 ? number(words[3]) : std::nullopt;
        const auto offset = words.size() >= 6 ? number(words[5]) : std::nullopt;
        const bool known = sector && (*sector == 2048 || *sector == 2352);
        if (!track_number || !lba || !type || !offset || words[4].empty() || !known) {
            return at_line(line, "should be number, sector, type, 2048 or 2352, file, offset");
        }
        Track track;
        track.file = words[4];
        track.number = static_cast<std::uint32_t>(*track_number);
        track.is_data = *type == 4;
        if (*sector == 2048) {
            track.layout = Layout{};
        } else if (track.is_data) {
            track.layout = Layout{2352, 16};
        }
        track.start = *offset;
        track.lba = static_cast<std::uint32_t>(*lba);
        sheet.tracks.push_back(std::move(track));
    }
    if (sheet.tracks.size() != *count) {
        return Error{Errc::malformed,
                     "says " + std::to_string(*count) + " tracks and lists " +
                         std::to_string(sheet.tracks.size())};
    }
    return sheet;
}

} // namespace curateur::disc
