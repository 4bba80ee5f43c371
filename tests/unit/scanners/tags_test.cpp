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
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.name;
}

class TagsTable : public testing::TestWithParam<Row> {};

} // namespace

TEST_P(TagsTable, SaysWhatTheNameSays) {
    const auto& row = GetParam();
    const auto tags = tags::parse(row.name);
    EXPECT_EQ(tags.title, row.title);
    EXPECT_EQ(join(tags.regions), row.regions);
    EXPECT_EQ(join(tags.languages), row.languages);
    EXPECT_EQ(tags.disc, row.disc);
    EXPECT_EQ(tags.revision, row.revision);
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
        Row{"Sonic (U) [!]", "Sonic", "us", ""},
        Row{"Sonic (JU) [b1]", "Sonic", "jp,us", ""},
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
        Row{"[BIOS] Game Boy (World)", "Game Boy", "wor", ""},
        Row{"Game (Beta)", "Game", "", ""},
        Row{"Game (Unl)", "Game", "", ""},
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
