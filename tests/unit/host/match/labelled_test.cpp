#include "labelled.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace curateur::match {
namespace {

class LabelledSet : public testing::Test {
protected:
    LabelledSet() {
        auto read = read_labelled(DATA_DIR);
        EXPECT_TRUE(read) << (read ? "" : read.error().message);
        set_ = read ? *std::move(read) : std::vector<Labelled>();
    }

    std::vector<Labelled> set_;
};

TEST_F(LabelledSet, HasMoreThan300CasesAndEachFileOnceASystem) {
    EXPECT_GT(set_.size(), 300U);
    std::set<std::string> seen;
    for (const auto& one : set_) {
        std::string key = one.file + one.subject.native_platforms.front();
        for (const auto& candidate : one.candidates) {
            key += " " + candidate.source_id;
        }
        EXPECT_TRUE(seen.insert(key).second) << one.file;
    }
}

TEST_F(LabelledSet, IsMatchedWithAtLeast99PercentPrecisionAtTheDefaultThreshold) {
    const auto figures = figures_of(judged(set_));
    EXPECT_GE(figures.precision(), 0.99);
    EXPECT_GE(figures.recall(), 0.9);
}

TEST_F(LabelledSet, FiguresAreThoseOfTheDocumentation) {
    std::ostringstream page;
    page << std::ifstream(DOCS_DIR "/matching.md").rdbuf();
    EXPECT_NE(page.str().find(figures_text(set_)), std::string::npos)
        << "docs/matching.md is stale; put in what matching_figures (beside this test in the build "
           "folder) prints:\n"
        << figures_text(set_);
}

} // namespace
} // namespace curateur::match
