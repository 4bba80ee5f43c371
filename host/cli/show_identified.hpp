// What was found out about one file, as people and as programs read it.
#pragma once

#include "pipeline/identify.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace curateur::cli {

// What came of one file. The names are part of --json.
enum class Finding {
    identified, // by bytes, a product code, or as a set by its name
    name_only,  // nothing but its name and size say which game it is; the notes say why
    skipped,    // a scan would not ask for it
    failed      // it cannot be read
};

[[nodiscard]] std::string_view name_of(Finding finding);

struct Inspected {
    std::string path; // as the user would write it
    std::string file_name;
    std::string system, system_by, platform; // "": unknown
    Finding finding = Finding::failed;
    std::string reason; // of skipped and failed: a sentence
    pipeline::Identified identified;
};

// From what was found out: identified or name_only.
[[nodiscard]] Finding finding_of(const pipeline::Identified& identified);

struct Totals {
    std::uint64_t files = 0, identified = 0, name_only = 0, skipped = 0, failed = 0;
    std::uint64_t bytes_read = 0;

    void add(const Inspected& one);
};

// A paragraph.
[[nodiscard]] std::string text_of(const Inspected& one);
[[nodiscard]] std::string text_of(const Totals& totals);

// {"event":"identify", ...} and {"event":"identify_end", ...}, a line each; docs/identification.md.
[[nodiscard]] std::string json_of(const Inspected& one);
[[nodiscard]] std::string json_of(const Totals& totals, int exit_status);

} // namespace curateur::cli
