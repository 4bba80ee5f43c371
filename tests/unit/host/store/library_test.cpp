#include "platform/atomic_file.hpp"
#include "platform/digest.hpp"
#include "store/recovery.hpp"
#include "support/temp_folder.hpp"

#include <sys/wait.h>

using namespace curateur;
using platform::sha256_of;

namespace {

class Store : public testing::Test {
protected:
    store::Library open() {
        auto opened = store::Library::open(folder_.path() / "state");
        EXPECT_TRUE(opened) << opened.error().message;
        return *std::move(opened);
    }

    test::TempFolder folder_;
};

core::Record record(const char* id, const char* sha1, const char* crc32, std::uint64_t size) {
    core::Record made;
    made.source = "src";
    made.source_id = id;
    made.values = {{"name", "A \"Game\"\n", "en", "us", "", 3}};
    made.ids = {{"igdb", "7"}};
    core::Dump dump;
    dump.evidence.sha1 = sha1;
    dump.evidence.crc32 = crc32;
    dump.evidence.size = size;
    dump.is_match = true;
    made.dumps = {dump};
    core::Media media;
    media.kind = "cover";
    media.request.url = "https://x/";
    media.request.query = {{"pw", "CURSECRET0123456789abcdef", false}};
    media.size = 12;
    made.media = {media};
    made.fetched_unix_ms = 1'700'000'000'000;
    return made;
}

core::Evidence evidence(const char* sha1, const char* crc32, std::uint64_t size) {
    core::Evidence made;
    made.sha1 = sha1;
    made.crc32 = crc32;
    made.size = size;
    return made;
}

store::Bases bases(const char* name) {
    return {{{"a.nes", false}, {{{"name", name}}, "src:7"}}};
}

} // namespace

TEST_F(Store, GivesAnEntryTheSameNumberForGood) {
    std::int64_t first = 0;
    {
        auto library = open();
        first = *library.entry("nes", "a.nes");
        EXPECT_NE(*library.entry("nes", "b.nes"), first);
    }
    EXPECT_EQ(*open().entry("nes", "a.nes"), first);
}

TEST_F(Store, KnowsEvidenceForAsLongAsTheFileIsTheSame) {
    auto library = open();
    const auto entry = *library.entry("nes", "a.nes");
    const std::vector known{evidence("aa", "bb", 5)};
    ASSERT_TRUE(library.put_evidence(entry, {5, 1'000}, known));
    EXPECT_EQ(*library.find_evidence(entry, {5, 1'000}), known);
    EXPECT_EQ(*library.find_evidence(entry, {5, 1'001}), std::nullopt);
    EXPECT_EQ(*library.find_evidence(entry, {6, 1'000}), std::nullopt);
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

TEST_F(Store, SaysWhoHoldsTheLibrary) {
    const auto held = open();
    const auto second = store::Library::open(folder_.path() / "state");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::busy);
}

TEST_F(Store, NamesADatabaseThatIsNone) {
    folder_.write("state/library.db", std::string(5000, 'x'));
    const auto opened = store::Library::open(folder_.path() / "state");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::malformed);
}

TEST_F(Store, MakesAnIntentsBasesTheBasesOnlyWhenPromoted) {
    auto library = open();
    const auto id = *library.begin_intent({0, "/d", std::nullopt, "new", bases("A")});
    EXPECT_TRUE(library.load_bases("/d")->empty());
    ASSERT_TRUE(library.promote(id));
    EXPECT_EQ(*library.load_bases("/d"), bases("A"));
    EXPECT_TRUE(library.intents()->empty());
}

TEST_F(Store, ForgetsAFieldThatTheNewBasesDoNotHave) {
    auto library = open();
    auto old = bases("A");
    old.begin()->second.fields["desc"] = "x";
    ASSERT_TRUE(library.promote(*library.begin_intent({0, "/d", std::nullopt, "1", old})));
    ASSERT_TRUE(library.promote(*library.begin_intent({0, "/d", "1", "2", bases("A")})));
    EXPECT_EQ(*library.load_bases("/d"), bases("A"));
}

TEST_F(Store, AbandonsAnIntentWhoseRenameDidNotHappen) {
    auto library = open();
    const auto document = folder_.write("d.xml", "old");
    ASSERT_TRUE(
        library.begin_intent({0, document, sha256_of("old"), sha256_of("new"), bases("A")}));
    const auto recovered = store::recover(library);
    ASSERT_TRUE(recovered);
    EXPECT_EQ(recovered->abandoned, 1U);
    EXPECT_TRUE(library.load_bases(document.string())->empty());
}

TEST_F(Store, LeavesADocumentAloneThatSomebodyChangedSince) {
    auto library = open();
    const auto document = folder_.write("d.xml", "theirs");
    ASSERT_TRUE(
        library.begin_intent({0, document, sha256_of("old"), sha256_of("new"), bases("A")}));
    EXPECT_EQ(store::recover(library)->undecided, std::vector<std::string>{document.string()});
    EXPECT_EQ(folder_.read("d.xml"), "theirs");
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
            auto id = library->begin_intent(
                {0, document, sha256_of("old"), sha256_of("new"), bases("A")});
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
