// The raw answers of services: answers.db. Deleting it costs requests, nothing else.
#pragma once

#include "core/model.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::store {

struct Answer {
    int status = 0; // of HTTP
    std::int64_t received_unix_ms = 0;
    std::vector<core::Param> headers; // names in lower case
    std::string body;
    bool operator==(const Answer&) const = default;
};

// Deflated, bounded, the least recently used go first. Never a reason to end a run: when the file
// cannot be used it remembers nothing, and says so in a note. One thread at a time.
class AnswerCache {
public:
    // In the directory of the library, whose lock protects it. A damaged file is set aside as
    // answers.db.damaged and a new one begun.
    [[nodiscard]] static AnswerCache open(const std::filesystem::path& directory,
                                          std::uint64_t max_bytes);

    // What is kept by now, for faces that only read: takes no lock and changes nothing. Empty when
    // there is none, or none that this version reads.
    [[nodiscard]] static AnswerCache look(const std::filesystem::path& directory);

    AnswerCache(AnswerCache&&) noexcept;
    AnswerCache& operator=(AnswerCache&&) noexcept;
    AnswerCache(const AnswerCache&) = delete;
    AnswerCache& operator=(const AnswerCache&) = delete;
    ~AnswerCache();

    // The caller judges its age. key: of the request, without credentials and unkeyed parameters.
    [[nodiscard]] std::optional<Answer> find(std::string_view key);

    // Replaces the key's answer. system: whose entry asked; "": none's. One larger than all that
    // may be kept is not kept.
    void put(std::string_view key, std::string_view system, const Answer& answer);

    void clear(const std::vector<std::string>& systems);
    void clear(); // all

    [[nodiscard]] std::uint64_t bytes() const; // that count against max_bytes

    // What went wrong since the last call: sentences for the user.
    [[nodiscard]] std::vector<std::string> take_notes();

private:
    struct State;

    explicit AnswerCache(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace curateur::store
