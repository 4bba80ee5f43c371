// Xbox and Xbox 360 discs: the title id of the program they start.
#pragma once

#include "disc/product.hpp"

namespace curateur::disc {

// Nothing: not such a disc. Errc::malformed: its file system (XDVDFS) leads nowhere.
[[nodiscard]] Result<std::optional<Product>> product_of_xbox(const reader::Reader& data);

// "MS-004" from a title id: two letters of the publisher, then a number; "" if it is none.
[[nodiscard]] std::string xbox_serial(std::uint32_t title_id);

} // namespace curateur::disc
