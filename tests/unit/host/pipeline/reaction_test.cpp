#include "pipeline/checking.hpp"
#include "pipeline/reaction.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace curateur::pipeline {
namespace {

TEST(Reaction, EveryStatusHasOne) {
    struct Row {
        cur_status status;
        Reaction reaction;
    };

    for (const auto& row : std::vector<Row>{{CUR_NOT_FOUND, Reaction::miss},
                                            {CUR_REJECTED, Reaction::fail},
                                            {CUR_MALFORMED, Reaction::retry},
                                            {CUR_UNSUPPORTED, Reaction::unsupported},
                                            {CUR_TRANSIENT, Reaction::retry},
                                            {CUR_RATE_LIMITED, Reaction::wait},
                                            {CUR_CLOSED, Reaction::wait_closed},
                                            {CUR_QUOTA_EXHAUSTED, Reaction::end_for_now},
                                            {CUR_MISSES_EXHAUSTED, Reaction::spare},
                                            {CUR_AUTH_FAILED, Reaction::end},
                                            {CUR_BLOCKED, Reaction::end},
                                            {CUR_BAD_CONFIG, Reaction::end},
                                            {CUR_INTERNAL, Reaction::fail}}) {
        EXPECT_EQ(reaction_to(row.status), row.reaction) << row.status;
    }
}

TEST(Reaction, AStatusOfALaterVersionCountsAsTheFirstOfItsBand) {
    EXPECT_EQ(reaction_to(199), Reaction::fail);
    EXPECT_EQ(reaction_to(299), Reaction::retry);
    EXPECT_EQ(reaction_to(399), Reaction::end);
}

TEST(FormatOf, GoesByTheFirstBytesAndNotByWhatTheyAreCalled) {
    EXPECT_EQ(format_of("\x89PNG\r\n\x1A\n...."), "png");
    EXPECT_EQ(format_of("\xFF\xD8\xFF\xE0...."), "jpg");
    EXPECT_EQ(format_of("....ftypisom"), "mp4");
    EXPECT_EQ(format_of("\x1A\x45\xDF\xA3\x93\x42\x82\x88matroska"), "mkv");
    EXPECT_EQ(format_of("\x1A\x45\xDF\xA3\x8F\x42\x82\x84webm"), "webm");
    EXPECT_EQ(format_of("%PDF-1.4"), "pdf");
    EXPECT_EQ(format_of("<html>"), "");
    EXPECT_EQ(format_of(""), "");
}

} // namespace
} // namespace curateur::pipeline
