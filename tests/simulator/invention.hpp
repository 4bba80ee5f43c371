// Makes up what the catalogue leaves out: the same for the same seed and game, always.
#pragma once

#include "simulator/game.hpp"

namespace curateur::simulator {

// The defaults of a catalogue for its games.
struct Invention {
    std::uint64_t seed = 1;
    std::optional<std::vector<ListedMedium>> media;
    std::optional<int> filler_dumps;
};

// The regional names of a game; the first is the service's own.
[[nodiscard]] Pairs names_of(const CatalogueGame& entry, const Invention& invention);

[[nodiscard]] Game complete(const CatalogueGame& entry, const Invention& invention);

// Of one game: those it lists or, made up, those a well-known game has; then pictograms.
[[nodiscard]] std::vector<Medium> media_of(const Game& game, const Invention& invention);

// The page that serves a format: mediaJeu.php, mediaVideoJeu.php …
[[nodiscard]] std::string_view page_of(std::string_view format);

} // namespace curateur::simulator
