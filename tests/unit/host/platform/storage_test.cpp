#include "platform/storage.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

using namespace curateur;
using platform::Storage;
namespace fs = std::filesystem;

namespace {

// A disk that turns with a partition, one that does not, as the kernel shows them.
class StorageOf : public testing::Test {
protected:
    StorageOf() {
        folder_.write("devices/sda/queue/rotational", "1\n");
        folder_.write("devices/sda/sda1/partition", "1\n");
        folder_.write("devices/nvme0n1/queue/rotational", "0\n");
        fs::create_directories(folder_.path() / "dev" / "block");
        folder_.write("devices/vda/queue/rotational", "1\n");
        link("8:1", "sda/sda1");
        link("254:0", "vda");
        link("259:0", "nvme0n1");
    }

    void link(const std::string& device, const std::string& target) {
        fs::create_symlink(fs::path("../../devices") / target,
                           folder_.path() / "dev" / "block" / device);
    }

    Storage of(const std::string& device, const std::string& path) {
        return platform::storage_of(device, path, k_mounts, folder_.path());
    }

    static constexpr std::string_view k_mounts =
        "20 1 259:0 / / rw,relatime - ext4 /dev/nvme0n1 rw\n"
        "21 20 8:1 / /roms rw shared:1 - ext4 /dev/sda1 rw\n"
        "22 20 0:50 / /nas rw master:1 shared:2 - nfs4 nas:/roms rw,vers=4.2\n"
        "23 20 0:51 / /with\\040blank rw - cifs //nas/roms rw\n"
        "24 20 0:52 / /ssh rw - fuse.sshfs me@nas: rw\n"
        "27 20 254:0 / /virtual rw - ext4 /dev/vda rw\n"
        "25 20 0:53 / /stick rw - fuseblk /dev/nowhere rw\n"
        "26 20 0:54 / /pool rw - btrfs /dev/nowhere rw\n"
        "a line that is cut - ";
    test::TempFolder folder_;
};

} // namespace

TEST_F(StorageOf, APartitionIsTheDiskItIsOn) {
    EXPECT_EQ(of("8:1", "/roms"), (Storage{Storage::Kind::spindle, "sda"}));
}

TEST_F(StorageOf, ADiskWithoutMovingPartsIsFast) {
    EXPECT_EQ(of("259:0", "/home"), (Storage{Storage::Kind::fast, "nvme0n1"}));
}

TEST_F(StorageOf, AVirtualDiskIsNotBelievedToTurn) {
    EXPECT_EQ(of("254:0", "/virtual"), (Storage{Storage::Kind::fast, "vda"}));
}

TEST_F(StorageOf, AnotherMachinesIsANetworkWhateverTheProtocol) {
    EXPECT_EQ(of("0:50", "/nas"), (Storage{Storage::Kind::network, "0:50"}));
    EXPECT_EQ(of("0:51", "/with blank").kind, Storage::Kind::network);
    EXPECT_EQ(of("0:52", "/ssh").kind, Storage::Kind::network);
}

TEST_F(StorageOf, ALocalFileSystemInUserSpaceIsNoNetwork) {
    EXPECT_EQ(of("0:53", "/stick").kind, Storage::Kind::fast);
}

TEST_F(StorageOf, ADeviceThatIsNotListedIsFoundByTheMountPointAboveThePath) {
    EXPECT_EQ(of("0:99", "/with blank/snes").kind, Storage::Kind::network);
    EXPECT_EQ(of("0:99", "/nasty/snes").kind, Storage::Kind::fast);
    EXPECT_EQ(of("0:99", "/roms/snes"), (Storage{Storage::Kind::spindle, "sda"}));
}

TEST_F(StorageOf, WhatCannotBeFoundOutIsFast) {
    EXPECT_EQ(platform::storage_of("8:99", "/", "", folder_.path()), Storage());
    EXPECT_EQ(platform::storage_of("/nowhere/at all"), Storage());
}
