// What a report of a library shows: values that are gathered elsewhere and drawn by the pages.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::report {

// How far a game has come.
enum class State { found, not_found, failed, needs_choice, skipped, deferred, unasked };
inline constexpr std::size_t k_states = 7;

[[nodiscard]] std::string_view name_of(State state); // "not_found", as --json says it

// A medium of a game, from there to not to be had; of several outputs the worst counts.
enum class Have {
    ours,     // it is there, and good
    users,    // it is there, and somebody else put it there
    poor,     // it is there, and nothing better was to be had
    unwanted, // no output wants it
    locked,   // not there, and the user wants it so
    absent,   // no source has one for this game
    unknown,  // not there, as nobody knows the game
    waiting,  // not there; the next run asks for it
    bad,      // it is there, and is fetched anew
    refused,  // not there: what the sources have of it is bad
};
inline constexpr std::size_t k_haves = 10;

// There is something that a frontend shows.
[[nodiscard]] bool is_there(Have have);

struct GameMedium {
    Have have = Have::unwanted;
    std::string why; // of bad, poor and refused: a sentence's end, "the picture is cut short"
};

struct Candidate {
    std::string source, id, name, year;
};

// What the user can do about a game.
struct Step {
    std::string text, command; // command: for a shell; "": none
};

struct Game {
    std::string name, file; // file: below the system's folder, as its bytes are
    State state = State::unasked;
    std::string reason; // for people; "": none
    std::string source, source_id, matched_by;
    std::string cover;              // a relative URL, encoded; "": none
    std::vector<GameMedium> media;  // one a kind of the system
    std::vector<std::size_t> lacks; // of the system's fields, those without a value
    std::vector<Candidate> candidates;
    std::vector<Step> steps;

    // Something went wrong, or waits for the user.
    [[nodiscard]] bool is_problem() const;
};

struct SystemHead {
    std::string name, full_name, folder; // "snes", "Nintendo SNES", its ROMs
    std::vector<std::string> kinds;      // of the registry: those that are wanted or there
    std::vector<std::string> fields;     // that some output shows
    std::vector<std::string> notes;      // what is wrong with the system as a whole
};

struct Tally {
    std::uint64_t games = 0, problems = 0;
    std::array<std::uint64_t, k_states> by_state{};
    std::vector<std::array<std::uint64_t, k_haves>> by_kind; // as SystemHead::kinds

    [[nodiscard]] std::uint64_t operator[](State state) const {
        return by_state[static_cast<std::size_t>(state)];
    }

    void add(const Game& game);
};

struct Problem {
    std::string name, text; // of the game; why
    State state = State::failed;
    std::size_t game = 0; // its place in the system's page, from 0
};

struct SystemSummary {
    SystemHead head;
    Tally tally;
    std::string page;              // its file's name
    std::vector<Problem> problems; // the first
};

// What the runs say of themselves; empty texts: not known.
struct LastRun {
    std::string when, outcome;
    bool is_good = true;
    std::uint64_t requests = 0, bytes = 0;
};

struct Overview {
    std::string library, version, date; // date: local time, for people
    std::string roms;                   // the folder
    std::vector<SystemSummary> systems;
    std::optional<LastRun> run; // nullopt: there was none
    std::vector<std::string> notes;
};

} // namespace curateur::report
