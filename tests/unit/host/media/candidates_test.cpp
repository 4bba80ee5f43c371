#include "media/candidates.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

core::Media
medium(std::string kind, std::string region, std::string variant = "", std::string format = "png") {
    core::Media made;
    made.kind = std::move(kind);
    made.region = std::move(region);
    made.variant = std::move(variant);
    made.format = std::move(format);
    return made;
}

media::Want cover() {
    media::Want want;
    want.kind = "cover";
    want.formats = {"jpg", "png"};
    want.regions = {"us", "eu", "jp"};
    return want;
}

std::string regions_of(const std::vector<media::Candidate>& found) {
    std::string all;
    for (const auto& one : found) {
        all += one.media->region + " ";
    }
    return all;
}

} // namespace

TEST(Candidates, ComeInTheOrderOfRegions) {
    core::Record record;
    record.media = {medium("cover", "jp"),
                    medium("cover", "us"),
                    medium("screenshot", "us"),
                    medium("cover", "eu")};
    EXPECT_EQ(regions_of(media::candidates({&record}, cover())), "us eu jp ");
}

TEST(Candidates, AreThreeAtMost) {
    core::Record record;
    record.media = {
        medium("cover", "jp"), medium("cover", "us"), medium("cover", "kr"), medium("cover", "eu")};
    EXPECT_EQ(media::candidates({&record}, cover()).size(), 3U);
}

TEST(Candidates, LeaveOutWhatTheFrontendCannotShow) {
    core::Record record;
    record.media = {medium("cover", "us", "", "webp"), medium("cover", "jp", "", "jpeg")};
    EXPECT_EQ(regions_of(media::candidates({&record}, cover())), "jp ");
}

TEST(Candidates, FollowTheUsersVariantsBeforeRegions) {
    core::Record record;
    record.media = {medium("logo", "us", "plain"), medium("logo", "jp", "hd")};
    auto want = cover();
    want.kind = "logo";
    want.variants = {"hd", "plain"};
    EXPECT_EQ(regions_of(media::candidates({&record}, want)), "jp us ");
}

TEST(Candidates, WithoutAVariantCountAsPlain) {
    core::Record record;
    record.media = {medium("physical_media", "us", "texture"), medium("physical_media", "jp", "")};
    auto want = cover();
    want.kind = "physical_media";
    want.variants = {"texture", "plain"};
    EXPECT_EQ(regions_of(media::candidates({&record}, want)), "us jp ");
    want.variants = {"plain", "texture"};
    EXPECT_EQ(regions_of(media::candidates({&record}, want)), "jp us ");
}

TEST(Candidates, OfTheFirstSourceComeBeforeAllOfTheSecond) {
    core::Record first;
    core::Record second;
    first.media = {medium("cover", "jp")};
    second.media = {medium("cover", "us")};
    EXPECT_EQ(regions_of(media::candidates({&first, &second}, cover())), "jp us ");
}

TEST(Candidates, OfAnotherDiscComeLast) {
    core::Record record;
    record.media = {medium("physical_media", "us"), medium("physical_media", "eu")};
    record.media[0].disc = 2;
    record.media[1].disc = 1;
    auto want = cover();
    want.kind = "physical_media";
    want.disc = 1;
    EXPECT_EQ(regions_of(media::candidates({&record}, want)), "eu us ");
}

TEST(Ranking, BeginsWithTheCandidatesAndSaysWhatDecided) {
    core::Record first;
    core::Record second;
    first.source = "a";
    first.media = {medium("cover", "us", "", "webp"),
                   medium("cover", "jp"),
                   medium("cover", "eu"),
                   medium("cover", "us"),
                   medium("cover", "us")};
    first.media[4].rank = 2;
    second.media = {medium("cover", "us")};
    const auto all = media::ranking({&first, &second}, cover());
    const auto tried = media::candidates({&first, &second}, cover());
    ASSERT_EQ(all.size(), 6U);
    for (std::size_t i = 0; i < tried.size(); ++i) {
        EXPECT_EQ(all[i].candidate.media, tried[i].media);
    }
    EXPECT_EQ(all[0].why, "region us");
    EXPECT_EQ(all[1].why, "the source ranks it lower");
    EXPECT_EQ(all[2].why, "region eu comes later");
    EXPECT_EQ(all[3].why, "region jp comes later");
    EXPECT_EQ(all[4].why, "a comes first");
    EXPECT_EQ(all[5].why, "the frontend does not show webp");
    EXPECT_FALSE(all[5].is_shown);
}
