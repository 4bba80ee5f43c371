// A collection of broken and malicious files, and the real program in little memory.
#include "support/end_to_end.hpp"
#include "support/hostile_roms.hpp"

#include <sys/resource.h>

namespace curateur::test {
namespace {

// Of address space; of RAM a quarter.
constexpr std::uint64_t k_memory = std::uint64_t{1} << 30U;

// What is started in its life has that much memory. Sanitizers map more than any machine has.
class LittleMemory {
public:
    LittleMemory() {
        ::getrlimit(RLIMIT_AS, &before_);
        auto little = before_;
        little.rlim_cur = CURATEUR_IS_SANITIZED ? before_.rlim_cur : k_memory;
        ::setrlimit(RLIMIT_AS, &little);
    }

    ~LittleMemory() { ::setrlimit(RLIMIT_AS, &before_); }

    LittleMemory(const LittleMemory&) = delete;
    LittleMemory& operator=(const LittleMemory&) = delete;

private:
    rlimit before_{};
};

class Hostile : public EndToEnd {
protected:
    Hostile() {
        for (const auto& rom : roms_) {
            add_rom(rom.system, rom.name, rom.bytes);
        }
    }

    std::vector<Event> run_in_little_memory(std::vector<std::string> arguments, int status) {
        auto child = [&] {
            const LittleMemory little;
            return start(std::move(arguments));
        }();
        const auto outcome = child.wait();
        EXPECT_EQ(outcome.exit, status) << outcome.err;
        if (!CURATEUR_IS_SANITIZED) {
            EXPECT_LT(child.peak_kib(), k_memory / 1024 / 4);
        }
        return events_of(outcome.out);
    }

    const std::vector<HostileRom> roms_ = hostile_roms();
};

TEST_F(Hostile, EveryFileIsIdentifiedOrSaysWhyNot) {
    ASSERT_GE(roms_.size(), 500U);
    std::vector<std::string> arguments{"identify", "--json", "--digests"};
    for (const auto& rom : roms_) {
        arguments.push_back((roms() / rom.system / rom.name).string());
    }
    std::map<std::string, int> lines;
    for (const auto& event : run_in_little_memory(arguments, 0)) {
        if (event["event"] != "identify") {
            continue;
        }
        ++lines[event["path"]];
        const auto status = event["status"];
        EXPECT_TRUE(status == "identified" || (status == "name_only" && event["notes"] != "[]"))
            << event["path"] << ": " << status << ", " << event["notes"];
    }
    for (const auto& rom : roms_) {
        EXPECT_EQ(lines[(roms() / rom.system / rom.name).string()], 1) << rom.name;
    }
}

TEST_F(Hostile, AFolderOfThemIsLookedThrough) {
    const auto events = run_in_little_memory({"identify", "--json", roms().string()}, 0);
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(events.back().number("files"), roms_.size());
    EXPECT_EQ(events.back().number("failed"), 0U);
}

TEST_F(Hostile, ARunTellsEachOnceAndEnds) {
    serve();
    std::map<std::string, int> lines;
    for (const auto& event :
         run_in_little_memory({"--source", "screenscraper", "--output", "esde", "--json"}, 0)) {
        if (event["event"] == "entry") {
            ++lines[event["system"] + "/" + event["path"].substr(2)];
            EXPECT_NE(event["status"], "scraped") << event["path"];
        }
    }
    for (const auto& rom : roms_) {
        EXPECT_EQ(lines[rom.system + "/" + rom.name], 1) << rom.name;
    }
}

} // namespace
} // namespace curateur::test
