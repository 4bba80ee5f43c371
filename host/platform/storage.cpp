#include "platform/storage.hpp"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace curateur::platform {
namespace fs = std::filesystem;

namespace {

struct Mount {
    std::string device, point, type, source;
};

// "\040" is a blank: proc(5).
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto digits = text.substr(at).size() > 3 ? text.substr(at + 1, 3) : "";
        const bool escaped =
            text[at] == '\\' && !digits.empty() &&
            std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '7'; });
        out += escaped ? static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 +
                                           (digits[2] - '0'))
                       : text[at];
        at += escaped ? 3 : 0;
    }
    return out;
}

// "36 35 98:0 /root /mnt rw,noatime master:1 - ext4 /dev/sda1 rw"
std::vector<Mount> read_mounts(std::string_view mountinfo) {
    std::vector<Mount> mounts;
    std::istringstream lines{std::string(mountinfo)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        const std::vector<std::string> all{std::istream_iterator<std::string>(words), {}};
        const auto dash = std::find(all.begin(), all.end(), "-");
        if (dash - all.begin() >= 6 && all.end() - dash > 2) {
            mounts.push_back({all[2], unescaped(all[4]), dash[1], unescaped(dash[2])});
        }
    }
    return mounts;
}

// By the device. The subvolumes of btrfs have devices of their own, which stand nowhere: by the
// longest mount point above the path, of which the last one mounted counts.
const Mount*
find_mount(const std::vector<Mount>& mounts, const std::string& device, const fs::path& path) {
    const Mount* found = nullptr;
    for (const auto& mount : mounts) {
        if (mount.device == device) {
            return &mount;
        }
        const auto below = path.lexically_relative(mount.point).string();
        const bool is_above = !below.empty() && below != ".." && !below.starts_with("../");
        if (is_above && (found == nullptr || mount.point.size() >= found->point.size())) {
            found = &mount;
        }
    }
    return found;
}

bool is_network(std::string_view type) {
    constexpr std::array<std::string_view, 17> k_types{"nfs",
                                                       "nfs4",
                                                       "cifs",
                                                       "smb3",
                                                       "smbfs",
                                                       "9p",
                                                       "afs",
                                                       "ceph",
                                                       "ncpfs",
                                                       "davfs",
                                                       "glusterfs",
                                                       "fuse.sshfs",
                                                       "fuse.rclone",
                                                       "fuse.glusterfs",
                                                       "fuse.curlftpfs",
                                                       "fuse.gvfsd-fuse",
                                                       "fuse.s3fs"};
    return std::find(k_types.begin(), k_types.end(), type) != k_types.end();
}

std::string text_of(dev_t device) {
    return std::to_string(::gnu_dev_major(device)) + ":" + std::to_string(::gnu_dev_minor(device));
}

// A partition's directory lies in that of its disk, which has the queue.
Storage disk_of(const std::string& device, const fs::path& sys) {
    std::error_code error;
    auto disk = fs::canonical(sys / "dev" / "block" / device, error);
    if (error) {
        return {};
    }
    if (!fs::exists(disk / "queue", error)) {
        disk = disk.parent_path();
    }
    const auto name = disk.filename().string();
    char turns = '0';
    std::ifstream(disk / "queue" / "rotational") >> turns;
    const bool is_guessed = name.starts_with("vd"); // virtio says so of whatever lies below it
    return {turns == '1' && !is_guessed ? Storage::Kind::spindle : Storage::Kind::fast, name};
}

} // namespace

Storage storage_of(const std::string& device,
                   const fs::path& path,
                   std::string_view mountinfo,
                   const fs::path& sys) {
    const auto mounts = read_mounts(mountinfo);
    const auto* const mount = find_mount(mounts, device, path);
    if (mount == nullptr) {
        return disk_of(device, sys);
    }
    if (is_network(mount->type)) {
        return {Storage::Kind::network, mount->device};
    }

    struct stat source {};

    const bool is_anonymous = mount->device.starts_with("0:"); // not of one disk alone
    const bool named = is_anonymous && mount->source.starts_with("/dev/") &&
                       ::stat(mount->source.c_str(), &source) == 0 && S_ISBLK(source.st_mode);
    return disk_of(named ? text_of(source.st_rdev) : mount->device, sys);
}

Storage storage_of(const fs::path& path) {
    struct stat status {};

    std::error_code error;
    const auto real = fs::canonical(path, error);
    if (error || ::stat(real.c_str(), &status) != 0) {
        return {};
    }
    std::ostringstream mountinfo;
    mountinfo << std::ifstream("/proc/self/mountinfo").rdbuf();
    return storage_of(text_of(status.st_dev), real, mountinfo.str(), "/sys");
}

} // namespace curateur::platform
