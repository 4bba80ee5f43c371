// SPDX-License-Identifier: MIT
// What an answer of the service means before anything is read from it.
#pragma once

#include <curateur/source.hpp>
#include <curateur/support/json.hpp>

#include <cstdint>
#include <string_view>

namespace screenscraper {

// Throws the Failure that a status or a sentence of the service stands for; returns if it is a 200
// with JSON.
void require_json(const curateur::Exchange& exchange);

// The same for a download, of which at most the first 4096 bytes are seen.
void require_medium(const curateur::Exchange& exchange);

// Reads the body and its envelope; the result is never null and header.success is not false.
curateur::json::Document read_envelope(const curateur::Exchange& exchange);

// The next midnight in Paris, when the daily counters start again.
std::int64_t quota_reset_ms(std::int64_t unix_ms);

} // namespace screenscraper
