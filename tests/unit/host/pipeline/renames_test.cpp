#include "pipeline/renames.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

class Renames : public testing::Test {
protected:
    Renames() { scan_.system.path = folder_.path(); }

    void add_scanned(const std::string& key, const store::StatKey& stat) {
        pipeline::ScannedEntry entry;
        entry.key = key;
        entry.size = stat.size;
        entry.mtime_ns = stat.mtime_ns;
        entry.inode = stat.inode;
        scan_.entries.push_back(entry);
    }

    void add_known(const std::string& key, const store::StatKey& stat) {
        store::KnownEntry entry;
        entry.key = key;
        entry.id = static_cast<std::int64_t>(known_.size()) + 1;
        entry.stat = stat;
        known_.push_back(entry);
    }

    // "a>b ", each rename.
    std::string found() {
        std::string all;
        for (const auto& one : pipeline::renames_in(scan_, store::KnownEntries(known_))) {
            all += one.from + ">" + one.to + " ";
        }
        return all;
    }

    test::TempFolder folder_;
    pipeline::Scan scan_;
    std::vector<store::KnownEntry> known_;
};

} // namespace

TEST_F(Renames, AreFoundByInodeSizeAndTime) {
    add_known("a.nes", {5, 1'000, 77});
    add_scanned("b.nes", {5, 1'000, 77});
    EXPECT_EQ(found(), "a.nes>b.nes ");
}

TEST_F(Renames, NeedAllThree) {
    add_known("a.nes", {5, 1'000, 77});
    add_scanned("b.nes", {6, 1'000, 77});
    add_scanned("c.nes", {5, 1'001, 77});
    add_scanned("d.nes", {5, 1'000, 78});
    EXPECT_EQ(found(), "");
}

TEST_F(Renames, AreNotSoughtWithoutInodes) {
    add_known("a.nes", {5, 1'000, 0});
    add_scanned("b.nes", {5, 1'000, 0});
    EXPECT_EQ(found(), "");
}

TEST_F(Renames, OfLinksAreNoRenames) {
    add_known("a.nes", {5, 1'000, 77});
    add_scanned("b.nes", {5, 1'000, 77});
    add_scanned("c.nes", {5, 1'000, 77});
    EXPECT_EQ(found(), "");
}

TEST_F(Renames, OfAFileThatIsStillThereAreNoRenames) {
    folder_.write("a.nes", "12345"); // but left out of the scan
    add_known("a.nes", {5, 1'000, 77});
    add_scanned("b.nes", {5, 1'000, 77});
    EXPECT_EQ(found(), "");
}

TEST_F(Renames, DoNotTakeWhatIsKnownAlready) {
    add_known("a.nes", {5, 1'000, 77});
    add_known("b.nes", {5, 1'000, 77});
    add_scanned("b.nes", {5, 1'000, 77});
    EXPECT_EQ(found(), "");
}
