#include "report/error_log.hpp"
#include "report/faces.hpp"

#include <gtest/gtest.h>

using namespace curateur::report;

namespace {

Entry entry(Status status, std::string name, std::uint64_t media, std::string detail) {
    Entry made;
    made.index = 1;
    made.total = 15;
    made.system = "nes";
    made.path = "./" + name;
    made.name = std::move(name);
    made.status = status;
    made.media_downloaded = media;
    made.detail = std::move(detail);
    return made;
}

class Plain : public testing::Test {
protected:
    std::string out_, warned_;
    std::unique_ptr<Reporter> plain_ =
        make_plain([this](std::string_view text) { out_ += text; },
                   [this](std::string_view text) { warned_ += text; });
};

} // namespace

TEST_F(Plain, BannerIsTheSeeds) {
    plain_->system_start({"nes", "Nintendo Entertainment System", 15});
    EXPECT_EQ(out_,
              "============================================================\n"
              "Scraping Nintendo Entertainment System\n"
              "Total ROMs: 15\n"
              "============================================================\n\n");
}

TEST_F(Plain, EntryLinesAreTheSeeds) {
    plain_->entry(entry(Status::scraped, "Super Mario Bros.nes", 2, ""));
    plain_->entry(entry(Status::not_found, "BadROM.nes", 0, "No game info found from API"));
    plain_->entry(entry(Status::skipped, "Test.nes", 0, ""));
    EXPECT_EQ(out_,
              "  ✓ [1/15] Super Mario Bros.nes - 2 media files\n"
              "  ✗ [1/15] BadROM.nes - No game info found from API\n"
              "  ○ [1/15] Test.nes\n");
}

TEST_F(Plain, SystemSummaryIsTheSeeds) {
    SystemEnd end{"nes", "Nintendo Entertainment System", {}};
    end.counts.total = 15;
    end.counts.by_status = {12, 0, 0, 2, 1, 0, 0};
    end.counts.seconds = 154.2;
    plain_->system_end(end);
    EXPECT_EQ(out_,
              "\n------------------------------------------------------------\n"
              "System Complete: Nintendo Entertainment System\n"
              "  Total:     15\n"
              "  Succeeded: 12\n"
              "  Failed:    2\n"
              "  Skipped:   1\n"
              "  Time:      2m 34s\n"
              "------------------------------------------------------------\n\n");
}

TEST_F(Plain, SaysNotFoundApartFromFailed) {
    SystemEnd end{"nes", "NES", {}};
    end.counts.by_status = {0, 0, 3, 0, 0, 0, 0};
    plain_->system_end(end);
    EXPECT_NE(out_.find("  Not found: 3\n"), std::string::npos);
}

TEST_F(Plain, WarningsGoElsewhere) {
    plain_->warning({"nes", "gamelist.xml:3: cut off"});
    EXPECT_EQ(out_, "");
    EXPECT_EQ(warned_, "warning: nes: gamelist.xml:3: cut off\n");
}

TEST(Json, WritesOneObjectALine) {
    std::string out;
    const auto json = make_json([&](std::string_view text) { out += text; });
    json->entry(entry(Status::failed, "a\"b.nes", 0, "line\nbreak"));
    EXPECT_EQ(out,
              "{\"event\":\"entry\",\"index\":1,\"system\":\"nes\",\"path\":\"./"
              "a\\\"b.nes\",\"status\":\"failed\","
              "\"reason\":\"\",\"detail\":\"line\\nbreak\",\"source\":\"\",\"game_id\":\"\","
              "\"matched_by\":\"\","
              "\"media_downloaded\":0}\n");
}

TEST(Json, IsReadableWhateverAFileIsCalled) {
    std::string out;
    const auto json = make_json([&](std::string_view text) { out += text; });
    json->warning({"nes", "a\xFF\x1B.nes"});
    EXPECT_EQ(out,
              "{\"event\":\"warning\",\"system\":\"nes\",\"message\":\"a\uFFFD\\u001B.nes\"}\n");
}

TEST(Quiet, TellsFailuresOnly) {
    std::string warned;
    const auto quiet = make_quiet([&](std::string_view text) { warned += text; });
    quiet->entry(entry(Status::scraped, "a.nes", 2, ""));
    quiet->entry(entry(Status::failed, "b.nes", 0, "timed out"));
    EXPECT_EQ(warned, "nes/b.nes: timed out\n");
}

TEST(Duration, IsShort) {
    EXPECT_EQ(duration_text(4.6), "5s");
    EXPECT_EQ(duration_text(154), "2m 34s");
    EXPECT_EQ(duration_text(3605), "1h 0m 5s");
}

TEST(ErrorLog, KeepsFailuresAndMissesOnly) {
    ErrorLog log;
    log.add(entry(Status::scraped, "a.nes", 2, ""));
    EXPECT_FALSE(log.has_errors());
    log.add(entry(Status::not_found, "b.nes", 0, "unknown"));
    EXPECT_EQ(log.text("noon"),
              "curateur: errors of the run of noon\nFailed: 0, not found: 1, warnings: 0\n\n[nes] "
              "./b.nes: unknown\n");
}
