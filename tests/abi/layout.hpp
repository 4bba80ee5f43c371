// The ABI as text, one line a field or constant: what a plugin built today relies on.
#pragma once

#include <string>
#include <vector>

namespace curateur::abi_layout {

struct Struct {
    std::string name;
    std::size_t size = 0, size_of_fields = 0; // equal: no padding, and no field was left out
};

struct Layout {
    std::vector<std::string> lines; // "cur_error @24 retry_after_ms : i64", "CUR_OK = 0"
    std::vector<Struct> structs;
    std::vector<std::string> constants;
};

// Of the headers this was compiled with.
[[nodiscard]] Layout of_the_headers();

} // namespace curateur::abi_layout
