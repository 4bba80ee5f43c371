#include "platform/volume.hpp"

#include <sys/statvfs.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace curateur::platform {
namespace {

// As in linux/magic.h, which has not all of them. FUSE, SMB and exFAT make numbers up a mount.
constexpr std::array<unsigned long, 7> k_with_inodes{0xEF53,      // ext2, 3, 4
                                                     0x9123683E,  // btrfs
                                                     0x58465342,  // xfs
                                                     0x2FC12FC1,  // zfs
                                                     0x7366746E,  // ntfs3
                                                     0xF2F52010,  // f2fs
                                                     0x01021994}; // tmpfs
constexpr unsigned long k_vfat = 0x4D44;
constexpr unsigned long k_overlay = 0x794C7630; // containers; its lower layer has them

} // namespace

Volume volume_of(const std::filesystem::path& place) {
    struct statfs facts {};

    if (::statfs(place.c_str(), &facts) != 0) {
        return {};
    }
    const auto type = static_cast<unsigned long>(facts.f_type) & 0xFFFFFFFFUL;
    const bool keeps_inodes =
        type == k_overlay ||
        std::find(k_with_inodes.begin(), k_with_inodes.end(), type) != k_with_inodes.end();
    return {keeps_inodes, type == k_vfat};
}

std::optional<std::uint64_t> free_bytes(const std::filesystem::path& place) {
    struct statvfs facts {};

    for (auto folder = place;; folder = folder.parent_path()) {
        if (::statvfs(folder.c_str(), &facts) == 0) {
            return std::uint64_t{facts.f_bavail} * facts.f_frsize;
        }
        if (errno != ENOENT || !folder.has_relative_path()) {
            return std::nullopt;
        }
    }
}

} // namespace curateur::platform
