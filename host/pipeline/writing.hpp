// The documents of a system, brought up to date: as a whole or not at all, and only when something
// changes.
#pragma once

#include "pipeline/merging.hpp"

namespace curateur::pipeline {

struct Written {
    std::size_t documents = 0;         // replaced
    std::vector<std::string> problems; // why one was not; each names the document
    bool frontend_runs = false;        // they wait until it is closed
    bool disk_failed = false;
};

class Writing {
public:
    // run: the number under which backups are kept.
    Writing(const Setup& setup, store::Library& library, const Merging& merging, std::int64_t run);

    // is_complete: every entry of the system was merged, so its view may be recorded.
    [[nodiscard]] Written write(SystemRun& system, bool is_complete);

private:
    // What becomes of the entries of a document that have something pending.
    struct Merged {
        struct Entry {
            store::Base base;                  // the texts of fields that are set are left out
            std::optional<std::size_t> change; // which of the changes is its
        };

        std::vector<plugin::NativeChange> changes; // in scan order; they borrow the pending's texts
        std::map<store::BaseKey, Entry> entries;
    };

    [[nodiscard]] Result<bool>
    write_document(SystemRun& system, std::size_t output, std::size_t document);
    [[nodiscard]] Result<Merged>
    merge(const SystemRun& system, std::size_t output, std::size_t document) const;
    [[nodiscard]] Result<bool> replace(OutputState& output,
                                       std::size_t document,
                                       const std::string& old,
                                       const Merged& merged);
    [[nodiscard]] static Status put_bases(OutputState& output,
                                          const plugin::Document& document,
                                          const Merged& merged,
                                          const store::PutBase& put);
    [[nodiscard]] Status
    settle_bases(SystemRun& system, std::size_t output, std::size_t document, bool is_complete);

    const Setup& setup_;
    store::Library& library_;
    const Merging& merging_;
    std::int64_t run_;
};

// The name of a process among these that runs now; "": none.
[[nodiscard]] std::string running_process(const std::vector<std::string>& names);

} // namespace curateur::pipeline
