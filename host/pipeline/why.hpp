// Why an entry is as it is: what is known of it, what was chosen and what that won against, what
// stands in documents and media folders, and what the next run would do. Gathered by the functions
// with which a run decides, under today's settings. Asks nobody and writes nothing.
#pragma once

#include "pipeline/fetching.hpp"
#include "pipeline/lookups.hpp"
#include "store/answers.hpp"

namespace curateur::pipeline {

// The file, as the scan sees it.
struct WhyRom {
    // not_listed: the scan does not show it at all.
    enum class Scope { in, no_game, filtered, ignored, not_listed };
    std::string system, platform, key; // key: below the system's folder
    std::filesystem::path file;
    Scope scope = Scope::in;
    std::string reason;          // why it is not in scope
    std::string playlist;        // key of the one that is asked for in its place
    std::string renamed_from;    // its key when it was seen last
    config::GameOverride wishes; // of overrides.yaml
    tags::Tags tags;
    bool is_known = false; // to the library
};

struct WhyEvidence {
    // Of the bytes that lie there now? unsure: the file was written to just before it was read, so
    // it is read once more.
    enum class Freshness { current, changed, unsure };
    std::vector<core::Evidence> pieces;
    core::Form form = core::Form::rom;
    store::EvidenceOrigin origin;
    Freshness freshness = Freshness::changed;
};

// An answer of a source, as it is kept.
struct WhyAnswer {
    std::uint32_t covers = 0;            // ways that a "not found" would settle
    std::optional<store::Answer> answer; // nullopt: it is not kept
};

struct WhySource {
    std::string source;
    std::optional<store::Lookup> lookup; // nullopt: never asked
    bool counts = true;                  // false: it was forgotten for what the user says now
    std::string name;                    // of its record, if it has one
    std::int64_t record_unix_ms = 0;
    std::optional<Lookups::Decision> next; // nullopt: it is not asked, because of `obstacle`
    std::string obstacle;                  // a sentence
    std::vector<std::string> lacking;      // what it could know and is missing
    std::vector<WhyAnswer> answers;
    std::vector<store::FoundGame> candidates; // among which the user is to choose
};

struct WhyValue {
    std::string text, source, source_id, region, language;
    std::string why; // it was taken, or not
};

struct WhyField {
    std::string field;
    bool is_set = false;          // by overrides.yaml, whatever the sources say
    std::vector<WhyValue> chosen; // several: the items of a list
    std::vector<WhyValue> rivals; // that were not taken, in order

    struct InDocument {
        std::string output, native;
        merge::FieldVerdict verdict;
    };

    std::vector<InDocument> documents; // one an output that knows the field
};

struct WhyDocument {
    std::string output, path, refused; // refused: why it is not written; "": it may be
    bool is_listed = false, is_opaque = false;
    std::vector<std::string> changes;   // native fields that the next run writes
    std::vector<std::string> untouched; // native fields there that are never curateur's
};

struct WhyCandidate {
    MediaWork::Ranked ranked;
    std::string url; // without what is secret, or only says who asks
};

struct WhyMedium {
    std::string output, kind;
    MediaWork::Place::State state = MediaWork::Place::State::none;
    std::filesystem::path file;           // that lies there
    std::optional<store::Asset> asset;    // what is known of it
    bool is_ours = false;                 // nobody changed it since
    std::vector<WhyCandidate> candidates; // best first
    std::string why;                      // nothing lies there, or it is wanted anew: a sentence
};

struct Why {
    WhyRom rom;
    WhyEvidence evidence;
    std::vector<WhySource> sources;
    std::vector<WhyField> fields;
    std::vector<WhyDocument> documents;
    std::vector<WhyMedium> media;
    store::Decision decision;      // of the last run that looked at it; all "": none
    std::vector<std::string> next; // what the next run does: sentences; empty: nothing
    std::int64_t now_unix_ms = 0;
    bool has_library = false; // false: no run has made one yet
};

// Blocks while folders are read. library, answers: nullptr when there are none yet. A system and a
// key below its folder; setup.config must be of a dry run over all ROMs. Errc::not_found: there is
// no such system.
[[nodiscard]] Result<Why> why(const Setup& setup,
                              store::Library* library,
                              store::AnswerCache* answers,
                              const std::string& system,
                              const std::string& key);

// An address without the parameters that are secret, or are settings of the source: they only say
// who asks.
[[nodiscard]] std::string shown_url(const core::Request& request, const core::Settings& settings);

} // namespace curateur::pipeline
