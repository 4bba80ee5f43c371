// Disc images packed in blocks, readable at any place: CSO, ZSO, DAX and GCZ, and the sparse CISO.
#pragma once

#include "reader/reader.hpp"

#include <memory>

namespace curateur::disc {

// A view of the disc inside. The image outlives it; used by one thread. Errc::malformed,
// Errc::unsupported: a version nobody knows.
[[nodiscard]] Result<std::unique_ptr<reader::Reader>> open_cso(const reader::Reader& image);
[[nodiscard]] Result<std::unique_ptr<reader::Reader>> open_dax(const reader::Reader& image);
[[nodiscard]] Result<std::unique_ptr<reader::Reader>> open_gcz(const reader::Reader& image);
// GameCube and Wii: blank blocks are left out.
[[nodiscard]] Result<std::unique_ptr<reader::Reader>> open_sparse(const reader::Reader& image);

} // namespace curateur::disc
