#include "store/deflate.hpp"
#include "store/schema.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <array>

using namespace curateur;
using store::Database;
using store::Transaction;

namespace {

constexpr std::array k_first{"CREATE TABLE one(x)"};
constexpr std::array k_second{"CREATE TABLE one(x)", "ALTER TABLE one ADD COLUMN y DEFAULT 5"};
constexpr std::array k_broken{"CREATE TABLE one(x)", "CREATE TABLE two(x); nonsense"};

class Sqlite : public testing::Test {
protected:
    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "x.db"; }

    [[nodiscard]] Database open(store::Journal journal = store::Journal::wal) const {
        auto opened = Database::open(file(), {.journal = journal});
        EXPECT_TRUE(opened) << opened.error().message;
        return *std::move(opened);
    }

    static std::int64_t number(const Database& database, const char* sql) {
        auto row = database.prepare(sql);
        return row.step() ? row.number(0) : -1;
    }

    test::TempFolder folder_;
};

} // namespace

TEST_F(Sqlite, BringsAnOldFileToTheNewVersion) {
    {
        const auto database = open();
        ASSERT_TRUE(store::migrate(database, file(), k_first));
        ASSERT_TRUE(database.execute("INSERT INTO one VALUES(1)"));
    }
    const auto database = open();
    ASSERT_TRUE(store::migrate(database, file(), k_second));
    EXPECT_EQ(number(database, "SELECT x FROM one"), 1);
    EXPECT_EQ(number(database, "SELECT y FROM one"), 5);
    EXPECT_EQ(number(database, "PRAGMA user_version"), 2);
}

TEST_F(Sqlite, RefusesAFileOfANewerVersion) {
    const auto database = open();
    ASSERT_TRUE(store::migrate(database, file(), k_second));
    const auto refused = store::migrate(database, file(), k_first);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unsupported);
    EXPECT_EQ(number(database, "PRAGMA user_version"), 2);
}

TEST_F(Sqlite, LeavesAFileAtItsVersionWhenAStepFails) {
    const auto database = open();
    EXPECT_FALSE(store::migrate(database, file(), k_broken));
    EXPECT_EQ(number(database, "PRAGMA user_version"), 1);
    EXPECT_EQ(number(database, "SELECT count(*) FROM sqlite_master"), 1);
}

TEST_F(Sqlite, HasLargePagesAndAWriteAheadLog) {
    const auto database = open();
    EXPECT_EQ(number(database, "PRAGMA page_size"), 16'384);
    EXPECT_EQ(database.journal(), store::Journal::wal);
    EXPECT_EQ(database.note(), "");
}

TEST_F(Sqlite, NeedsNoSharedMemoryWhereThereIsNone) {
    {
        const auto before = open(); // the folder was on a local disk once
        ASSERT_TRUE(before.execute("CREATE TABLE one(x); INSERT INTO one VALUES(1)"));
    }
    const auto database = open(store::Journal::rollback);
    ASSERT_TRUE(database.execute("INSERT INTO one VALUES(2)"));
    EXPECT_EQ(number(database, "SELECT count(*) FROM one"), 2);
    auto mode = database.prepare("PRAGMA journal_mode");
    ASSERT_TRUE(mode.step());
    EXPECT_EQ(mode.text(0), "truncate");
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "x.db-shm"));
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "x.db-wal"));
}

TEST_F(Sqlite, UndoesAnInnerTransactionAlone) {
    const auto database = open();
    ASSERT_TRUE(database.execute("CREATE TABLE one(x)"));
    {
        Transaction outer(database);
        ASSERT_TRUE(database.execute("INSERT INTO one VALUES(1)"));
        {
            const Transaction inner(database);
            ASSERT_TRUE(database.execute("INSERT INTO one VALUES(2)"));
        }
        {
            Transaction inner(database);
            ASSERT_TRUE(database.execute("INSERT INTO one VALUES(3)"));
            ASSERT_TRUE(inner.commit());
        }
        ASSERT_TRUE(outer.commit());
    }
    EXPECT_EQ(number(database, "SELECT sum(x) FROM one"), 4);
}

TEST_F(Sqlite, UndoesInnerTransactionsWithTheOuterOne) {
    const auto database = open();
    ASSERT_TRUE(database.execute("CREATE TABLE one(x)"));
    {
        const Transaction outer(database);
        Transaction inner(database);
        ASSERT_TRUE(database.execute("INSERT INTO one VALUES(1)"));
        ASSERT_TRUE(inner.commit());
    }
    EXPECT_EQ(number(database, "SELECT count(*) FROM one"), 0);
}

TEST_F(Sqlite, GivesTwoStatementsOfOneTextTheirOwnRows) {
    const auto database = open();
    ASSERT_TRUE(database.execute("CREATE TABLE one(x); INSERT INTO one VALUES(1), (2)"));
    auto first = database.prepare("SELECT x FROM one ORDER BY x");
    auto second = database.prepare("SELECT x FROM one ORDER BY x");
    ASSERT_TRUE(first.step() && second.step() && second.step());
    EXPECT_EQ(first.number(0), 1);
    EXPECT_EQ(second.number(0), 2);
}

TEST_F(Sqlite, BindsNothingOfTheTimeBefore) {
    const auto database = open();
    static_cast<void>(database.prepare("SELECT ?").bind(std::int64_t{7}).step());
    auto again = database.prepare("SELECT ?");
    ASSERT_TRUE(again.step());
    EXPECT_TRUE(again.is_null(0));
}

TEST(Deflater, GivesATextBackAndRefusesOtherBytes) {
    const store::Deflater deflater;
    const std::string text(10'000, 'x');
    auto bytes = deflater.deflated(text);
    EXPECT_LT(bytes.size(), 200U);
    EXPECT_EQ(deflater.inflated(bytes), text);
    EXPECT_EQ(deflater.inflated(deflater.deflated("")), "");
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    EXPECT_EQ(deflater.inflated(bytes), std::nullopt);
    EXPECT_EQ(deflater.inflated("short"), std::nullopt);
    EXPECT_EQ(deflater.inflated(std::string(16, '\xff')), std::nullopt);
}
