// What identifies an entry, in the host's words. The ladder itself is scanners/identify.
#pragma once

#include "core/model.hpp"
#include "pipeline/scan.hpp"

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
    bool has_more = false; // digests could still be had, by reading all of it
};

struct IdentifyRules {
    std::uint64_t digest_size_limit = 0; // bytes; larger files are never read whole; 0: no limit
    bool all_digests = false;            // whatever they cost, within the limit
};

// Blocking: reads as much of the entry as its name and size do not say. Errc::cancelled when
// stopped, Errc::io when it cannot be read.
[[nodiscard]] Result<Identified> identify_entry(const Scan& scan,
                                                const ScannedEntry& entry,
                                                const IdentifyRules& rules,
                                                const std::stop_token& stop);

} // namespace curateur::pipeline
