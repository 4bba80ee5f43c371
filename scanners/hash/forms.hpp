// One read, all digests, of the file and of what the databases mean by it, at once.
#pragma once

#include "cartridge/header.hpp"
#include "cartridge/payload.hpp"
#include "hash/hash.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::hash {

struct Forms {
    Digests file;
    std::optional<Digests> payload; // when the payload is not the file
    cartridge::Payload rule;
    std::vector<Digests> filled; // a trimmed dump, filled up to its chip with FF, and with 00
    std::optional<cartridge::Header> header;
};

// What is known before the first byte.
struct Hint {
    std::string platform{};                      // of sdk/registry/platforms.csv; "": unknown
    std::string extension{};                     // ".smc"
    std::uint64_t size = 0;                      // of the file, bytes
    std::optional<cartridge::Payload> payload{}; // known from elsewhere: the track in a disc's file
    Kinds kinds = Kinds::all;
};

// Takes a file as it streams by, from disk or out of an archive.
class FormsDigester {
public:
    explicit FormsDigester(Hint hint);

    [[nodiscard]] Status update(std::string_view block);
    [[nodiscard]] Result<Forms> finish();

private:
    Status begin(std::string_view head);

    Hint hint_;
    std::string head_; // until the rule is known
    bool begun_ = false;
    cartridge::Payload rule_;
    std::optional<cartridge::Unwrapper> unwrapper_;
    Digester file_;
    std::optional<Digester> payload_;
    std::string payload_head_;
};

// Reads it once.
[[nodiscard]] Result<Forms>
digest_forms(const reader::Reader& from, Hint hint, const std::stop_token& stop);

} // namespace curateur::hash
