#include "media/candidates.hpp"

#include <algorithm>
#include <tuple>

namespace curateur::media {
namespace {

std::size_t place_of(const std::string& code, const std::vector<std::string>& order) {
    const auto found = std::find(order.begin(), order.end(), code);
    if (found != order.end()) {
        return static_cast<std::size_t>(found - order.begin());
    }
    return order.size() + (code.empty() ? 0 : 1);
}

bool is_shown(const core::Media& media, const Want& want) {
    const auto format = media.format == "jpeg" ? std::string("jpg") : media.format;
    return format.empty() || want.formats.empty() ||
           std::find(want.formats.begin(), want.formats.end(), format) != want.formats.end();
}

// Another disc's picture is worse than one for the whole game.
int disc_distance(const core::Media& media, const Want& want) {
    if (media.disc == 0 || media.disc == want.disc) {
        return 0;
    }
    return want.disc == 0 && media.disc == 1 ? 0 : 1;
}

} // namespace

std::vector<Candidate> candidates(const std::vector<const core::Record*>& records,
                                  const Want& want) {
    struct Ranked {
        std::tuple<std::size_t, int, std::size_t, std::size_t, std::size_t, std::int32_t> key;
        Candidate candidate;
    };

    std::vector<Ranked> found;
    for (std::size_t source = 0; source < records.size(); ++source) {
        for (const auto& media : records[source]->media) {
            if (media.kind != want.kind || !is_shown(media, want)) {
                continue;
            }
            found.push_back({{source,
                              disc_distance(media, want),
                              place_of(media.variant, want.variants),
                              place_of(media.region, want.regions),
                              place_of(media.language, want.languages),
                              media.rank},
                             {records[source], &media}});
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Ranked& left, const Ranked& right) {
        return left.key < right.key;
    });
    std::vector<Candidate> best;
    for (const auto& ranked : found) {
        if (best.size() == k_most_candidates) {
            break;
        }
        best.push_back(ranked.candidate);
    }
    return best;
}

} // namespace curateur::media
