// Whether a PDF hangs together: from its header over the end mark and the cross-reference table to
// the catalogue and its pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::document {

// Fills into from offset; how many bytes there were.
using Read =
    std::function<std::size_t(std::uint64_t offset, std::uint8_t* into, std::size_t capacity)>;

struct Pdf {
    std::string fault;                  // what is wrong with it; "": it is whole
    std::optional<std::uint64_t> pages; // nullopt: not to be known (encrypted)
};

// The header stands in the first kilobyte.
[[nodiscard]] bool is_pdf(std::string_view head);

// strict: every object must begin where the table says.
[[nodiscard]] Pdf check_pdf(const Read& read, std::uint64_t size, bool strict);

} // namespace curateur::document
