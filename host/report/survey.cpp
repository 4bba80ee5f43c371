#include "report/survey.hpp"

#include <algorithm>

namespace curateur::report {

std::string_view name_of(State state) {
    constexpr std::array<std::string_view, k_states> k_names{
        "found", "not_found", "failed", "needs_choice", "skipped", "deferred", "unasked"};
    return k_names.at(static_cast<std::size_t>(state));
}

bool is_there(Have have) {
    return have == Have::ours || have == Have::users || have == Have::poor || have == Have::bad;
}

bool Game::is_problem() const {
    return state == State::not_found || state == State::failed || state == State::needs_choice ||
           std::any_of(media.begin(), media.end(), [](const GameMedium& one) {
               return one.have == Have::bad || one.have == Have::refused;
           });
}

void Tally::add(const Game& game) {
    ++games;
    problems += game.is_problem() ? 1U : 0U;
    ++by_state[static_cast<std::size_t>(game.state)];
    by_kind.resize(std::max(by_kind.size(), game.media.size()));
    for (std::size_t i = 0; i < game.media.size(); ++i) {
        ++by_kind[i][static_cast<std::size_t>(game.media[i].have)];
    }
}

} // namespace curateur::report
