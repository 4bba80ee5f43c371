// What identifies an entry, found out with the least reading.
#pragma once

#include "core/model.hpp"
#include "pipeline/scan.hpp"

#include <curateur/support/result.hpp>

#include <filesystem>
#include <stop_token>
#include <vector>

namespace curateur::pipeline {

struct Identified {
    std::vector<core::Evidence> evidence; // most telling first
    std::vector<std::string> notes;       // sentences: what was odd about the bytes
    std::uint64_t bytes_read = 0;
};

struct IdentifyRules {
    std::uint64_t digest_size_limit = 0; // bytes; larger files go by name and size; 0: no limit
};

// Blocking: reads the entry's file. Errc::cancelled when stopped, Errc::io when it cannot be read.
[[nodiscard]] Result<Identified> identify(const Scan& scan,
                                          const ScannedEntry& entry,
                                          const IdentifyRules& rules,
                                          const std::stop_token& stop);

// What the name alone says; what a dry run goes by.
[[nodiscard]] core::Evidence evidence_of_name(const ScannedEntry& entry);

} // namespace curateur::pipeline
