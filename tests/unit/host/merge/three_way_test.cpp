#include "merge/three_way.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace curateur::merge {
namespace {

using Text = std::optional<std::string>;
constexpr std::nullopt_t k_unset = std::nullopt;

// One row of the merge table: the three values of one managed field, and what each strategy makes
// of it.
struct TableRow {
    const char* name;
    Text mine, base, theirs;
    bool same_game;
    Text preserve, refresh, reset;
    Row by; // under preserve
};

void PrintTo(const TableRow& row, std::ostream* out) {
    *out << row.name;
}

const TableRow k_rows[] = {
    {"NobodyFilledIt", k_unset, k_unset, "new", true, "new", "new", "new", Row::fills},
    {"UserClearedIt", k_unset, "old", "new", true, k_unset, "new", "new", Row::cleared},
    {"OursAndChangedUpstream", "old", "old", "new", true, "new", "new", "new", Row::refreshes},
    {"UserEditedIt", "edit", "old", "new", true, "edit", "new", "new", Row::edited},
    {"WrittenBySomebodyElse",
     "foreign",
     k_unset,
     "new",
     true,
     "foreign",
     "new",
     "new",
     Row::foreign},
    {"AllAgree", "same", "same", "same", true, "same", "same", "same", Row::agrees},
    {"AgreesWithoutABase", "same", k_unset, "same", true, "same", "same", "same", Row::agrees},
    {"GoneUpstream", "old", "old", k_unset, true, "old", "old", k_unset, Row::stays},
    {"GoneUpstreamButEdited", "edit", "old", k_unset, true, "edit", "edit", k_unset, Row::stays},
    {"AnotherGameWithoutIt", "old", "old", k_unset, false, k_unset, k_unset, k_unset, Row::removes},
    {"AnotherGameWithoutItButEdited",
     "edit",
     "old",
     k_unset,
     false,
     "edit",
     "edit",
     k_unset,
     Row::stays},
};

EntryInput input_of(const TableRow& row) {
    EntryInput input;
    input.mine.emplace();
    input.theirs.emplace();
    if (row.mine)
        input.mine->emplace("desc", *row.mine);
    if (row.base)
        input.base.emplace("desc", *row.base);
    if (row.theirs)
        input.theirs->emplace("desc", *row.theirs);
    input.base_game = "s:1";
    input.their_game = row.same_game ? "s:1" : "s:2";
    return input;
}

Rules rules_of(Strategy strategy) {
    return {strategy,
            {{"desc", Owner::managed},
             {"name", Owner::managed},
             {"favorite", Owner::user},
             {"sortname", Owner::seed}}};
}

Text value_after(const EntryInput& input, const EntryOutcome& outcome) {
    for (const FieldChange& change : outcome.changes) {
        if (change.field == "desc")
            return change.after;
    }
    const auto it = input.mine->find("desc");
    return it == input.mine->end() ? Text() : Text(it->second);
}

class MergeTable : public testing::TestWithParam<TableRow> {};

TEST_P(MergeTable, HoldsForEachStrategy) {
    const TableRow& row = GetParam();
    const EntryInput input = input_of(row);
    EXPECT_EQ(value_after(input, merge_entry(input, rules_of(Strategy::preserve_user_edits))),
              row.preserve);
    EXPECT_EQ(value_after(input, merge_entry(input, rules_of(Strategy::refresh_metadata))),
              row.refresh);
    EXPECT_EQ(value_after(input, merge_entry(input, rules_of(Strategy::reset_all))), row.reset);
}

TEST_P(MergeTable, SaysByWhichRow) {
    const auto verdicts =
        judge_entry(input_of(GetParam()), rules_of(Strategy::preserve_user_edits));
    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts.front().row, GetParam().by);
    EXPECT_EQ(verdicts.front().after, GetParam().preserve);
    EXPECT_EQ(verdicts.front().base, GetParam().base);
}

TEST_P(MergeTable, SaysTheSameASecondTime) {
    EntryInput input = input_of(GetParam());
    const EntryOutcome first = merge_entry(input, rules_of(Strategy::preserve_user_edits));
    const Text value = value_after(input, first);
    input.mine->clear();
    if (value)
        input.mine->emplace("desc", *value);
    input.base = first.base;
    input.base_game = first.base_game;

    EXPECT_TRUE(merge_entry(input, rules_of(Strategy::preserve_user_edits)).changes.empty());
}

INSTANTIATE_TEST_SUITE_P(Rows, MergeTable, testing::ValuesIn(k_rows), [](const auto& row) {
    return row.param.name;
});

TEST(Merge, SaysWhichStrategyOverrulesTheUser) {
    EntryInput input;
    input.mine = Fields{{"desc", "edit"}};
    input.base = {{"desc", "old"}};
    input.theirs = Fields{{"desc", "new"}};
    EXPECT_EQ(judge_entry(input, rules_of(Strategy::refresh_metadata)).front().row, Row::overrules);
}

TEST(Merge, SaysThatAllStaysOfAnEntryOfWhichNothingIsKnown) {
    EntryInput input;
    input.mine = Fields{{"desc", "mine"}, {"favorite", "true"}};
    const auto verdicts = judge_entry(input, rules_of(Strategy::reset_all));
    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts.front().row, Row::stays);
    EXPECT_EQ(verdicts.front().after, "mine");
}

TEST(Merge, SaysWhatIsLockedAndWhatIsSet) {
    EntryInput input;
    input.mine = Fields{{"desc", "mine"}, {"name", "mine"}};
    input.theirs = Fields{{"desc", "new"}, {"name", "new"}};
    input.locked = {"desc"};
    input.forced = {"name"};
    const auto verdicts = judge_entry(input, rules_of(Strategy::preserve_user_edits));
    ASSERT_EQ(verdicts.size(), 2U);
    EXPECT_EQ(verdicts[0].row, Row::locked);
    EXPECT_EQ(verdicts[1].row, Row::forced);
}

TEST(Merge, MakesANewEntryOfWhatIsManagedAndSeededButNotOfWhatIsTheUsers) {
    EntryInput input;
    input.theirs =
        Fields{{"desc", "d"}, {"favorite", "true"}, {"sortname", "s"}, {"unlisted", "u"}};
    input.base = {{"desc", "stale"}};
    input.their_game = "s:1";

    const EntryOutcome outcome = merge_entry(input, rules_of(Strategy::preserve_user_edits));

    EXPECT_TRUE(outcome.is_new);
    ASSERT_EQ(outcome.changes.size(), 2U);
    EXPECT_EQ(outcome.changes[0].field, "desc");
    EXPECT_EQ(outcome.changes[1].field, "sortname");
    EXPECT_EQ(outcome.base, (Fields{{"desc", "d"}}));
}

TEST(Merge, NeverTouchesTheUsersFieldsNotEvenWhenItResetsAll) {
    EntryInput input;
    input.mine = Fields{{"favorite", "true"}, {"sortname", "x"}, {"unlisted", "u"}};
    input.theirs = Fields{{"favorite", "false"}, {"sortname", "y"}};

    EXPECT_TRUE(merge_entry(input, rules_of(Strategy::reset_all)).changes.empty());
}

TEST(Merge, LeavesAnEntryWithoutARecordAlone) {
    EntryInput input;
    input.mine = Fields{{"desc", "old"}};
    input.base = {{"desc", "old"}};
    input.base_game = "s:1";

    const EntryOutcome outcome = merge_entry(input, rules_of(Strategy::reset_all));

    EXPECT_TRUE(outcome.changes.empty());
    EXPECT_EQ(outcome.base, input.base);
}

TEST(Merge, DropsTheBasesOfAnEntryThatIsGone) {
    EntryInput input;
    input.base = {{"desc", "old"}};

    EXPECT_TRUE(merge_entry(input, rules_of(Strategy::preserve_user_edits)).base.empty());
}

TEST(Merge, TakesANameThatIsTheFilesStemAsUnset) {
    EntryInput input;
    input.mine = Fields{{"name", "zelda (usa)"}};
    input.theirs = Fields{{"name", "Zelda"}};
    input.unset_name_field = "name";
    input.unset_names = {"zelda (usa)"};

    const EntryOutcome outcome = merge_entry(input, rules_of(Strategy::preserve_user_edits));

    ASSERT_EQ(outcome.changes.size(), 1U);
    EXPECT_EQ(outcome.changes[0].after, "Zelda");
}

TEST(Merge, TellsUserEditsFromValuesThatSomethingElseWrote) {
    EntryInput input;
    input.mine = Fields{{"desc", "edit"}, {"name", "foreign"}};
    input.base = {{"desc", "old"}};
    input.theirs = Fields{{"desc", "new"}, {"name", "new"}};

    const EntryOutcome outcome = merge_entry(input, rules_of(Strategy::preserve_user_edits));

    EXPECT_EQ(outcome.edited, std::vector<std::string>{"desc"});
    EXPECT_EQ(outcome.foreign, std::vector<std::string>{"name"});
}

TEST(Merge, KeepsALockedFieldUnderEveryStrategy) {
    EntryInput input;
    input.mine = Fields{{"desc", "mine"}};
    input.theirs = Fields{{"desc", "new"}};
    input.locked = {"desc"};

    EXPECT_TRUE(merge_entry(input, rules_of(Strategy::reset_all)).changes.empty());
}

TEST(Merge, AFieldThatTheUserSetElsewhereIsTakenWhateverStandsThere) {
    EntryInput input;
    input.mine = Fields{{"desc", "mine"}};
    input.base = Fields{{"desc", "old"}};
    input.theirs = Fields{{"desc", "set"}};
    input.forced = {"desc"};
    input.locked = {"desc"};
    const auto outcome = merge_entry(input, rules_of(Strategy::preserve_user_edits));
    ASSERT_EQ(outcome.changes.size(), 1U);
    EXPECT_EQ(outcome.changes.front().after, "set");
    EXPECT_TRUE(outcome.edited.empty());
}

// What is written is borrowed from theirs.
TEST(Merge, WhatAFieldChangesToIsWhatTheirsSays) {
    const std::vector<Text> texts{k_unset, "Foo", "b"}; // Foo: the file's name, which is no value
    for (const auto strategy :
         {Strategy::preserve_user_edits, Strategy::refresh_metadata, Strategy::reset_all}) {
        for (int number = 0; number < 3 * 3 * 3 * 2 * 2 * 2; ++number) {
            EntryInput input;
            const auto of = [&](int place) -> const Text& {
                return texts[static_cast<std::size_t>(number / place % 3)];
            };
            const auto put = [](Fields& fields, const Text& text) {
                if (text) {
                    fields.emplace("name", *text);
                }
            };
            put(input.mine.emplace(), of(1));
            put(input.base, of(3));
            put(input.theirs.emplace(), of(9));
            input.base_game = "src:1";
            input.their_game = number / 27 % 2 == 0 ? "src:1" : "src:2";
            input.locked.resize(number / 54 % 2 == 0 ? 0 : 1, "name");
            input.forced.resize(number / 108 % 2 == 0 ? 0 : 1, "name");
            input.unset_name_field = "name";
            input.unset_names = {"Foo"};
            for (const auto& change :
                 merge_entry(input, {strategy, {{"name", Owner::managed}}}).changes) {
                EXPECT_TRUE(!change.after || change.after == of(9)) << number;
            }
        }
    }
}

} // namespace
} // namespace curateur::merge
