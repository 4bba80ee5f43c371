#include "match/distance.hpp"
#include "match/verify.hpp"

#include <gtest/gtest.h>

namespace curateur::match {
namespace {

struct Case {
    const char* ours;
    const char* theirs;
};

TEST(TitleDistance, IsNothingForTheSameTitleSpelledTheWaysDatabasesDo) {
    for (const Case& row :
         {Case{"Super Mario Bros.", "Super Mario Bros."},
          {"Legend of Zelda, The - A Link to the Past", "The Legend of Zelda: A Link to the Past"},
          {"Final Fantasy VII", "Final Fantasy 7"},
          {"Rockman 2 ~ Mega Man 2", "Mega Man 2"},
          {"Pokemon", "Pok\u00e9mon"},
          {"Pac-Man", "Pac Man"},
          {"PacMan", "Pac-Man"},
          {"Mega Man X", "Mega Man X"}})
        EXPECT_EQ(title_distance(row.ours, row.theirs).value(), 0)
            << row.ours << " / " << row.theirs;
}

TEST(TitleDistance, RefusesAnotherNumberEvenLeniently) {
    for (const Case& row : {Case{"Mega Man 2", "Mega Man 3"},
                            {"Street Fighter II", "Street Fighter"},
                            {"FIFA 98", "FIFA 99"}})
        EXPECT_GT(title_distance(row.ours, row.theirs).value(), accept_distance(Level::lenient))
            << row.ours;
}

TEST(TitleDistance, RefusesAnotherGameOfTheSeriesNormally) {
    for (const Case& row : {Case{"Street Fighter Alpha", "Street Fighter"},
                            {"Mario Bros", "Sonic the Hedgehog"},
                            {"Super Mario Bros.", "Super Mario Kart"},
                            {"Offbeat Title", "Completely Different"}})
        EXPECT_GT(title_distance(row.ours, row.theirs).value(), accept_distance(Level::normal))
            << row.ours;
}

TEST(TitleDistance, AcceptsASlipOfSpellingAndAMissingSubtitleNormally) {
    for (const Case& row :
         {Case{"Castelvania", "Castlevania"}, {"Castlevania II", "Castlevania II - Simon's Quest"}})
        EXPECT_LE(title_distance(row.ours, row.theirs).value(), accept_distance(Level::lenient))
            << row.ours;
}

TEST(TitleDistance, SaysWhatItIsMadeOf) {
    EXPECT_EQ(title_distance("Mega Man 2", "Mega Man 3").explain(),
              "0.72 (another number 0.60, words not in common 0.12)");
}

} // namespace
} // namespace curateur::match
