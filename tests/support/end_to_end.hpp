// The real program against the real simulator: a person's home, a collection in it, and a service.
#pragma once

#include "support/child.hpp"
#include "support/sample_library.hpp"
#include "support/simulator_process.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

namespace curateur::test {

using Tree = std::map<std::string, std::string>; // path below a folder → its bytes

[[nodiscard]] Tree tree_of(const std::filesystem::path& folder);

// Tells which files differ, not their bytes.
[[nodiscard]] ::testing::AssertionResult same_trees(const Tree& left, const Tree& right);

// When each file was last written, in ns; tells whether something was written again.
[[nodiscard]] std::map<std::string, std::int64_t> times_of(const std::filesystem::path& folder);

[[nodiscard]] std::size_t count_of(std::string_view text, std::string_view part);

// One object of --json.
struct Event {
    explicit Event(const std::string& line);

    [[nodiscard]] std::string operator[](std::string_view key) const;
    [[nodiscard]] std::uint64_t number(std::string_view key) const;

    std::map<std::string, std::string> values;
};

// Every line must be one object; anything else fails the test.
[[nodiscard]] std::vector<Event> events_of(const std::string& out);

class EndToEnd : public ::testing::Test {
protected:
    EndToEnd();

    // No account was ever asked for more than it allows at once, and no password is anywhere.
    void TearDown() override;

    // The collection. ROMs lie in ~/ROMs/<system>; a game is a ROM that the service knows by its
    // digests. more: further members of the catalogue's game, `"developer": "Ann"`.
    std::uint64_t
    add_game(const std::string& system, const std::string& key, const std::string& more = "");
    void
    add_dump(std::uint64_t game, const std::string& system, const std::string& key); // one more
    void add_rom(const std::string& system, const std::string& key, const std::string& bytes);
    void add_sample(const SampleOptions& options);
    [[nodiscard]] std::filesystem::path sample_rom(Kind kind) const; // the first of its kind

    // Starts the service with what was added; again: with what is there now, its log goes on.
    void serve(std::vector<std::string> arguments = {}, int threads = 4);
    std::string control(const std::string& path, const std::string& json) const; // POST

    void fault(const std::string& rule) const { control("/control/faults", rule); }

    [[nodiscard]] std::uint64_t in_flight() const; // requests that are being answered
    void settle() const;                           // until there are none

    [[nodiscard]] std::size_t asked(std::string_view page_or_outcome) const;
    [[nodiscard]] std::size_t asked() const; // all but the account

    // arguments come after "--source screenscraper --output esde".
    Outcome run(std::vector<std::string> arguments = {}, const Environment& more = {});
    [[nodiscard]] Child start(std::vector<std::string> arguments = {},
                              const Environment& more = {});
    std::vector<Event> run_json(std::vector<std::string> arguments = {},
                                const Environment& more = {});
    Outcome run_bare(std::vector<std::string> arguments, const Environment& more = {});

    [[nodiscard]] std::filesystem::path home() const { return folder_.path() / "home"; }

    [[nodiscard]] std::filesystem::path roms() const { return home() / "ROMs"; }

    [[nodiscard]] std::filesystem::path frontend() const { return home() / "ES-DE"; }

    [[nodiscard]] std::filesystem::path state() const { return folder_.path() / "state"; }

    [[nodiscard]] std::filesystem::path work() const { return folder_.path() / "work"; }

    [[nodiscard]] std::filesystem::path gamelist_file(const std::string& system) const;
    [[nodiscard]] std::string gamelist(const std::string& system) const;
    void put_gamelist(const std::string& system, const std::string& text) const;
    void
    edit_gamelist(const std::string& system, const std::string& from, const std::string& to) const;
    [[nodiscard]] std::filesystem::path medium(const std::string& system,
                                               const std::string& folder_and_name) const;

    [[nodiscard]] Tree tree() const { return tree_of(frontend()); } // gamelists and media

    [[nodiscard]] std::string catalogue_text() const;
    [[nodiscard]] Environment environment() const;

    TempFolder folder_;
    std::unique_ptr<SimulatorProcess> service_;
    std::string media_ = R"("box-2D", "ss")"; // codes that every game of ours has
    std::string seed_ = "1";                  // of what the service makes up
    std::string user_ = "player", password_ = "player-password";
    int threads_ = 4;

private:
    struct Game {
        std::uint64_t id = 0;
        std::string head, dumps; // of its JSON
    };

    std::string make_dump(const std::string& system, const std::string& key);

    std::vector<Game> games_;
    std::vector<SampleRom> sample_roms_;
    std::optional<std::filesystem::path> sample_;
    int runs_ = 0;
};

} // namespace curateur::test
