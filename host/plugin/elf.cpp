#include "plugin/elf.hpp"

#include <curateur/abi.h>
#include <curateur/support/bytes.hpp>

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <istream>
#include <limits>

namespace curateur::plugin {
namespace fs = std::filesystem;

namespace {

#if defined(__x86_64__)
constexpr Elf64_Half k_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half k_machine = EM_AARCH64;
#else
#error "say which e_machine this is"
#endif

constexpr std::uint64_t k_longest_note = 65536;     // ours has 36 bytes
constexpr off_t k_largest_library = off_t{1} << 30; // 1 GiB; ours have less than 2 MiB

std::optional<std::string> distrusted_one(const fs::path& path, bool is_file) {
    struct stat status {};

    if (::lstat(path.c_str(), &status) != 0) {
        return "cannot be looked at";
    }
    const std::string what = is_file ? "is" : "lies in " + path.string() + ", which is";
    if (is_file && !S_ISREG(status.st_mode)) {
        return "is not a regular file";
    }
    if (is_file && status.st_size > k_largest_library) {
        return "is larger than 1 GiB";
    }
    if (status.st_uid != 0 && status.st_uid != ::geteuid()) {
        return what + " owned by somebody else";
    }
    // Others may write to /tmp, but not rename what is not theirs.
    const bool sticky = !is_file && (status.st_mode & S_ISVTX) != 0;
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0 && !sticky) {
        return what + " writable by others than its owner";
    }
    return std::nullopt;
}

// first + count * width, or the largest number there is: no file is that long.
std::uint64_t end_of(std::uint64_t first, std::uint64_t count, std::uint64_t width = 1) {
    std::uint64_t length = 0;
    std::uint64_t end = 0;
    return __builtin_mul_overflow(count, width, &length) ||
                   __builtin_add_overflow(first, length, &end)
               ? std::numeric_limits<std::uint64_t>::max()
               : end;
}

std::uint64_t size_of(std::istream& file) {
    file.seekg(0, std::ios::end);
    const auto size = static_cast<std::streamoff>(file.tellg());
    return size < 0 ? 0 : static_cast<std::uint64_t>(size);
}

bool read_at(std::istream& file, std::uint64_t offset, void* into, std::size_t size) {
    file.clear();
    file.seekg(static_cast<std::streamoff>(offset));
    return static_cast<bool>(
        file.read(static_cast<char*>(into), static_cast<std::streamsize>(size)));
}

std::size_t padded(std::uint32_t size) {
    return (std::size_t{size} + 3) & ~std::size_t{3};
}

// "ABI 0.1"
std::optional<AbiVersion> version_of(std::string_view text) {
    constexpr std::string_view k_before = "ABI ";
    if (!text.starts_with(k_before)) {
        return std::nullopt;
    }
    text = text.substr(0, text.find('\0')).substr(k_before.size());
    const auto* const end = text.data() + text.size();
    AbiVersion version;
    const auto major = std::from_chars(text.data(), end, version.major);
    if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') {
        return std::nullopt;
    }
    const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
    return minor.ec == std::errc() && minor.ptr == end ? std::optional(version) : std::nullopt;
}

std::optional<AbiVersion> noted(std::string_view notes) {
    Bytes bytes(notes);
    for (;;) {
        const auto owner_size = bytes.u32_le();
        const auto content_size = bytes.u32_le();
        const auto type = bytes.u32_le();
        if (!owner_size || !content_size || !type) {
            return std::nullopt;
        }
        const auto owner = bytes.take(padded(*owner_size));
        const auto content = bytes.take(padded(*content_size));
        if (!owner || !content) {
            return std::nullopt;
        }
        if (*type == CUR_NOTE_TYPE && owner->substr(0, owner->find('\0')) == CUR_NOTE_OWNER) {
            return version_of(*content);
        }
    }
}

} // namespace

std::optional<std::string> distrusted(const fs::path& path) {
    if (auto why = distrusted_one(path, true)) {
        return why;
    }
    for (auto folder = path.parent_path();; folder = folder.parent_path()) {
        if (auto why = distrusted_one(folder, false)) {
            return why;
        }
        if (folder == folder.root_path()) {
            return std::nullopt;
        }
    }
}

ElfReport inspect(std::istream& file) {
    const auto size = size_of(file);
    Elf64_Ehdr head{};
    if (!read_at(file, 0, &head, sizeof head) || std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0) {
        return {"is not a shared library", {}};
    }
    if (head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_ident[EI_DATA] != ELFDATA2LSB ||
        head.e_machine != k_machine) {
        return {"is built for another kind of machine", {}};
    }
    if (head.e_type != ET_DYN || head.e_phentsize != sizeof(Elf64_Phdr)) {
        return {"is not a shared library", {}};
    }
    auto needed = std::max(end_of(head.e_shoff, head.e_shnum, head.e_shentsize),
                           end_of(head.e_phoff, head.e_phnum, head.e_phentsize));
    ElfReport report;
    for (unsigned i = 0; i < head.e_phnum && needed <= size; ++i) {
        Elf64_Phdr segment{};
        if (!read_at(file, end_of(head.e_phoff, i, sizeof segment), &segment, sizeof segment)) {
            return {"cannot be read", {}};
        }
        needed = std::max(needed, end_of(segment.p_offset, segment.p_filesz));
        if (segment.p_type == PT_NOTE && segment.p_filesz <= k_longest_note && needed <= size) {
            std::string notes(segment.p_filesz, '\0');
            if (read_at(file, segment.p_offset, notes.data(), notes.size()) && !report.abi) {
                report.abi = noted(notes);
            }
        }
    }
    if (size < needed) {
        report.refusal = "is cut short (" + std::to_string(size) +
                         " bytes, its header says at least " + std::to_string(needed) + ")";
    }
    return report;
}

} // namespace curateur::plugin
