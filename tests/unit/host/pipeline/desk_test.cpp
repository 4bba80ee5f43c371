#include "pipeline/desk.hpp"

#include <gtest/gtest.h>

#include <string>

namespace curateur::pipeline {
namespace {

class StoppedClock : public platform::Clock {
public:
    [[nodiscard]] std::int64_t unix_ms() const override { return 0; }

    [[nodiscard]] std::int64_t steady_ms() const override { return 0; }
};

// Everything as one line: "<nes nes:1 nes> ".
class Script : public report::Reporter {
public:
    void system_start(const report::SystemStart& start) override { text += "<" + start.system; }

    void entry(const report::Entry& entry) override {
        text += " " + entry.system + ":" + std::to_string(entry.index);
    }

    void system_end(const report::SystemEnd& end) override { text += " " + end.system + ">"; }

    std::string text;
};

report::Entry entry(const std::string& system, std::size_t index) {
    report::Entry made;
    made.system = system;
    made.index = index;
    return made;
}

TEST(Desk, WhatALaterSystemSaysWaitsForTheOnesBeforeIt) {
    Script script;
    const StoppedClock clock;
    Desk desk(script, clock);
    desk.open({"nes", "", 1});
    desk.open({"snes", "", 1});
    desk.entry(entry("snes", 1));
    desk.close({"snes", "", {}});
    EXPECT_EQ(script.text, "<nes");
    desk.entry(entry("nes", 1));
    desk.close({"nes", "", {}});
    EXPECT_EQ(script.text, "<nes nes:1 nes><snes snes:1 snes>");
}

TEST(Desk, EntriesComeInTheOrderOfTheScan) {
    Script script;
    const StoppedClock clock;
    Desk desk(script, clock);
    desk.open({"nes", "", 3});
    desk.entry(entry("nes", 2));
    desk.entry(entry("nes", 3));
    EXPECT_EQ(script.text, "<nes");
    desk.entry(entry("nes", 1));
    EXPECT_EQ(script.text, "<nes nes:1 nes:2 nes:3");
}

TEST(Desk, ASystemThatEndsTellsWhatWasHeldBack) {
    Script script;
    const StoppedClock clock;
    Desk desk(script, clock);
    desk.open({"nes", "", 2});
    desk.entry(entry("nes", 2));
    desk.close({"nes", "", {}});
    EXPECT_EQ(script.text, "<nes nes:2 nes>");
}

} // namespace
} // namespace curateur::pipeline
