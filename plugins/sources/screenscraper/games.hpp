// SPDX-License-Identifier: MIT
// A game of the service as a record.
#pragma once

#include "media.hpp"

#include <curateur/source.hpp>
#include <curateur/support/json.hpp>

namespace screenscraper {

// Pushes one record; false if the object is no game (the service pads lists with empty ones).
bool push_game(curateur::Results& out,
               curateur::json::View game,
               const curateur::Query& query,
               cur_flags matched_by,
               cur_flags flags,
               const Credentials& credentials);

// How the service seems to have found it: by what its matched row shares with our evidence.
cur_flags matched_by(curateur::json::View game, const curateur::Query& query);

} // namespace screenscraper
