#include "pipeline/identify.hpp"
#include "support/made_archives.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

namespace curateur::pipeline {
namespace {

class IdentifyEntry : public testing::Test {
protected:
    Identified identified(const std::string& key, const IdentifyRules& rules) {
        Scan scan;
        scan.system.path = folder_.path();
        scan.system.extensions = {".sfc", ".zip"};
        scan.platform = "snes";
        ScannedEntry entry;
        entry.key = key;
        auto found = identify_entry(scan, entry, rules, {});
        EXPECT_TRUE(found) << found.error().message;
        return found ? *std::move(found) : Identified{};
    }

    test::TempFolder folder_;
};

} // namespace

TEST_F(IdentifyEntry, AboveTheLimitGoesByNameAndSizeAlone) {
    folder_.write("a.sfc", std::string(2048, 'x'));
    const auto found = identified("a.sfc", {2047, true});
    ASSERT_EQ(found.evidence.size(), 1U);
    EXPECT_EQ(found.evidence[0].name, "a.sfc");
    EXPECT_EQ(found.evidence[0].size, 2048U);
    EXPECT_EQ(found.evidence[0].crc32 + found.evidence[0].md5 + found.evidence[0].sha1, "");
    EXPECT_FALSE(found.has_more);
}

TEST_F(IdentifyEntry, AtTheLimitAndWithoutOneIsDigested) {
    folder_.write("a.sfc", std::string(2048, 'x'));
    EXPECT_NE(identified("a.sfc", {2048, false}).evidence.at(0).sha1, "");
    EXPECT_NE(identified("a.sfc", {0, false}).evidence.at(0).sha1, "");
}

TEST_F(IdentifyEntry, MakesCrc32AloneWhenNobodyAsksByAnother) {
    folder_.write("a.sfc", std::string(2048, 'x'));
    const auto found = identified("a.sfc", {0, false, CUR_HASH_CRC32});
    EXPECT_NE(found.evidence.at(0).crc32, "");
    EXPECT_EQ(found.evidence.at(0).md5 + found.evidence.at(0).sha1, "");
}

TEST_F(IdentifyEntry, CouldReadMoreWhenTheArchivesDigestIsNotOneThatIsAskedBy) {
    folder_.write("a.zip", test::zip_of({{"a.sfc", std::string(2048, 'x')}}));
    EXPECT_FALSE(identified("a.zip", {}).has_more);
    EXPECT_TRUE(identified("a.zip", {0, false, CUR_HASH_MD5}).has_more);
    EXPECT_FALSE(identified("a.zip", {0, false, 0}).has_more);
}

TEST_F(IdentifyEntry, CountsWhatWasReadAndWhatWasUnpacked) {
    folder_.write("a.zip", test::zip_of({{"a.sfc", std::string(2048 + 512, 'x')}}));
    const auto found = identified("a.zip", {}); // a copier's header, so it is unpacked
    EXPECT_GT(found.bytes_read, 0U);
    EXPECT_EQ(found.bytes_unpacked, 2048U + 512U);
    EXPECT_EQ(found.evidence.size(), 2U);
}

} // namespace curateur::pipeline
