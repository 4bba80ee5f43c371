// What identifies an entry, in the host's words. The ladder itself is scanners/identify.
#pragma once

#include "core/model.hpp"
#include "pipeline/scan.hpp"

#include <curateur/abi_source.h>
#include <curateur/support/result.hpp>

#include <stop_token>
#include <vector>

namespace curateur::pipeline {

struct Identified {
    std::vector<core::Evidence> evidence; // most telling first
    std::vector<std::string> notes;       // sentences: what was odd about the bytes
    std::vector<std::string> rules;       // sentences: how it was identified
    core::Form form = core::Form::rom;
    std::uint64_t bytes_read = 0, bytes_unpacked = 0; // from the disk; out of archives
    bool has_more = false; // digests that a source asks by could still be had, by reading all of it
};

inline constexpr std::uint32_t k_all_hashes = CUR_HASH_CRC32 | CUR_HASH_MD5 | CUR_HASH_SHA1;

struct IdentifyRules {
    std::uint64_t digest_size_limit = 0; // bytes; larger files are never read whole; 0: no limit
    bool all_digests = false;            // whatever they cost, within the limit
    std::uint32_t hashes = k_all_hashes; // CUR_HASH_*: those that some source asks by
};

// None of the digests that are asked by is there.
[[nodiscard]] bool lacks_digests(const std::vector<core::Evidence>& evidence, std::uint32_t hashes);

// Blocking: reads as much of the entry as its name and size do not say. Errc::cancelled when
// stopped, Errc::io when it cannot be read.
[[nodiscard]] Result<Identified> identify_entry(const Scan& scan,
                                                const ScannedEntry& entry,
                                                const IdentifyRules& rules,
                                                const std::stop_token& stop);

// Tells the system that the entry will soon be identified; returns at once.
void look_ahead(const Scan& scan, const ScannedEntry& entry, const IdentifyRules& rules);

} // namespace curateur::pipeline
