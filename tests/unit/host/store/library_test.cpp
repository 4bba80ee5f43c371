#include "store/schema.hpp"
#include "store_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

using namespace curateur;
using test::evidence;
using test::record;
using test::Store;

TEST_F(Store, GivesAnEntryTheSameNumberForGood) {
    std::int64_t first = 0;
    {
        auto library = open();
        first = *library.entry("nes", "a.nes");
        EXPECT_NE(*library.entry("nes", "b.nes"), first);
    }
    EXPECT_EQ(*open().entry("nes", "a.nes"), first);
}

TEST_F(Store, GivesARecordBackAsItWas) {
    const auto put = record("7", "aa", "bb", 5);
    {
        auto library = open();
        ASSERT_TRUE(library.put_record(put));
    }
    EXPECT_EQ(*open().find_record("src", "7"), put);
}

TEST_F(Store, FindsAGameByAnyOfItsDumps) {
    auto library = open();
    ASSERT_TRUE(library.put_record(record("7", "aa", "bb", 5)));
    EXPECT_EQ(*library.find_dump("src", evidence("aa", "", 0)), "7");
    EXPECT_EQ(*library.find_dump("src", evidence("", "bb", 5)), "7");
    EXPECT_EQ(*library.find_dump("src", evidence("", "bb", 6)), "");
    EXPECT_EQ(*library.find_dump("other", evidence("aa", "", 0)), "");
}

TEST_F(Store, DoesNotTakeACrcForProofWhenTheSha1Differs) {
    auto library = open();
    ASSERT_TRUE(library.put_record(record("7", "aa", "bb", 5)));
    EXPECT_EQ(*library.find_dump("src", evidence("cc", "bb", 5)), "");
}

TEST_F(Store, DoesNotChooseBetweenTwoGamesWithOneDump) {
    auto library = open();
    ASSERT_TRUE(library.put_record(record("7", "aa", "bb", 5)));
    ASSERT_TRUE(library.put_record(record("8", "aa", "bb", 5)));
    EXPECT_EQ(*library.find_dump("src", evidence("aa", "bb", 5)), "");
}

TEST_F(Store, RemembersWhatCameOfALookup) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    EXPECT_EQ(*library.find_lookup(entry, "src"), std::nullopt);
    const store::Lookup lookup{store::LookupState::absent, "", "", 6, 99, "unknown to src"};
    ASSERT_TRUE(library.put_lookup(entry, "src", lookup));
    EXPECT_EQ(*library.find_lookup(entry, "src"), lookup);
}

TEST_F(Store, KeepsTheGamesOfAChoiceUntilItIsDecided) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    const std::vector<store::FoundGame> games{{"7", "Zebra", "1991", 0.35, "0.35 (x)"},
                                              {"8", "Zebra II", "", 0.6, "0.60 (y)"}};
    ASSERT_TRUE(
        library.put_lookup(entry, "src", {store::LookupState::undecided, "", "", 8, 9, ""}));
    ASSERT_TRUE(library.put_choice(entry, "src", games));
    EXPECT_EQ(*library.find_choice(entry, "src"), games);
    EXPECT_TRUE(library.find_choice(entry, "tgt")->empty());
    ASSERT_TRUE(library.put_lookup(entry, "tgt", {}));
    EXPECT_EQ(library.find_choice(entry, "src")->size(), 2U);
    ASSERT_TRUE(
        library.put_lookup(entry, "src", {store::LookupState::have, "7", "manual", 8, 9, ""}));
    EXPECT_TRUE(library.find_choice(entry, "src")->empty());
}

TEST_F(Store, ForgetsAChoiceWithTheLookups) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    ASSERT_TRUE(library.put_choice(entry, "src", {{"7", "Zebra", "", 0.35, ""}}));
    ASSERT_TRUE(library.drop_lookups(entry));
    EXPECT_TRUE(library.find_choice(entry, "src")->empty());
}

TEST_F(Store, RemembersHowAndWhenEvidenceWasTaken) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    EXPECT_EQ(*library.evidence_origin(entry), store::EvidenceOrigin());
    const store::EvidenceOrigin origin{99, {"the header is no part of it", "read whole"}};
    ASSERT_TRUE(library.put_evidence(entry, {5, 1'000}, {evidence("aa", "bb", 5)}, origin));
    EXPECT_EQ(*library.evidence_origin(entry), origin);
}

TEST_F(Store, SaysWhoHoldsTheLibrary) {
    const auto held = open();
    const auto second = store::Library::open(state());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::busy);
    EXPECT_THAT(second.error().message, testing::HasSubstr(std::to_string(::getpid())));
}

TEST_F(Store, CanBeLookedAtWhileARunHoldsIt) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    ASSERT_TRUE(library.put_decision(entry, {"scraped", "", "", ""}));
    auto seen = store::Library::look(state());
    ASSERT_TRUE(seen) << seen.error().message;
    EXPECT_EQ((*seen->load_system("nes")).find("a.nes")->decision.status, "scraped");
    ASSERT_TRUE(library.put_decision(entry, {"failed", "", "", ""}));
    EXPECT_EQ((*seen->load_system("nes")).find("a.nes")->decision.status, "failed");
}

TEST_F(Store, IsNotChangedByAView) {
    {
        auto library = open();
        ASSERT_TRUE(library.entry("nes", "a.nes"));
    }
    auto seen = store::Library::look(state());
    ASSERT_TRUE(seen);
    EXPECT_FALSE(seen->entry("nes", "b.nes"));
    EXPECT_TRUE(seen->entry("nes", "a.nes"));
}

TEST_F(Store, SaysThatNothingIsKnownYetAndMakesNothing) {
    const auto seen = store::Library::look(state());
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, Errc::not_found);
    EXPECT_FALSE(std::filesystem::exists(state()));
}

TEST_F(Store, IsMigratedBeforeItIsLookedAt) {
    std::filesystem::create_directories(state());
    {
        const auto first = store::Database::open(state() / "library.db");
        ASSERT_TRUE(first);
        ASSERT_TRUE(first->execute(store::library_schema().front()));
        ASSERT_TRUE(first->execute("PRAGMA user_version=1"));
    }
    auto seen = store::Library::look(state());
    ASSERT_TRUE(seen) << seen.error().message;
    EXPECT_TRUE(seen->assets_of_system("nes"));
}

TEST_F(Store, RemembersWhatWasDecidedLast) {
    const store::Decision decision{"not_found", "unknown", "to src", "for now"};
    {
        auto library = open();
        const auto entry = *library.entry("nes", "a.nes");
        ASSERT_TRUE(library.put_decision(entry, {"failed", "x", "y", ""}));
        ASSERT_TRUE(library.put_decision(entry, decision));
    }
    EXPECT_EQ(open().load_system("nes")->find("a.nes")->decision, decision);
}

TEST_F(Store, ReadsAllThatIsKnownOfASystemAtOnce) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    const store::Lookup have{store::LookupState::have, "7", "hash", 6, 99, ""};
    ASSERT_TRUE(library.put_evidence(entry, {5, 1'000, 77}, {evidence("aa", "bb", 5)}));
    ASSERT_TRUE(library.put_record(record("7", "aa", "bb", 5), 4));
    ASSERT_TRUE(library.put_lookup(entry, "src", have));
    ASSERT_TRUE(library.put_lookup(entry, "tgt", {}));
    ASSERT_TRUE(library.entry("snes", "b.sfc"));
    const auto known = *library.load_system("nes");
    ASSERT_EQ(known.size(), 1U);
    const auto& one = *known.find("a.nes");
    EXPECT_EQ(one.id, entry);
    EXPECT_EQ(one.stat, (store::StatKey{5, 1'000, 77}));
    ASSERT_EQ(one.lookups.size(), 2U);
    EXPECT_EQ(one.lookups[0].source, "src");
    EXPECT_EQ(one.lookups[0].lookup, have);
    EXPECT_EQ(one.lookups[0].record_unix_ms, 1'700'000'000'000);
    EXPECT_EQ(one.lookups[0].revision, 4U);
    EXPECT_EQ(one.lookups[1].record_unix_ms, 0);
}

TEST_F(Store, KnowsOfANewEntryNothing) {
    auto library = open();
    ASSERT_TRUE(library.entry("nes", "a.nes"));
    const auto known = *library.load_system("nes");
    const auto& one = *known.find("a.nes");
    EXPECT_EQ(one.stat, std::nullopt);
    EXPECT_TRUE(one.lookups.empty());
    EXPECT_EQ(one.decision, store::Decision());
}

TEST_F(Store, KeepsWhatIsKnownOfAFileThatIsRenamed) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    ASSERT_TRUE(library.put_evidence(entry, {5, 1'000, 77}, {evidence("aa", "bb", 5)}));
    ASSERT_TRUE(library.rename_entry(entry, "b.nes"));
    const auto known = *library.load_system("nes");
    EXPECT_EQ(known.find("a.nes"), nullptr);
    ASSERT_NE(known.find("b.nes"), nullptr);
    EXPECT_EQ(known.find("b.nes")->id, entry);
    EXPECT_EQ(known.find("b.nes")->stat, (store::StatKey{5, 1'000, 77}));
}

TEST_F(Store, ForgetsTheLookupsOfAnEntryWhoseBytesAreOthers) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    const auto other = *library.entry("nes", "b.nes");
    ASSERT_TRUE(library.put_lookup(entry, "src", {}));
    ASSERT_TRUE(library.put_lookup(other, "src", {}));
    ASSERT_TRUE(library.drop_lookups(entry));
    EXPECT_EQ(*library.find_lookup(entry, "src"), std::nullopt);
    EXPECT_NE(*library.find_lookup(other, "src"), std::nullopt);
}

TEST_F(Store, GivesEvidenceWhateverTheFileIsNow) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    EXPECT_TRUE(library.evidence_of_entry(entry)->empty());
    const std::vector known{evidence("aa", "bb", 5)};
    ASSERT_TRUE(library.put_evidence(entry, {5, 1'000}, known));
    EXPECT_EQ(*library.evidence_of_entry(entry), known);
}

TEST_F(Store, ReplacesTheDumpsOfARecord) {
    auto library = open();
    ASSERT_TRUE(library.put_record(record("7", "aa", "bb", 5)));
    ASSERT_TRUE(library.put_record(record("7", "cc", "dd", 5)));
    EXPECT_EQ(*library.find_dump("src", evidence("aa", "", 0)), "");
    EXPECT_EQ(*library.find_dump("src", evidence("cc", "", 0)), "7");
}

TEST_F(Store, DoesNotFindAGameByADigestThatIsNone) {
    auto library = open();
    ASSERT_TRUE(library.put_record(record("7", "", "xyz", 5)));
    EXPECT_EQ(*library.find_dump("src", evidence("", "xyz", 5)), "");
}

TEST_F(Store, CommitsABatchAsOne) {
    killed_after([](store::Library& library) {
        store::Library::Batch batch(library);
        static_cast<void>(library.entry("nes", "lost.nes"));
        die();
    });
    EXPECT_EQ(open().load_system("nes")->size(), 0U);
    {
        auto library = open();
        const store::Library::Batch batch(library);
        const store::Library::Batch part_of_it(library);
        ASSERT_TRUE(library.entry("nes", "a.nes"));
        ASSERT_TRUE(library.put_record(record("7", "aa", "bb", 5)));
    }
    EXPECT_EQ(open().load_system("nes")->size(), 1U);
}

TEST_F(Store, UndoesOnlyThePutThatFailsInABatch) {
    auto library = open();
    store::Library::Batch batch(library);
    const auto entry = *library.entry("nes", "a.nes");
    EXPECT_FALSE(library.put_decision(entry + 1, {"x", "", "", ""})); // of no entry
    ASSERT_TRUE(library.put_decision(entry, {"scraped", "", "", ""}));
    ASSERT_TRUE(batch.commit());
    EXPECT_EQ(library.load_system("nes")->find("a.nes")->decision.status, "scraped");
}

TEST_F(Store, CommitsWhatComesAfterABatchAtOnce) {
    killed_after([](store::Library& library) {
        store::Library::Batch batch(library);
        static_cast<void>(batch.commit());
        static_cast<void>(library.entry("nes", "a.nes"));
        die();
    });
    EXPECT_EQ(open().load_system("nes")->size(), 1U);
}

TEST_F(Store, TakesATextWithoutBytesForAnEmptyOne) {
    auto library = open();
    ASSERT_TRUE(library.put_view(std::string_view(), std::string_view()));
    ASSERT_TRUE(library.entry("nes", std::string_view()));
}

TEST_F(Store, RemembersARunByItsMode) {
    auto library = open();
    store::Run run{0, 1'700'000'000'000, 0, "force", -1, "", 0, 0};
    run.id = *library.begin_run(run);
    EXPECT_EQ(*library.last_run("force"), run);
    run.ended_unix_ms = 1'700'000'009'000;
    run.exit_status = 4;
    run.stopped_by = "quota";
    run.requests = 12;
    run.bytes = 34;
    ASSERT_TRUE(library.end_run(run));
    EXPECT_EQ(*library.last_run("force"), run);
    EXPECT_EQ(*library.last_run("changed"), std::nullopt);
    EXPECT_EQ(*library.last_run(), run) << "of whatever mode";
}

TEST_F(Store, KeepsTheLastRunOfAModeHoweverManyOthersFollow) {
    auto library = open();
    const auto update = *library.begin_run({0, 1'000, 0, "force", -1, "", 0, 0});
    for (int run = 0; run < 20; ++run) {
        ASSERT_TRUE(library.begin_run({0, 2'000, 0, "changed", -1, "", 0, 0}));
    }
    ASSERT_TRUE(library.last_run("force")->has_value());
    EXPECT_EQ((*library.last_run("force"))->id, update);
}

TEST_F(Store, GivesNoRunTheNumberOfOneBeforeTheLibraryWasDeleted) {
    const store::Run first{0, 1'700'000'000'000, 0, "changed", -1, "", 0, 0};
    const store::Run second{0, 1'700'000'060'000, 0, "changed", -1, "", 0, 0};
    const auto before = *open().begin_run(first);
    std::filesystem::remove_all(state());
    auto library = open();
    EXPECT_GT(*library.begin_run(second), before);
    EXPECT_GT(*library.begin_run(first), before + 60); // the clock was set back
}

TEST_F(Store, NamesADatabaseThatIsNone) {
    folder_.write("state/library.db", std::string(5000, 'x'));
    const auto opened = store::Library::open(state());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::malformed);
    EXPECT_THAT(opened.error().message, testing::HasSubstr("library.db: is damaged"));
    EXPECT_THAT(opened.error().message, testing::HasSubstr("move it away and run again"));
    EXPECT_EQ(folder_.read("state/library.db"), std::string(5000, 'x'));
}

TEST_F(Store, FindsDamageInTheMiddleAfterACrash) {
    open();
    {
        std::fstream file(state() / "library.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(16'384);
        file << std::string(16'384, 'x');
    }
    const auto before = folder_.read("state/library.db");
    folder_.write("state/library.db-wal", std::string(100, 'x')); // no clean end
    const auto opened = store::Library::open(state());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::malformed);
    EXPECT_EQ(folder_.read("state/library.db"), before);
}
