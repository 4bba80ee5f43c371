// Apart from the rest: the library's global struct archive hides a namespace of that name.
#include "support/made_archives.hpp"

#include <archive.h>
#include <archive_entry.h>

namespace curateur::test {

std::string seven_zip_of(const std::vector<Named>& members, const char* packing) {
    struct ::archive* const it = ::archive_write_new();
    ::archive_write_set_format_7zip(it);
    ::archive_write_set_format_option(it, "7zip", "compression", packing);
    std::string out(1U << 20U, '\0');
    for (const Named& member : members) {
        out.resize(out.size() + member.bytes.size() * 2);
    }
    std::size_t used = 0;
    ::archive_write_open_memory(it, out.data(), out.size(), &used);
    for (const Named& member : members) {
        struct ::archive_entry* const entry = ::archive_entry_new();
        ::archive_entry_set_pathname(entry, member.name.c_str());
        ::archive_entry_set_filetype(entry, member.name.ends_with('/') ? AE_IFDIR : AE_IFREG);
        ::archive_entry_set_perm(entry, 0644);
        ::archive_entry_set_size(entry, static_cast<la_int64_t>(member.bytes.size()));
        ::archive_write_header(it, entry);
        ::archive_write_data(it, member.bytes.data(), member.bytes.size());
        ::archive_entry_free(entry);
    }
    ::archive_write_close(it);
    ::archive_write_free(it);
    out.resize(used);
    return out;
}

std::string zstd_of(const std::string& bytes) {
    struct ::archive* const it = ::archive_write_new();
    ::archive_write_set_format_raw(it);
    ::archive_write_add_filter_zstd(it);
    ::archive_write_set_bytes_per_block(it, 0); // no padding
    std::string out(bytes.size() + 65536, '\0');
    std::size_t used = 0;
    ::archive_write_open_memory(it, out.data(), out.size(), &used);
    struct ::archive_entry* const entry = ::archive_entry_new();
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_write_header(it, entry);
    ::archive_write_data(it, bytes.data(), bytes.size());
    ::archive_entry_free(entry);
    ::archive_write_close(it);
    ::archive_write_free(it);
    out.resize(used);
    return out;
}

} // namespace curateur::test
