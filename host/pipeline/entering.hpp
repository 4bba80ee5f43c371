// A system and an entry as a run takes them up: what was found in folders and documents joined with
// what the store knows and the user wishes. library: nullptr when nothing is known yet.
#pragma once

#include "pipeline/item.hpp"

namespace curateur::pipeline {

// After the outputs' inventory. Renamed ROMs keep what is known of them; what is gone from a
// document takes its bases with it. A dry run changes nothing in the library.
[[nodiscard]] Status join_store(SystemRun& system, const Setup& setup, store::Library* library);

// How many entries have each title: discs of one game are told apart by it.
void count_titles(SystemRun& system);

[[nodiscard]] ItemPtr
make_item(SystemRun& system, std::size_t index, const Setup& setup, const store::Library* library);

// What the user decided about it, by its name and, as far as they are known, by its bytes.
void take_wishes(Item& item, const Setup& setup, const store::Library* library);

// It is skipped, as its status, reason and detail say.
[[nodiscard]] bool is_left_alone(Item& item);

// Its evidence is that of the bytes that lie there now.
[[nodiscard]] bool is_as_it_was(const Item& item);

// Some document says more of it than its name.
[[nodiscard]] bool is_listed(const Item& item);

// What decides whether the media of an entry have to be looked into again. Needs item.wanted.
[[nodiscard]] std::string settled_mark(const Item& item, const config::Config& config);

// Some medium of it is wanted, and has not been looked for in vain under these circumstances.
[[nodiscard]] bool has_media_left(const Item& item, const config::Config& config);

} // namespace curateur::pipeline
