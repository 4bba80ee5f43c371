#include "hash/hash.hpp"

#include "hash/md5_sha1.hpp"
#include "reader/reader.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

namespace curateur::hash {
struct Digester::State {
    std::optional<Md5Sha1> md5_sha1;
    std::uint32_t crc = 0;
    std::uint64_t size = 0;
};

Digester::Digester(Kinds kinds) : state_(std::make_unique<State>()) {
    if (kinds == Kinds::all) {
        state_->md5_sha1.emplace();
    }
}

Digester::Digester(const Digester& other) : state_(std::make_unique<State>(*other.state_)) {}

Digester::Digester(Digester&& other) noexcept = default;
Digester& Digester::operator=(Digester&& other) noexcept = default;
Digester::~Digester() = default;

void Digester::update(std::string_view bytes) {
    state_->crc = libdeflate_crc32(state_->crc, bytes.data(), bytes.size());
    if (state_->md5_sha1) {
        state_->md5_sha1->update(bytes);
    }
    state_->size += bytes.size();
}

void Digester::fill(char byte, std::uint64_t count) {
    const std::vector<char> block(
        static_cast<std::size_t>(std::min<std::uint64_t>(count, reader::k_block)), byte);
    while (count > 0) {
        const auto part = std::min<std::uint64_t>(count, block.size());
        update(std::string_view(block.data(), static_cast<std::size_t>(part)));
        count -= part;
    }
}

std::uint64_t Digester::size() const {
    return state_->size;
}

Digests Digester::finish() {
    auto hex = state_->md5_sha1 ? state_->md5_sha1->finish() : Md5Sha1Hex();
    return {hex32(state_->crc), std::move(hex.md5), std::move(hex.sha1), state_->size};
}

std::string hex32(std::uint32_t crc) {
    std::array<char, 9> text{};
    std::snprintf(text.data(), text.size(), "%08x", crc);
    return text.data();
}

Result<Digests> digest_file(const std::filesystem::path& path, const std::stop_token& stop) {
    auto file = reader::FileReader::open(path, nullptr);
    if (!file) {
        return Error{Errc::io, std::move(file).error().message};
    }
    Digester digester;
    auto read = reader::stream(*file, stop, [&](std::string_view block) {
        digester.update(block);
        return ok();
    });
    if (!read && read.error().code == Errc::cancelled) {
        return Error{Errc::cancelled, "stopped while reading " + path.string()};
    }
    CURATEUR_CHECK(std::move(read));
    return digester.finish();
}

} // namespace curateur::hash
