// What lies among games and is none: BIOS and device sets of arcade machines, consoles' firmware.
// sets.csv: the sets that MAME's drivers (0.271) call BIOS or device, by name, as ES-DE hides them;
// and the file names under which libretro's documentation ("BIOS" pages) wants firmware.
#pragma once

#include <string_view>

namespace curateur::sets {

// Why nobody has to be asked for a file: a sentence's end, "a BIOS set: part of other games"; "":
// it may be a game. tag: the frontend's platform tag ("arcade"); file_name: with its suffix. Safe
// from any thread.
[[nodiscard]] std::string_view why_no_game(std::string_view tag, std::string_view file_name);

} // namespace curateur::sets
