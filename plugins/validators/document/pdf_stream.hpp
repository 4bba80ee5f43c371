// What is packed in a PDF's streams.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::document {

inline constexpr std::size_t k_unpacked = std::size_t{64} << 20U; // the longest that is unpacked

// Of FlateDecode with these DecodeParms; nullopt: damaged, or too long.
[[nodiscard]] std::optional<std::string> unpacked(const std::string& bytes, std::string_view how);

} // namespace curateur::document
