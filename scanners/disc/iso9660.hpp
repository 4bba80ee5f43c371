// Files of an ISO 9660 disc, as far as identifying it needs them (ECMA-119).
#pragma once

#include "reader/reader.hpp"

#include <map>
#include <string>

namespace curateur::disc {

struct Extent {
    std::uint64_t offset = 0, size = 0; // bytes of user data
};

// Does an ISO 9660 file system begin where it should?
[[nodiscard]] Result<bool> is_iso9660(const reader::Reader& data);

// path: "PSP_GAME/PARAM.SFO", in any case, without version numbers. Errc::not_found when there is
// no such file; Errc::malformed when the file system leads nowhere.
[[nodiscard]] Result<Extent> find_file(const reader::Reader& data, std::string_view path);

// The first `most` bytes of a file on it.
[[nodiscard]] Result<std::string>
read_file(const reader::Reader& data, std::string_view path, std::size_t most);

// The texts of a PARAM.SFO: "DISC_ID", "TITLE_ID", "TITLE". Errc::malformed.
[[nodiscard]] Result<std::map<std::string, std::string>> read_sfo(std::string_view bytes);

} // namespace curateur::disc
