// The questions and requests that an Asker has under way. Private to the box.
#pragma once

#include "net/writer.hpp"
#include "pipeline/asker.hpp"
#include "pipeline/reaction.hpp"

namespace curateur::pipeline {

inline constexpr std::size_t k_most_rounds = 4; // of follow-ups, abi_source.h
inline constexpr int k_long_waits = 3;     // for a service that is closed, before it is left alone
inline constexpr int k_account_first = -1; // before everything else
inline constexpr int k_media_first = 0;    // what is begun is finished first
inline constexpr int k_lookup = 1;

// A query, until all its requests are answered.
struct Asker::Question {
    core::Query query;
    std::string system, about;
    bool use_cache = true;
    bool only_cache = false; // however old; nothing is sent
    int priority = k_lookup;
    Traffic* traffic = nullptr;
    std::function<void(Reply)> done;

    std::size_t open = 0, rounds = 0;
    std::vector<core::Record> records;
    std::uint32_t covers = 0;
    std::optional<Reply::Kind> failure; // the worst so far
    std::string reason, detail;

    [[nodiscard]] bool is_account() const { return query.lookups == core::lookup_account; }

    // Of several refusals the one that says least about the game is told.
    void fail(Reply::Kind kind, std::string why, std::string sentence) {
        if (!failure || *failure < kind) {
            failure = kind;
            reason = std::move(why);
            detail = std::move(sentence);
        }
    }
};

// A request, through its retries.
struct Asker::Sending {
    core::Request request;
    std::string key;                    // what makes it the same as another
    std::shared_ptr<Question> question; // nullptr: a download
    int priority = k_media_first;
    Traffic* traffic = nullptr;
    int tries = 0;
    std::int64_t sent_ms = 0; // steady; the last time

    std::shared_ptr<net::FileSink> file;                // of a download, through its tries
    std::uint64_t max_bytes = std::uint64_t{64} << 20U; // of an answer; the largest seen is 3 MB
    std::optional<std::uint64_t> size;
    std::string about;
    std::function<void(Fetched)> fetched;
    platform::Digests digests;
};

} // namespace curateur::pipeline
