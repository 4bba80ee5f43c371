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
