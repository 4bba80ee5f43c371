// Answers written as the service writes them: by hand, with tabs, in ASCII.
#pragma once

#include "simulator/accounts.hpp"
#include "simulator/faults.hpp"
#include "simulator/game.hpp"
#include "simulator/media_store.hpp"
#include "simulator/world.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace curateur::simulator {

// Text inside the quotes of JSON, all beyond ASCII as \uXXXX.
[[nodiscard]] std::string escaped(std::string_view utf8);
[[nodiscard]] std::string in_quotes(std::string_view utf8);
// Inside a query, but a space stays a space: the service forgets it.
[[nodiscard]] std::string carelessly_encoded(std::string_view text);

// Members of an object or elements of a list, one a line.
class Lines {
public:
    explicit Lines(int depth) : depth_(static_cast<std::size_t>(depth)) {}

    void raw(const std::string& line);
    void member(std::string_view key, const std::string& raw_value);
    void text(std::string_view key, std::string_view value);

    [[nodiscard]] bool empty() const { return body_.empty(); }

    // Without the brackets.
    [[nodiscard]] const std::string& str() const { return body_; }

private:
    std::size_t depth_; // tabs before each
    std::string body_;
};

// Who asked, what is embedded in every address of a medium.
struct Asker {
    std::string developer, developer_password, program, user, password;
    std::string media_base; // "http://127.0.0.1:5000/api2/"
};

struct ServerState {
    bool closed_to_guests = false, closed_to_leechers = false;
    int members_in_flight = 0, guests_in_flight = 0;
};

struct Envelope {
    std::string command; // what was asked, address and secrets included
    std::string date;
    std::string error; // with "success": "false"
    std::optional<ServerState> servers;
    std::optional<Usage> user;
    bool stale = false; // counters from before
};

// The members of "response" after the envelope's own, in `content`.
[[nodiscard]] std::string write_answer(const Envelope& envelope, const std::string& content);

struct GameForm {
    bool is_search = false;
    const Rom* matched = nullptr; // its "rom" is written
    Fault fault = Fault::none;
};

// The members of a "jeu", between its brackets.
[[nodiscard]] std::string
write_game(const Game& game, const GameForm& form, const Asker& asker, MediaStore& media);

} // namespace curateur::simulator
