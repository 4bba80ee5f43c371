#include "pipeline/identify.hpp"

#include "hash/hash.hpp"
#include "platform/file.hpp"
#include "playlist/playlist.hpp"
#include "tags/tags.hpp"

#include <algorithm>
#include <array>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t k_longest_playlist = 1U << 20U;

std::string lower_extension(const fs::path& path) {
    auto text = path.extension().string();
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) {
        text += (text.empty() ? "" : ",") + part;
    }
    return text;
}

// Texts that point at the bytes, and containers whose own digest no database knows.
bool has_no_digest_of_its_own(const fs::path& file) {
    constexpr std::array<std::string_view, 13> k_kinds{".m3u",
                                                       ".cue",
                                                       ".gdi",
                                                       ".ccd",
                                                       ".mds",
                                                       ".zip",
                                                       ".7z",
                                                       ".rar",
                                                       ".chd",
                                                       ".cso",
                                                       ".rvz",
                                                       ".gcz",
                                                       ".pbp"};
    return std::find(k_kinds.begin(), k_kinds.end(), lower_extension(file)) != k_kinds.end();
}

// The file that stands for the entry: the first disc of a playlist, the file inside a directory
// that counts as one; else the entry itself.
fs::path file_of(const Scan& scan, const ScannedEntry& entry) {
    const auto path = scan.system.path / entry.key;
    std::error_code ignored;
    if (entry.is_directory) {
        const auto inner = path / path.filename();
        return fs::is_regular_file(inner, ignored) ? inner : path;
    }
    if (lower_extension(path) == ".m3u") {
        if (const auto text = platform::read_file(path, k_longest_playlist)) {
            const auto members = playlist::members(*text, entry.key);
            if (!members.empty() && fs::exists(scan.system.path / members.front(), ignored)) {
                return scan.system.path / members.front();
            }
        }
    }
    return path;
}

} // namespace

core::Evidence evidence_of_name(const ScannedEntry& entry) {
    core::Evidence evidence;
    evidence.name = fs::path(entry.key).filename().string();
    const auto tags = tags::parse(fs::path(evidence.name).stem().string());
    evidence.regions = joined(tags.regions);
    evidence.languages = joined(tags.languages);
    evidence.disc = tags.disc;
    if (!entry.is_directory) {
        evidence.size = entry.size;
    }
    return evidence;
}

Result<Identified> identify(const Scan& scan,
                            const ScannedEntry& entry,
                            const IdentifyRules& rules,
                            const std::stop_token& stop) {
    Identified identified;
    auto evidence = evidence_of_name(entry);
    if (scan.identity == "name") {
        identified.evidence.push_back(std::move(evidence));
        return identified;
    }
    const auto file = file_of(scan, entry);
    std::error_code error;
    const bool is_file = fs::is_regular_file(file, error);
    if (file != scan.system.path / entry.key) {
        evidence.name = file.filename().string();
        evidence.size = is_file ? std::optional(fs::file_size(file, error)) : std::nullopt;
    }
    const auto size = evidence.size.value_or(0);
    const bool is_small = rules.digest_size_limit == 0 || size <= rules.digest_size_limit;
    if (is_file && size > 0 && is_small && !has_no_digest_of_its_own(file)) {
        CURATEUR_TRY(auto digests, hash::digest_file(file, stop));
        evidence.crc32 = std::move(digests.crc32);
        evidence.md5 = std::move(digests.md5);
        evidence.sha1 = std::move(digests.sha1);
        evidence.size = digests.size;
        identified.bytes_read = digests.size;
    }
    identified.evidence.push_back(std::move(evidence));
    return identified;
}

} // namespace curateur::pipeline
