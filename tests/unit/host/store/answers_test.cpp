#include "store/answers.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace curateur;
using store::Answer;
using store::AnswerCache;

namespace {

constexpr std::uint64_t k_plenty = 1'000'000;

class Answers : public testing::Test {
protected:
    AnswerCache open(std::uint64_t max_bytes = k_plenty) {
        return AnswerCache::open(folder_.path(), max_bytes);
    }

    test::TempFolder folder_;
};

Answer answer(const std::string& body) {
    return {200, 1'700'000'000'000, {{"content-type", "text/xml"}}, body};
}

// As large as it is, for it does not deflate.
std::string noise(std::size_t size, std::uint32_t seed) {
    std::string bytes;
    while (bytes.size() < size) {
        seed = seed * 1'664'525U + 1'013'904'223U;
        bytes += static_cast<char>(seed >> 24U);
    }
    return bytes;
}

} // namespace

TEST_F(Answers, AreGivenBackAsTheyWere) {
    const auto put = answer(std::string("a\0b", 3));
    open().put("k", "nes", put);
    auto cache = open();
    EXPECT_EQ(cache.find("k"), put);
    EXPECT_EQ(cache.find("other"), std::nullopt);
    EXPECT_THAT(cache.take_notes(), testing::IsEmpty());
}

TEST_F(Answers, MayBeEmpty) {
    auto cache = open();
    cache.put("k", "", answer(""));
    EXPECT_EQ(cache.find("k"), answer(""));
}

TEST_F(Answers, ReplaceTheOneBeforeAndItsBytes) {
    auto cache = open();
    cache.put("k", "nes", answer(noise(50'000, 1)));
    cache.put("k", "nes", answer("new"));
    EXPECT_EQ(cache.find("k"), answer("new"));
    EXPECT_LT(cache.bytes(), 1'000U);
}

TEST_F(Answers, AreDeflated) {
    auto cache = open();
    cache.put("k", "nes", answer(std::string(100'000, 'x')));
    EXPECT_LT(cache.bytes(), 1'000U);
}

TEST_F(Answers, MakeRoomByTheLeastRecentlyUsed) {
    auto cache = open(35'000);
    cache.put("a", "nes", answer(noise(10'000, 1)));
    cache.put("b", "nes", answer(noise(10'000, 2)));
    cache.put("c", "nes", answer(noise(10'000, 3)));
    ASSERT_TRUE(cache.find("a"));
    cache.put("d", "nes", answer(noise(10'000, 4)));
    EXPECT_TRUE(cache.find("a"));
    EXPECT_FALSE(cache.find("b"));
    EXPECT_TRUE(cache.find("c"));
    EXPECT_TRUE(cache.find("d"));
    EXPECT_LE(cache.bytes(), 35'000U);
}

TEST_F(Answers, RememberTheirUseAcrossRuns) {
    {
        auto cache = open(25'000);
        cache.put("a", "nes", answer(noise(10'000, 1)));
        cache.put("b", "nes", answer(noise(10'000, 2)));
        ASSERT_TRUE(cache.find("a"));
    }
    auto cache = open(25'000);
    cache.put("c", "nes", answer(noise(10'000, 3)));
    EXPECT_TRUE(cache.find("a"));
    EXPECT_FALSE(cache.find("b"));
}

TEST_F(Answers, AreBoundedFromTheStartWhenTheBoundWasLowered) {
    {
        auto cache = open();
        for (int at = 0; at < 20; ++at) {
            cache.put(std::to_string(at), "nes", answer(noise(20'000, 1)));
        }
    }
    open(50'000);
    EXPECT_EQ(open().bytes() / 20'000, 2U);
    EXPECT_LT(std::filesystem::file_size(folder_.path() / "answers.db"), 250'000U);
}

TEST_F(Answers, LargerThanAllAreNotKept) {
    auto cache = open(1'000);
    cache.put("small", "nes", answer("x"));
    cache.put("large", "nes", answer(noise(2'000, 1)));
    EXPECT_TRUE(cache.find("small"));
    EXPECT_FALSE(cache.find("large"));
}

TEST_F(Answers, OfSomeSystemsAreCleared) {
    auto cache = open();
    cache.put("a", "nes", answer("1"));
    cache.put("b", "snes", answer("2"));
    cache.put("c", "gb", answer("3"));
    cache.clear({"nes", "gb"});
    EXPECT_FALSE(cache.find("a"));
    EXPECT_TRUE(cache.find("b"));
    EXPECT_FALSE(cache.find("c"));
    cache.clear();
    EXPECT_FALSE(cache.find("b"));
    EXPECT_EQ(cache.bytes(), 0U);
}

TEST_F(Answers, AreBegunAnewWhenTheFileIsNone) {
    folder_.write("answers.db", std::string(5'000, 'x'));
    auto cache = open();
    cache.put("k", "nes", answer("x"));
    EXPECT_TRUE(cache.find("k"));
    EXPECT_THAT(cache.take_notes(), testing::ElementsAre(testing::HasSubstr("answers.db.damaged")));
    EXPECT_EQ(folder_.read("answers.db.damaged"), std::string(5'000, 'x'));
}

TEST_F(Answers, AreBegunAnewWhenTheFileIsFoundDamagedInUse) {
    {
        auto cache = open();
        cache.put("k", "nes", answer(noise(200'000, 1)));
    }
    {
        std::fstream file(folder_.path() / "answers.db",
                          std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(32'768);
        file << std::string(400'000, '\x7f');
    }
    auto cache = open();
    EXPECT_FALSE(cache.find("k"));
    cache.put("k", "nes", answer("x"));
    EXPECT_TRUE(cache.find("k"));
    EXPECT_THAT(cache.take_notes(), testing::SizeIs(1));
}

TEST_F(Answers, AreNotRememberedWhenThereIsNoPlaceForThem) {
    folder_.write("file", "");
    auto cache = AnswerCache::open(folder_.path() / "file", k_plenty);
    cache.put("k", "nes", answer("x"));
    EXPECT_FALSE(cache.find("k"));
    EXPECT_THAT(cache.take_notes(), testing::SizeIs(1));
}

TEST_F(Answers, AreLookedAtWithoutAChangeWhileARunHasThem) {
    auto cache = open();
    cache.put("k", "nes", answer("x"));
    const auto before = folder_.read("answers.db");
    {
        auto looked = AnswerCache::look(folder_.path());
        EXPECT_EQ(looked.find("k"), answer("x"));
        EXPECT_FALSE(looked.find("other"));
        looked.put("k", "nes", answer("y"));
    }
    EXPECT_EQ(folder_.read("answers.db"), before);
    EXPECT_EQ(cache.find("k"), answer("x"));
}

TEST_F(Answers, AreNoneToLookAtWhereThereIsNoFileOrADamagedOne) {
    EXPECT_FALSE(AnswerCache::look(folder_.path()).find("k"));
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "answers.db"));
    folder_.write("answers.db", std::string(5'000, 'x'));
    EXPECT_FALSE(AnswerCache::look(folder_.path()).find("k"));
    EXPECT_EQ(folder_.read("answers.db"), std::string(5'000, 'x'));
}
