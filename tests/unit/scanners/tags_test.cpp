#include "tags/tags.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

std::string join(const std::vector<std::string>& parts) {
    std::string all;
    for (const auto& part : parts) {
        all += (all.empty() ? "" : ",") + part;
    }
    return all;
}

struct Row {
    const char *name, *title, *regions, *languages;
    unsigned disc = 0;
    const char* revision = "";
    const char* status = "";
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.name;
}

class TagsTable : public testing::TestWithParam<Row> {};

TEST(TagsOfTosec, HoldTheYear) {
    EXPECT_EQ(tags::parse("Elite (1985)(Firebird)(GB)").year, 1985);
    EXPECT_EQ(tags::parse("Elite (1985-09-20)(Firebird)").year, 1985);
    EXPECT_EQ(tags::parse("Elite (19xx)(Firebird)").year, 0);
    EXPECT_EQ(tags::parse("1942 (Japan, USA)").year, 0);
    EXPECT_EQ(tags::parse("Game (1000)").others.size(), 1U);
}

} // namespace

TEST_P(TagsTable, SaysWhatTheNameSays) {
    const auto& row = GetParam();
    const auto tags = tags::parse(row.name);
    EXPECT_EQ(tags.title, row.title);
    EXPECT_EQ(join(tags.regions), row.regions);
    EXPECT_EQ(join(tags.languages), row.languages);
    EXPECT_EQ(tags.disc, row.disc);
    EXPECT_EQ(tags.revision, row.revision);
    EXPECT_EQ(join(tags.status), row.status);
}

INSTANTIATE_TEST_SUITE_P(
    Names,
    TagsTable,
    testing::Values(
        Row{"Super Mario Bros. (World)", "Super Mario Bros.", "wor", ""},
        Row{"Legend of Zelda, The (USA) (Rev 1)", "Legend of Zelda, The", "us", "", 0, "1"},
        Row{"Zelda (USA, Europe)", "Zelda", "us,eu", ""},
        Row{"Game (Europe) (En,Fr,De)", "Game", "eu", "en,fr,de"},
        Row{"Game (Europe) (En,Fr,De,Es,It,Nl) (RE)", "Game", "eu", "en,fr,de,es,it,nl"},
        Row{"Final Fantasy VII (USA) (Disc 2)", "Final Fantasy VII", "us", "", 2},
        Row{"Final Fantasy VII (USA) (Disc 2 of 3)", "Final Fantasy VII", "us", "", 2},
        Row{"Game (Disk 1)", "Game", "", "", 1},
        Row{"Game (Side B)", "Game", "", "", 2},
        Row{"Game (CD1)", "Game", "", "", 1},
        Row{"Sonic (U) [!]", "Sonic", "us", "", 0, "", "verified"},
        Row{"Sonic (JU) [b1]", "Sonic", "jp,us", "", 0, "", "bad"},
        Row{"Sonic (JUE)", "Sonic", "jp,us,eu", ""},
        Row{"Sonic (W)", "Sonic", "wor", ""},
        Row{"Elite (1985)(Firebird)(GB)", "Elite", "gb", ""},
        Row{"Elite (1985)(Firebird)(de)", "Elite", "", "de"},
        Row{"Elite (1985)(Firebird)(GB)(en)", "Elite", "gb", "en"},
        Row{"Elite (1985)(Firebird)(US-EU)", "Elite", "us,eu", ""},
        Row{"Game v1.2 (Japan)", "Game v1.2", "jp", ""},
        Row{"Game (v1.2)", "Game", "", "", 0, "1.2"},
        Row{"Game (Rev A)", "Game", "", "", 0, "A"},
        Row{"Game (REV01)", "Game", "", "", 0, "01"},
        Row{"[BIOS] Game Boy (World)", "Game Boy", "wor", "", 0, "", "bios"},
        Row{"Game (Beta)", "Game", "", "", 0, "", "beta"},
        Row{"Game (Unl)", "Game", "", "", 0, "", "unlicensed"},
        Row{"Game", "Game", "", ""},
        Row{"Game_Name_(France)", "Game Name", "fr", ""},
        Row{"Game (Brazil) (Pt-BR)", "Game", "br", "pt"},
        Row{"Game (Korea)", "Game", "kr", ""},
        Row{"Game (Australia)", "Game", "au", ""},
        Row{"Game (Asia) (En+Zh)", "Game", "asi", "en,zh"},
        Row{"Game (United Kingdom)", "Game", "gb", ""},
        Row{"Game (Germany) (Rev 2)", "Game", "de", "", 0, "2"},
        Row{"Game (Spain)", "Game", "es", ""},
        Row{"Game (Latin America)", "Game", "ame", ""},
        Row{"Game (Netherlands) (Nl)", "Game", "nl", "nl"},
        Row{"Game (Unclosed", "Game (Unclosed", "", ""},
        Row{"Game (USA) Extra (Disc 1)", "Game Extra", "us", "", 1},
        Row{"Game ()", "Game", "", ""},
        Row{"Rockman ~ Mega Man (World)", "Rockman ~ Mega Man", "wor", ""},
        Row{"Game (Sweden) (Sv)", "Game", "se", "sv"}));

// The table of regions, by convention.
INSTANTIATE_TEST_SUITE_P(
    Regions,
    TagsTable,
    testing::Values(Row{"Game (Hungary)", "Game", "hu", ""},
                    Row{"Game (Israel)", "Game", "il", ""},
                    Row{"Game (Mexico)", "Game", "mx", ""},
                    Row{"Game (Holland)", "Game", "nl", ""},
                    Row{"Game (New Zealand)", "Game", "nz", ""},
                    Row{"Game (South Africa)", "Game", "za", ""},
                    Row{"Game (Turkey)", "Game", "tr", ""},
                    Row{"Game (England)", "Game", "gb", ""},
                    Row{"Game (UAE)", "Game", "ae", ""},
                    Row{"Game (Scandinavia)", "Game", "se,no,dk,fi", ""},
                    Row{"Game (Hong Kong)", "Game", "cn,asi", ""},
                    Row{"Game (Belgium, Netherlands)", "Game", "eu,nl", ""},
                    Row{"Game (Austria, Switzerland)", "Game", "eu", ""},
                    Row{"Game (JPN)", "Game", "jp", ""},
                    Row{"Game (Ch)", "Game", "cn", ""},
                    Row{"Game (Sw)", "Game", "se", ""},
                    Row{"Game (Gr)", "Game", "gr", ""},
                    Row{"Game (K)", "Game", "kr", ""},
                    Row{"Game (B)", "Game", "br", ""},
                    Row{"Game (UEB)", "Game", "us,eu,br", ""},
                    Row{"Game (BK)", "Game", "", ""},
                    Row{"Game (1994)(Publisher)(DE-FR)", "Game", "de,fr", ""},
                    Row{"Game (Unknown)", "Game", "", ""},
                    // Only the first group counts, and only if all of it is regions.
                    Row{"Game (USA) (B)", "Game", "us", ""},
                    Row{"Game (Europe) (Japan)", "Game", "eu", ""},
                    Row{"Game (Europe, Arcade)", "Game", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Languages,
    TagsTable,
    testing::Values(Row{"Game (Europe) (En,Fr,De,Es,It,Nl,Pt,Sv,No,Da,Fi)",
                        "Game",
                        "eu",
                        "en,fr,de,es,it,nl,pt,sv,no,da,fi"},
                    Row{"Game (Japan) (En,Ja)", "Game", "jp", "en,ja"},
                    Row{"Game (USA) (En-US,Es-MX)", "Game", "us", "en,es"},
                    Row{"Game (Taiwan) (Zh-Hant)", "Game", "tw", "zh"},
                    Row{"Game (1990)(Publisher)(en-fr)", "Game", "", "en,fr"},
                    Row{"Game (1990)(Publisher)(GB)(en-de-fr)", "Game", "gb", "en,de,fr"},
                    Row{"Game (Norway) (No)", "Game", "no", "no"},
                    Row{"Game (M3)", "Game", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    DiscsAndRevisions,
    TagsTable,
    testing::Values(Row{"Game (Disk 2 of 3 Side B)", "Game", "", "", 2},
                    Row{"Game (Disk 1)(Side B)", "Game", "", "", 1},
                    Row{"Game (Disc B)", "Game", "", "", 2},
                    Row{"Game (CD 3)", "Game", "", "", 3},
                    Row{"Game (Tape 2 of 2)", "Game", "", "", 2},
                    Row{"Game (Part 2 of 4)", "Game", "", "", 2},
                    Row{"Game (Part 2)", "Game", "", ""},
                    Row{"Game (Disc Station)", "Game", "", ""},
                    Row{"Game (USA) (Disc 1) (Rev 2)", "Game", "us", "", 1, "2"},
                    Row{"Game (v1.20.3)", "Game", "", "", 0, "1.20.3"},
                    Row{"Game (Virtual Console)", "Game", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Statuses,
    TagsTable,
    testing::Values(
        Row{"Game (USA) (Beta 2)", "Game", "us", "", 0, "", "beta"},
        Row{"Game (Proto)", "Game", "", "", 0, "", "prototype"},
        Row{"Game (Possible Proto)", "Game", "", "", 0, "", "prototype"},
        Row{"Game (Sample)", "Game", "", "", 0, "", "sample"},
        Row{"Game (Europe) (Demo)", "Game", "eu", "", 0, "", "demo"},
        Row{"Game (demo-playable) (1990)(Publisher)", "Game", "", "", 0, "", "demo"},
        Row{"Game (World) (Aftermarket) (Unl)", "Game", "wor", "", 0, "", "aftermarket,unlicensed"},
        Row{"Game (Alt 1)", "Game", "", "", 0, "", "alternate"},
        Row{"Game (PD)", "Game", "", "", 0, "", "public_domain"},
        Row{"Game (U) [h1C]", "Game", "us", "", 0, "", "hack"},
        Row{"Game (E) [o1]", "Game", "eu", "", 0, "", "overdump"},
        Row{"Game (J) [T+Eng1.0_Ann]", "Game", "jp", "", 0, "", "translated"},
        Row{"Game (J) [T-Fre]", "Game", "jp", "", 0, "", "translated"},
        Row{"Game (1988)(Firm)[cr Group][t +2]", "Game", "", "", 0, "", "cracked,trained"},
        Row{"Game (1988)(Firm)[a2][m]", "Game", "", "", 0, "", "alternate,modified"},
        Row{"Game (Betamax)", "Game", "", ""}));

TEST(Tags, ADateTellsTheYear) {
    EXPECT_EQ(tags::parse("Game (1990)(Publisher)").year, 1990);
    EXPECT_EQ(tags::parse("Game (1991-05-02)(Publisher)").year, 1991);
    EXPECT_EQ(tags::parse("Game (19xx)(Publisher)").year, 0);
}

TEST(Tags, KeepWhatTheyDoNotKnow) {
    const auto tags = tags::parse("Game (1990)(Publisher)(PAL)[C]");
    EXPECT_EQ(join(tags.others), "Publisher,PAL,C");
}
