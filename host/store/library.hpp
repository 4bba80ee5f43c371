// What curateur knows of a library: library.db. Deleting it costs hashing and the memory of what we
// wrote, never a document.
#pragma once

#include "core/model.hpp"
#include "platform/lock.hpp"

#include <map>
#include <memory>
#include <optional>
#include <tuple>

namespace curateur::store {

// A file as it lies there. Evidence is good for as long as this is the same.
struct StatKey {
    std::uint64_t size = 0;
    std::int64_t mtime_ns = 0;
    bool operator==(const StatKey&) const = default;
};

enum class LookupState { have, absent, failed };

// What came of asking one source about one entry.
struct Lookup {
    LookupState state = LookupState::failed;
    std::string source_id;    // of the record; "" unless have
    std::string matched_by;   // "hash", "serial", ...
    std::uint32_t covers = 0; // the ways that are settled
    std::int64_t asked_unix_ms = 0;
    std::string reason;
    bool operator==(const Lookup&) const = default;
};

using Fields = std::map<std::string, std::string>; // native field to value

// What an entry of a document said right after we last wrote it.
struct Base {
    Fields fields;
    std::string game; // "source:id"
    bool operator==(const Base&) const = default;
};

struct BaseKey {
    std::string key;
    bool is_directory = false;
    bool operator==(const BaseKey&) const = default;

    bool operator<(const BaseKey& other) const {
        return std::tie(key, is_directory) < std::tie(other.key, other.is_directory);
    }
};

using Bases = std::map<BaseKey, Base>;

// A document about to be replaced.
struct Intent {
    std::int64_t id = 0;
    std::string document;                  // its path
    std::optional<std::string> old_sha256; // nullopt: it did not exist
    std::string new_sha256;
    Bases bases; // of the entries that change
};

// One thread at a time. Every put is committed when it returns.
class Library {
public:
    // Makes the directory, takes the lock (Errc::busy names the process that holds it), migrates. A
    // file of a newer version is Errc::unsupported and is left alone.
    [[nodiscard]] static Result<Library> open(const std::filesystem::path& directory);

    Library(Library&&) noexcept;
    Library& operator=(Library&&) noexcept;
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library();

    // The number of an entry, made when it is new.
    [[nodiscard]] Result<std::int64_t> entry(std::string_view system, std::string_view key);

    [[nodiscard]] Status put_evidence(std::int64_t entry,
                                      const StatKey& stat,
                                      const std::vector<core::Evidence>& evidence);

    // nullopt: nothing known, or the file is another one by now.
    [[nodiscard]] Result<std::optional<std::vector<core::Evidence>>>
    find_evidence(std::int64_t entry, const StatKey& stat) const;

    // Replaces what was known of (source, id), and its dumps in the index.
    [[nodiscard]] Status put_record(const core::Record& record);
    [[nodiscard]] Result<std::optional<core::Record>> find_record(std::string_view source,
                                                                  std::string_view id) const;

    // The game one of whose dumps has this SHA-1, MD5, or CRC-32 and size; "" when none or several
    // do.
    [[nodiscard]] Result<std::string> find_dump(std::string_view source,
                                                const core::Evidence& evidence) const;

    [[nodiscard]] Status
    put_lookup(std::int64_t entry, std::string_view source, const Lookup& lookup);
    [[nodiscard]] Result<std::optional<Lookup>> find_lookup(std::int64_t entry,
                                                            std::string_view source) const;

    [[nodiscard]] Result<Bases> load_bases(std::string_view document) const;
    [[nodiscard]] Status drop_bases(std::string_view document);

    // Before the rename: committed to the disk. After it: promote, which makes the new bases the
    // bases.
    [[nodiscard]] Result<std::int64_t> begin_intent(const Intent& intent);
    [[nodiscard]] Status promote(std::int64_t intent);
    [[nodiscard]] Status abandon(std::int64_t intent);
    [[nodiscard]] Result<std::vector<Intent>> intents() const;

private:
    struct State;

    explicit Library(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace curateur::store
