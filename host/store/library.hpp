// What curateur knows of a library: library.db. Deleting it costs hashing and the memory of what we
// wrote, never a document.
#pragma once

#include "core/model.hpp"
#include "core/packed_fields.hpp"
#include "platform/lock.hpp"
#include "store/known.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <tuple>

namespace curateur::store {

// What an entry of a document said right after we last wrote it.
struct Base {
    core::PackedFields fields;       // native ones, sorted
    std::string game;                // "source:id"
    std::int64_t merged_unix_ms = 0; // of the records that were merged
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
};

// Puts down what the base of an entry will be.
using PutBase = std::function<Status(const BaseKey&, const Base&)>;

// A media file at its place that is ours.
struct Asset {
    std::string path; // absolute
    std::int64_t entry = 0;
    std::string kind, candidate; // candidate: which medium of which source it is, a key of the
                                 // pipeline's
    std::string sha1;            // of the bytes at path
    std::uint64_t size = 0;
    std::int64_t mtime_ns = 0; // as it lay there when we put it
    std::string format;
    std::uint32_t width = 0, height = 0;
    std::string verdict, source, source_id, region, language, why; // verdict: good, poor, bad
    std::int64_t fetched_unix_ms = 0;
    std::string reason = {};                       // why it is poor or bad
    std::map<std::string, std::string> facts = {}; // what validators say of it: "pages": "12"
    std::string original = {}; // sha1 of what the source sent, if it was scaled; "": the same bytes
    std::int64_t run = 0;      // that put it there; 0: not known
    bool operator==(const Asset&) const = default;
};

// A media file about to be moved into its place.
struct AssetIntent {
    Asset asset; // mtime_ns is not known yet
    std::string temp;
};

// A media file of ours that was moved out of its place, and can come back.
struct Move {
    enum class State : std::uint8_t { going, away, returning }; // what is not away is in flight
    std::int64_t batch = 0;                                     // the run that moved it
    bool is_cleaning = false;                                   // else it was moved by undoing
    State state = State::going;
    std::string system, kept; // kept: where it lies, or is to lie
    Asset asset;              // as it was at its place
    bool operator==(const Move&) const = default;
};

// A candidate that turned out bad: not tried again for a while, or ever.
struct BadMedia {
    std::string reason;
    std::int64_t at_unix_ms = 0;
    bool permanent = false;
    std::string format = {}; // "": it is bad. Else it is of this format, whatever was announced,
                             // and good for a place that takes it
    bool operator==(const BadMedia&) const = default;
};

struct Run {
    std::int64_t id = 0, started_unix_ms = 0, ended_unix_ms = 0; // ended 0: not, or killed
    std::string mode;
    int exit_status = -1;
    std::string stopped_by;
    std::uint64_t requests = 0, bytes = 0;
    bool operator==(const Run&) const = default;
};

// How evidence came about.
struct EvidenceOrigin {
    std::int64_t read_unix_ms = 0;  // 0: not known
    std::vector<std::string> rules; // sentences
    bool operator==(const EvidenceOrigin&) const = default;
};

// A game that a search found.
struct FoundGame {
    std::string source_id, name, year; // year "": not said
    double distance = 0;               // from the entry; 0: the same
    std::string why;                   // the distance, explained: "0.35 (...)"
    bool operator==(const FoundGame&) const = default;
};

class Transaction;

// One thread at a time. Every put is committed when it returns, unless a Batch lives.
class Library {
public:
    // Makes the directory, takes the lock (Errc::busy names the process that holds it), migrates. A
    // file of a newer version is Errc::unsupported, a damaged one Errc::malformed; both are left
    // alone.
    [[nodiscard]] static Result<Library> open(const std::filesystem::path& directory);

    // What is known by now, for faces that only read: takes no lock, so a run may go on meanwhile,
    // and every put fails. Errc::not_found: nothing is known of this library yet. A file of an
    // older version is migrated first, for which nobody may hold the lock.
    [[nodiscard]] static Result<Library> look(const std::filesystem::path& directory);

    Library(Library&&) noexcept;
    Library& operator=(Library&&) noexcept;
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library();

    // What the user should know of the place where the library lies: one sentence, or "".
    [[nodiscard]] const std::string& note() const;

    // Several puts as one commit, for what can be made again. A put that fails undoes only itself.
    // A batch within a batch is part of it. Not longer-lived than the library.
    class Batch {
    public:
        explicit Batch(Library& library);
        Batch(const Batch&) = delete;
        Batch& operator=(const Batch&) = delete;
        ~Batch(); // commits, if commit() was not called; a failure goes unnoticed

        [[nodiscard]] Status commit(); // puts after it are on their own

    private:
        std::unique_ptr<Transaction> transaction_;
    };

    // The number of an entry, made when it is new.
    [[nodiscard]] Result<std::int64_t> entry(std::string_view system, std::string_view key);

    // The file is called otherwise now; everything that is known of it stays. key: not known yet.
    [[nodiscard]] Status rename_entry(std::int64_t entry, std::string_view key);

    // What is known of every entry of a system.
    [[nodiscard]] Result<KnownEntries> load_system(std::string_view system) const;

    [[nodiscard]] Status put_evidence(std::int64_t entry,
                                      const StatKey& stat,
                                      const std::vector<core::Evidence>& evidence,
                                      const EvidenceOrigin& origin = {});

    // Whatever the file's stat was. Empty: none.
    [[nodiscard]] Result<std::vector<core::Evidence>> evidence_of_entry(std::int64_t entry) const;
    [[nodiscard]] Result<EvidenceOrigin> evidence_origin(std::int64_t entry) const;

    [[nodiscard]] Status put_decision(std::int64_t entry, const Decision& decision);

    // Replaces what was known of (source, id), and its dumps in the index. The revision is that of
    // the parser.
    [[nodiscard]] Status put_record(const core::Record& record, std::uint32_t revision = 0);
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
    [[nodiscard]] Status drop_lookups(std::int64_t entry); // its bytes are others now

    // Among which the user is to choose, nearest first. They go with the undecided lookup: any
    // put_lookup of that source and drop_lookups forget them.
    [[nodiscard]] Status
    put_choice(std::int64_t entry, std::string_view source, const std::vector<FoundGame>& games);
    [[nodiscard]] Result<std::vector<FoundGame>> find_choice(std::int64_t entry,
                                                             std::string_view source) const;

    [[nodiscard]] Result<Bases> load_bases(std::string_view document) const;
    // Of every entry that has a base, the time of the records that were merged into it.
    [[nodiscard]] Result<std::vector<std::pair<BaseKey, std::int64_t>>>
    load_merge_times(std::string_view document) const;
    [[nodiscard]] Result<std::optional<Base>> find_base(std::string_view document,
                                                        const BaseKey& key) const;
    // Bases that change though no byte of the document does; those of other entries stay.
    [[nodiscard]] Status put_bases(std::string_view document, const Bases& bases);
    [[nodiscard]] Status drop_base(std::string_view document, const BaseKey& key);
    [[nodiscard]] Status drop_bases(std::string_view document); // and the view

    // A digest of all settings that shape what is written, under which every entry of the document
    // was last merged; "": unknown.
    [[nodiscard]] Result<std::string> view_of(std::string_view document) const;
    [[nodiscard]] Status put_view(std::string_view document, std::string_view view);

    // Before the rename: on the disk when it returns, and with it what a batch has so far. each
    // puts the bases of the entries that change, one by one: there may be 100 000. After the
    // rename: promote, which makes the new bases the bases.
    [[nodiscard]] Result<std::int64_t>
    begin_intent(const Intent& intent, const std::function<Status(const PutBase&)>& each);
    [[nodiscard]] Status promote(std::int64_t intent);
    [[nodiscard]] Status abandon(std::int64_t intent);
    [[nodiscard]] Result<std::vector<Intent>> intents() const;

    // Before the rename of temp, with sha1 and size known: committed when it returns, and with it
    // what a batch has so far. What is known of a file of ours at path stands until finish_asset.
    [[nodiscard]] Status begin_asset(const Asset& asset, const std::filesystem::path& temp);
    [[nodiscard]] Status finish_asset(const std::string& path, std::int64_t mtime_ns); // after it
    [[nodiscard]] Status abandon_asset(const std::string& path);
    [[nodiscard]] Result<std::vector<AssetIntent>> asset_intents() const;

    [[nodiscard]] Result<std::optional<Asset>> find_asset(std::string_view path) const; // finished
    // Finished ones with the same candidate, or the same sha1, theirs or their original's, unless
    // it is "".
    [[nodiscard]] Result<std::vector<Asset>> assets_with(std::string_view candidate,
                                                         std::string_view sha1) const;
    [[nodiscard]] Status drop_asset(std::string_view path);
    [[nodiscard]] Result<std::int64_t> last_run_with_assets() const; // 0: none
    [[nodiscard]] Result<std::vector<Asset>> assets_of_run(std::int64_t run) const;
    [[nodiscard]] Result<std::string> system_of(std::int64_t entry) const; // "": no such entry
    [[nodiscard]] Result<std::vector<Asset>> assets_of_system(std::string_view system) const;
    // The same one by one, in any order: a system may have 200 000.
    [[nodiscard]] Status each_asset(std::string_view system,
                                    const std::function<void(Asset&&)>& take) const;
    [[nodiscard]] Result<std::vector<std::string>> systems_with_assets() const;
    // Paths of those whose verdict is bad: wanted again.
    [[nodiscard]] Result<std::vector<std::string>> bad_assets() const;
    // What a new look at the file found: all but path, entry and where it is from. No asset of that
    // path: nothing.
    [[nodiscard]] Status put_findings(const Asset& asset);

    [[nodiscard]] Status put_bad_media(std::string_view candidate, const BadMedia& bad);
    [[nodiscard]] Result<std::optional<BadMedia>> find_bad_media(std::string_view candidate) const;

    // Before a file is moved away: committed when it returns. After it: finish_move, and the file
    // is no asset any more. Of what was cleaned the last 10 batches are remembered.
    [[nodiscard]] Status begin_move(const Move& move);
    [[nodiscard]] Status finish_move(const Move& move);
    // Before it is moved back, and after it, when it is an asset again.
    [[nodiscard]] Status begin_return(const Move& move);
    [[nodiscard]] Status finish_return(const Move& move, std::int64_t mtime_ns);
    [[nodiscard]] Status abandon_move(const Move& move); // it is where it was before the begin
    [[nodiscard]] Status forget_move(const Move& move);
    [[nodiscard]] Result<std::vector<Move>> moves_in_flight() const;
    [[nodiscard]] Result<std::vector<Move>> cleaned_by(std::int64_t batch) const; // and away
    [[nodiscard]] Result<std::int64_t> last_cleaning() const; // of which something is away; 0: none

    // Gives the run a number that was never given before, not even by a library.db deleted since
    // (backups are named after it). The last 10 are kept, and the last of each mode.
    [[nodiscard]] Result<std::int64_t> begin_run(const Run& run);
    [[nodiscard]] Status end_run(const Run& run); // by its id
    [[nodiscard]] Result<std::optional<Run>> last_run(std::string_view mode) const;
    [[nodiscard]] Result<std::optional<Run>> last_run() const; // of any mode

private:
    struct State;

    explicit Library(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace curateur::store
