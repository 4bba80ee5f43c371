#include "core/model.hpp"

namespace curateur::core {

std::string_view lookup_name_of(std::uint32_t bits) {
    if ((bits & lookup_id) != 0)
        return "manual";
    if ((bits & lookup_hash) != 0)
        return "hash";
    if ((bits & lookup_serial) != 0)
        return "serial";
    if ((bits & lookup_file) != 0)
        return "name";
    if ((bits & lookup_name) != 0)
        return "search";
    return "";
}

} // namespace curateur::core
