#include "report/ordered.hpp"

#include <gtest/gtest.h>

using namespace curateur::report;

namespace {

class Indexes : public Reporter {
public:
    void entry(const Entry& entry) override { told.push_back(entry.index); }

    std::vector<std::size_t> told;
};

Entry at(std::size_t index) {
    Entry made;
    made.index = index;
    return made;
}

using Told = std::vector<std::size_t>;

} // namespace

TEST(Ordered, TellsEntriesInScanOrder) {
    Indexes out;
    Ordered ordered(out);
    for (const std::size_t index : {3U, 1U, 2U}) {
        ordered.push(at(index), 0);
    }
    EXPECT_EQ(out.told, (Told{1, 2, 3}));
}

TEST(Ordered, HoldsAnEntryWhileOneBeforeItIsOut) {
    Indexes out;
    Ordered ordered(out);
    ordered.push(at(2), 0);
    EXPECT_TRUE(out.told.empty());
}

TEST(Ordered, WaitsTenSecondsAtMost) {
    Indexes out;
    Ordered ordered(out);
    ordered.push(at(2), 0);
    ordered.tick(9'999);
    EXPECT_TRUE(out.told.empty());
    ordered.tick(10'000);
    EXPECT_EQ(out.told, Told{2});
}

TEST(Ordered, HoldsSixtyFourEntriesAtMost) {
    Indexes out;
    Ordered ordered(out);
    for (std::size_t index = 2; index <= 66; ++index) {
        ordered.push(at(index), 0);
    }
    EXPECT_EQ(out.told.size(), 65U); // the window overflowed: all that stood in a row went
}

TEST(Ordered, StillTellsALateEntry) {
    Indexes out;
    Ordered ordered(out);
    ordered.push(at(2), 0);
    ordered.tick(10'000);
    ordered.push(at(1), 10'001);
    EXPECT_EQ(out.told, (Told{2, 1}));
}

TEST(Ordered, FlushTellsEverything) {
    Indexes out;
    Ordered ordered(out);
    ordered.push(at(5), 0);
    ordered.push(at(3), 0);
    ordered.flush();
    EXPECT_EQ(out.told, (Told{3, 5}));
}
