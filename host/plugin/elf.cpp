#include "plugin/elf.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

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

std::optional<std::string> distrusted_one(const fs::path& path, bool is_file) {
    struct stat status {};

    if (::lstat(path.c_str(), &status) != 0) {
        return "cannot be looked at";
    }
    const std::string what = is_file ? "is" : "lies in " + path.string() + ", which is";
    if (is_file && !S_ISREG(status.st_mode)) {
        return "is not a regular file";
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

std::optional<std::string> not_loadable(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::error_code error;
    const auto size = fs::file_size(path, error);
    Elf64_Ehdr head{};
    if (!file.read(reinterpret_cast<char*>(&head), sizeof head) ||
        std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0) {
        return "is not a shared library";
    }
    if (head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_ident[EI_DATA] != ELFDATA2LSB ||
        head.e_machine != k_machine) {
        return "is built for another kind of machine";
    }
    if (head.e_type != ET_DYN) {
        return "is not a shared library";
    }
    std::uint64_t needed = head.e_shoff + std::uint64_t{head.e_shnum} * head.e_shentsize;
    file.seekg(static_cast<std::streamoff>(head.e_phoff));
    for (unsigned i = 0; i < head.e_phnum; ++i) {
        Elf64_Phdr segment{};
        if (!file.read(reinterpret_cast<char*>(&segment), sizeof segment)) {
            break;
        }
        needed = std::max(needed, segment.p_offset + segment.p_filesz);
    }
    if (error || size < needed) {
        return "is cut short (" + std::to_string(size) + " bytes, its header says at least " +
               std::to_string(needed) + ")";
    }
    return std::nullopt;
}

} // namespace curateur::plugin
