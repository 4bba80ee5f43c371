// A plugin that crashes ends a real process; the next one knows whose fault it was.
#include "plugin/crashes.hpp"
#include "plugin/loader.hpp"
#include "plugin/source_instance.hpp"
#include "plugin/validator_instance.hpp"
#include "support/manual_clock.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace curateur;
using plugin::Crashes;
using plugin::Crumbs;

namespace {

const std::string k_source = "source misbehaving 1";

class CrashesTest : public testing::Test {
protected:
    std::unique_ptr<Crashes> open() {
        clock_.advance(1000); // no two processes begin at once
        auto opened = Crashes::open(folder_.path(), clock_);
        EXPECT_TRUE(opened) << opened.error().message;
        return *std::move(opened);
    }

    // body: run by a process of its own, which it must end.
    template <class F>
    void in_a_child(F&& body) {
        const auto child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            const rlimit no_core{0, 0};
            ::setrlimit(RLIMIT_CORE, &no_core);
            ::close(STDERR_FILENO); // a sanitizer's report is no news
            const auto crashes = open();
            plugin::Loader loader(crashes.get());
            loader.load(std::string(BROKEN_DIR) + "/misbehaving.so");
            body(*crashes, loader);
            ::_exit(0);
        }
        clock_.advance(1000);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "it did not crash";
    }

    void crash_in_parse(const std::string& entry) {
        in_a_child(
            [&](Crashes& crashes, const plugin::Loader& loader) { parse(crashes, loader, entry); });
    }

    static std::optional<plugin::Refusal>
    parse(Crashes& crashes, const plugin::Loader& loader, const std::string& entry) {
        auto source = plugin::SourceInstance::create(
            **loader.find(plugin::Kind::source, "misbehaving"), {}, {}, &crashes);
        if (!source) {
            return plugin::Refusal{CUR_INTERNAL, -1, -1, 0, source.error().message, ""};
        }
        const Crumbs::About about(entry);
        plugin::Answer answer;
        answer.status = 200;
        answer.body = "crash";
        return source->parse({}, answer).refusal;
    }

    // What a run that is careful about it says; it does not crash.
    std::optional<plugin::Refusal> parse_quarantined(const std::string& entry) {
        const auto crashes = open();
        plugin::Loader loader(crashes.get());
        loader.load(std::string(BROKEN_DIR) + "/misbehaving.so");
        return parse(*crashes, loader, entry);
    }

    // A crash without a process: a crumb that nobody took away.
    std::vector<std::string> leave_behind(const std::string& component, const std::string& entry) {
        const auto before = open();
        const Crumbs::About about(entry);
        const Crumbs::Scope call(&before->crumbs(), component, "parse");
        return open()->told();
    }

    [[nodiscard]] std::string way_out() const {
        return "delete " + (folder_.path() / "crashes.tsv").string() + " to try it again";
    }

    test::TempFolder folder_;
    test::ManualClock clock_;
};

} // namespace

TEST_F(CrashesTest, InParseAreToldAtTheNextStartAndOnlyThere) {
    crash_in_parse("snes/Game.sfc");
    EXPECT_EQ(open()->told(),
              (std::vector<std::string>{"the last run ended while source misbehaving 1 was in "
                                        "parse() at \"snes/Game.sfc\": it is tried once more"}));
    EXPECT_TRUE(open()->told().empty());
}

TEST_F(CrashesTest, InCheckNameTheValidator) {
    const auto file = folder_.write("picture", "crash");
    in_a_child([&](Crashes& crashes, const plugin::Loader& loader) {
        auto validator = plugin::ValidatorInstance::create(
            **loader.find(plugin::Kind::validator, "crashing"), {}, {}, &crashes);
        const Crumbs::About about("snes/Game.sfc");
        static_cast<void>(validator->check({"cover", "png", file, false}));
    });
    EXPECT_EQ(open()->told(),
              (std::vector<std::string>{"the last run ended while validator crashing 2 was in "
                                        "check() at \"snes/Game.sfc\": it is tried once more"}));
}

TEST_F(CrashesTest, WhileALibraryIsLoadedRefuseItAfterTheSecond) {
    const std::string library = std::string(BROKEN_DIR) + "/broken-crashes_while_it_is_loaded.so";
    for (int i = 0; i < 2; ++i) {
        in_a_child([&](Crashes& crashes, const plugin::Loader&) {
            plugin::Loader(&crashes).load(library);
        });
    }
    const auto crashes = open();
    ASSERT_EQ(crashes->told().size(), 1U);
    EXPECT_TRUE(crashes->told()[0].starts_with(
        "the last run ended while plugin loader was in load() at \"" + library + " (of "));
    plugin::Loader loader(crashes.get());
    loader.load(library);
    ASSERT_EQ(loader.refused().size(), 1U);
    EXPECT_TRUE(
        loader.refused()[0].why.starts_with("is not loaded: plugin loader ended curateur twice"))
        << loader.refused()[0].why;
}

TEST_F(CrashesTest, TwiceAtOneEntryQuarantineItForThatComponent) {
    crash_in_parse("snes/Game.sfc");
    crash_in_parse("snes/Game.sfc");
    EXPECT_EQ(open()->told(),
              (std::vector<std::string>{"the last run ended while source misbehaving 1 was in "
                                        "parse() at \"snes/Game.sfc\", for the second time: it is "
                                        "not asked about that again (" +
                                        way_out() + ")"}));
    const auto refusal = parse_quarantined("snes/Game.sfc");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->status, static_cast<cur_status>(CUR_ITEM_FAILED));
    EXPECT_EQ(refusal->message,
              "source misbehaving 1 ended curateur twice at \"snes/Game.sfc\" (" + way_out() + ")");
}

TEST_F(CrashesTest, AtOneEntryLeaveTheOthersAndOtherComponentsAlone) {
    leave_behind(k_source, "snes/Game.sfc");
    leave_behind(k_source, "snes/Game.sfc");
    const auto crashes = open();
    EXPECT_TRUE(crashes->quarantined(k_source, "snes/Game.sfc"));
    EXPECT_FALSE(crashes->quarantined(k_source, "snes/Other.sfc"));
    EXPECT_FALSE(crashes->quarantined("source misbehaving 2", "snes/Game.sfc"));
    EXPECT_FALSE(crashes->switched_off(k_source));
}

TEST_F(CrashesTest, AtFiveEntriesSwitchTheComponentOff) {
    for (const char* entry : {"a", "b", "c", "d"}) {
        leave_behind(k_source, entry);
    }
    EXPECT_FALSE(open()->switched_off(k_source));
    const auto off = "source misbehaving 1 is switched off, because it ended curateur at 5 "
                     "entries (update it, or " +
                     way_out() + ")";
    EXPECT_EQ(
        leave_behind(k_source, "e"),
        (std::vector<std::string>{
            "the last run ended while source misbehaving 1 was in parse() at \"e\"; " + off}));
    const auto refusal = parse_quarantined("f");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->message, "misbehaving cannot be used: " + off);
}

TEST_F(CrashesTest, AtNoEntrySwitchTheComponentOffAfterTheSecond) {
    EXPECT_EQ(leave_behind(k_source, ""),
              (std::vector<std::string>{
                  "the last run ended while source misbehaving 1 was in parse(): it is tried once "
                  "more"}));
    leave_behind(k_source, "");
    EXPECT_EQ(open()->quarantined(k_source, "any"),
              "source misbehaving 1 is switched off, because it ended curateur twice at no entry "
              "in particular (update it, or " +
                  way_out() + ")");
}

TEST_F(CrashesTest, AreForgottenAfterThirtyDays) {
    leave_behind(k_source, "a");
    leave_behind(k_source, "a");
    clock_.advance(Crashes::k_forgotten_after_ms - 60'000);
    EXPECT_TRUE(open()->quarantined(k_source, "a"));
    clock_.advance(60'000);
    EXPECT_FALSE(open()->quarantined(k_source, "a"));
}

TEST_F(CrashesTest, AreForgottenWhenTheFileIsDeleted) {
    leave_behind(k_source, "a");
    leave_behind(k_source, "a");
    std::filesystem::remove(folder_.path() / "crashes.tsv");
    EXPECT_FALSE(open()->quarantined(k_source, "a"));
}

TEST_F(CrashesTest, CountOnceThoughTheCrumbIsFoundTwice) {
    const auto before = open();
    const Crumbs::About about("a");
    const Crumbs::Scope call(&before->crumbs(), k_source, "parse");
    const auto crumbs = folder_.read("crumbs");
    open();
    folder_.write("crumbs", crumbs); // killed after the strike was written, before the crumb went
    open();
    EXPECT_FALSE(open()->quarantined(k_source, "a"));
}

TEST_F(CrashesTest, WithStrangeNamesAreReadAsTheyWereWritten) {
    const std::string entry = "snes/a\tb\nc\\d";
    leave_behind(k_source, entry);
    leave_behind(k_source, entry);
    EXPECT_TRUE(open()->quarantined(k_source, entry));
}

TEST_F(CrashesTest, FileLinesThatAreNotOursAreLeftOut) {
    folder_.write("crashes.tsv",
                  "hello\n\ta\t2\t1\nx\ty\tz\t1\n" + k_source + "\ta\t2\t" +
                      std::to_string(clock_.unix_ms()) + "\n");
    EXPECT_TRUE(open()->quarantined(k_source, "a"));
    EXPECT_FALSE(open()->quarantined("x", "y"));
}

TEST_F(CrashesTest, ACallOfMoreThanAMinuteHangs) {
    const auto crashes = open();
    const Crumbs::About about("snes/Game.sfc");
    const Crumbs::Scope call(&crashes->crumbs(), k_source, "parse");
    clock_.advance(60'000);
    EXPECT_FALSE(crashes->hanging());
    clock_.advance(1);
    const auto hanging = crashes->hanging();
    ASSERT_TRUE(hanging);
    EXPECT_EQ(hanging->component, k_source);
    EXPECT_EQ(hanging->call, "parse");
    EXPECT_EQ(hanging->entry, "snes/Game.sfc");
    EXPECT_EQ(hanging->ms, 60'001);
}
