#include "platform/atomic_file.hpp"
#include "platform/digest.hpp"
#include "store/recovery.hpp"
#include "store_fixture.hpp"

#include <gtest/gtest.h>

using namespace curateur;
using platform::sha256_of;
using test::bases;
using test::begin_intent;
using test::Store;

TEST_F(Store, MakesAnIntentsBasesTheBasesOnlyWhenPromoted) {
    auto library = open();
    const auto id = *begin_intent(library, {0, "/d", std::nullopt, "new"}, bases("A"));
    EXPECT_TRUE(library.load_bases("/d")->empty());
    ASSERT_TRUE(library.promote(id));
    EXPECT_EQ(*library.load_bases("/d"), bases("A"));
    EXPECT_TRUE(library.intents()->empty());
}

TEST_F(Store, TellsWhatWasMergedWithoutItsValues) {
    auto library = open();
    ASSERT_TRUE(library.put_bases("/d", bases("A")));
    const auto all = bases("A");
    const auto& [key, base] = *all.begin();
    const auto times = *library.load_merge_times("/d");
    ASSERT_EQ(times.size(), 1U);
    EXPECT_EQ(times[0], std::pair(key, base.merged_unix_ms));
}

TEST_F(Store, FindsTheBaseOfOneEntry) {
    auto library = open();
    ASSERT_TRUE(library.put_bases("/d", bases("A")));
    const auto all = bases("A");
    EXPECT_EQ(*library.find_base("/d", all.begin()->first), all.begin()->second);
    EXPECT_EQ(*library.find_base("/d", {"another", false}), std::nullopt);
}

TEST_F(Store, ForgetsAFieldThatTheNewBasesDoNotHave) {
    auto library = open();
    auto old = bases("A");
    old.begin()->second.fields = {{"desc", "x"}, {"name", "A"}};
    ASSERT_TRUE(library.promote(*begin_intent(library, {0, "/d", std::nullopt, "1"}, old)));
    ASSERT_TRUE(library.promote(*begin_intent(library, {0, "/d", "1", "2"}, bases("A"))));
    EXPECT_EQ(*library.load_bases("/d"), bases("A"));
}

TEST_F(Store, AbandonsAnIntentWhoseRenameDidNotHappen) {
    auto library = open();
    const auto document = folder_.write("d.xml", "old");
    ASSERT_TRUE(
        begin_intent(library, {0, document, sha256_of("old"), sha256_of("new")}, bases("A")));
    const auto recovered = store::recover(library);
    ASSERT_TRUE(recovered);
    EXPECT_EQ(recovered->abandoned, 1U);
    EXPECT_TRUE(library.load_bases(document.string())->empty());
}

TEST_F(Store, LeavesADocumentAloneThatSomebodyChangedSince) {
    auto library = open();
    const auto document = folder_.write("d.xml", "theirs");
    ASSERT_TRUE(
        begin_intent(library, {0, document, sha256_of("old"), sha256_of("new")}, bases("A")));
    EXPECT_EQ(store::recover(library)->undecided, std::vector<std::string>{document.string()});
    EXPECT_EQ(folder_.read("d.xml"), "theirs");
    EXPECT_TRUE(library.intents()->empty());
}

// M3: killed at each step of a write, what is on the disk and what the store says agree after
// recovery.
TEST_F(Store, AgreesWithTheDiskAfterAKillAtAnyStepOfAWrite) {
    for (const char* const step : {"document_open", "document_written", "document_renamed"}) {
        const test::TempFolder folder;
        const auto document = folder.write("lists/d.xml", "old");
        const auto child = ::fork();
        if (child == 0) {
            ::setenv("CURATEUR_FAULT", step, 1);
            auto library = store::Library::open(folder.path() / "state");
            auto id = begin_intent(
                *library, {0, document, sha256_of("old"), sha256_of("new")}, bases("A"));
            static_cast<void>(platform::replace_file(document, "new", sha256_of("old")));
            ::_exit(1); // not reached
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << step;
        auto library = *store::Library::open(folder.path() / "state");
        ASSERT_TRUE(store::recover(library)) << step;
        const bool is_new = folder.read("lists/d.xml") == "new";
        EXPECT_EQ(is_new, std::string(step) == "document_renamed") << step;
        EXPECT_EQ(*library.load_bases(document.string()), is_new ? bases("A") : store::Bases())
            << step;
        std::size_t files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "lists")) {
            files += entry.is_regular_file() ? 1U : 0U;
        }
        EXPECT_EQ(files, 1U) << step;
    }
}

TEST_F(Store, FindsAnIntentThatWasBegunInABatch) {
    killed_after([](store::Library& library) {
        store::Library::Batch batch(library);
        static_cast<void>(library.entry("nes", "a.nes"));
        static_cast<void>(begin_intent(library, {0, "/d", std::nullopt, "new"}, bases("A")));
        static_cast<void>(library.entry("nes", "lost.nes"));
        die();
    });
    auto library = open();
    EXPECT_EQ(library.intents()->size(), 1U);
    EXPECT_EQ(library.load_system("nes")->size(), 1U);
}

TEST_F(Store, KeepsAnIntentWhoseFolderIsNotThere) {
    auto library = open();
    const auto document = (folder_.path() / "unmounted" / "d.xml").string();
    ASSERT_TRUE(
        begin_intent(library, {0, document, sha256_of("old"), sha256_of("new")}, bases("A")));
    EXPECT_EQ(store::recover(library)->waiting, std::vector<std::string>{document});
    folder_.write("unmounted/d.xml", "new");
    EXPECT_EQ(store::recover(library)->promoted, 1U);
    EXPECT_EQ(*library.load_bases(document), bases("A"));
}

TEST_F(Store, RemovesLeftoversWhereALinkedDocumentLeads) {
    auto library = open();
    const auto real = folder_.write("real/d.xml", "old");
    folder_.write("real/.curateur-1-1.tmp", "half");
    std::filesystem::create_directory(folder_.path() / "lists");
    const auto link = folder_.path() / "lists" / "d.xml";
    std::filesystem::create_symlink(real, link);
    ASSERT_TRUE(begin_intent(library, {0, link, sha256_of("old"), sha256_of("new")}, bases("A")));
    ASSERT_TRUE(store::recover(library));
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "real/.curateur-1-1.tmp"));
}

TEST_F(Store, TakesBasesThatConverged) {
    auto library = open();
    auto old = bases("A");
    old.begin()->second.fields = {{"desc", "x"}, {"name", "A"}};
    old[{"b.nes", true}] = {{{"name", "B"}}, "src:8", 1};
    ASSERT_TRUE(library.put_bases("/d", old));
    ASSERT_TRUE(library.put_bases("/d", bases("C")));
    auto expected = bases("C");
    expected[{"b.nes", true}] = {{{"name", "B"}}, "src:8", 1};
    EXPECT_EQ(*library.load_bases("/d"), expected);
    EXPECT_TRUE(library.load_bases("/other")->empty());
}

TEST_F(Store, DropsTheBaseOfOneEntry) {
    auto library = open();
    auto both = bases("A");
    both[{"a.nes", true}] = {{{"name", "folder"}}, "", 0};
    ASSERT_TRUE(library.put_bases("/d", both));
    ASSERT_TRUE(library.drop_base("/d", {"a.nes", true}));
    EXPECT_EQ(*library.load_bases("/d"), bases("A"));
}

TEST_F(Store, ForgetsTheViewWithTheBases) {
    auto library = open();
    EXPECT_EQ(*library.view_of("/d"), "");
    ASSERT_TRUE(library.put_view("/d", "1"));
    ASSERT_TRUE(library.put_view("/d", "2"));
    EXPECT_EQ(*library.view_of("/d"), "2");
    ASSERT_TRUE(library.drop_bases("/d"));
    EXPECT_EQ(*library.view_of("/d"), "");
}
