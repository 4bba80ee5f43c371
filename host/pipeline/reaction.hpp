// What the host does about a refusal: one reaction for each status (decisions M12).
#pragma once

#include "plugin/call.hpp"

#include <cstdint>
#include <string>

namespace curateur::pipeline {

enum class Reaction {
    miss,        // the game is not known there; a true answer
    fail,        // this item fails; others go on
    unsupported, // not something the source does; not an error
    retry,       // the same request again, a bounded number of times
    wait,        // the lane pauses and the request is repeated; it costs the item nothing
    wait_closed, // the same, with the long waits of a closed service
    spare,       // no more misses today: what may be one is left unasked
    end_for_now, // nothing more can be had before retry_at; what was not asked stays unasked
    end,         // over until the user acts
};

[[nodiscard]] Reaction reaction_to(cur_status status);

// "not_found", "rate_limited": the word of docs/running.md.
[[nodiscard]] std::string reason_word(cur_status status);

} // namespace curateur::pipeline
