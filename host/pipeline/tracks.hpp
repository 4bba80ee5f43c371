// Which files are tracks of a disc that has a sheet beside them.
#pragma once

#include "pipeline/scan.hpp"

namespace curateur::pipeline {

// Tracks belong to their sheet (or its playlist), which is asked for in their place: "Game.bin" and
// "Game (Track 02).bin" to "Game.cue", "track03.bin" to the one .gdi of its folder. By their names,
// as Redump gives them: nothing is read. After the playlists have been joined.
void join_tracks(Scan& scan);

} // namespace curateur::pipeline
