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

// What a source gives without a word is the plain one.
std::size_t place_of_variant(const std::string& variant, const std::vector<std::string>& order) {
    static const std::string k_plain = "plain";
    const auto place = place_of(variant, order);
    return variant.empty() ? std::min(place, place_of(k_plain, order)) : place;
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

struct Ranked {
    // source, disc, variant, region, language, the source's own rank: smaller is better
    std::tuple<std::size_t, int, std::size_t, std::size_t, std::size_t, std::int32_t> key;
    Candidate candidate;
    bool is_shown = true;
};

// Of the kind, best first; with_hidden: also those that cannot be shown, last.
std::vector<Ranked>
ranked(const std::vector<const core::Record*>& records, const Want& want, bool with_hidden) {
    std::vector<Ranked> found;
    for (std::size_t source = 0; source < records.size(); ++source) {
        for (const auto& media : records[source]->media) {
            const bool shown = media.kind == want.kind && is_shown(media, want);
            if (media.kind != want.kind || (!shown && !with_hidden)) {
                continue;
            }
            found.push_back({{source,
                              disc_distance(media, want),
                              place_of_variant(media.variant, want.variants),
                              place_of(media.region, want.regions),
                              place_of(media.language, want.languages),
                              media.rank},
                             {records[source], &media},
                             shown});
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Ranked& left, const Ranked& right) {
        return left.is_shown != right.is_shown ? left.is_shown : left.key < right.key;
    });
    return found;
}

std::string later(const char* what, const std::string& code) {
    return code.empty() ? std::string("says no ") + what : what + (" " + code) + " comes later";
}

// The first difference from the best is what decided.
std::string why_behind(const Ranked& one, const Ranked& best) {
    const auto& media = *one.candidate.media;
    if (!one.is_shown) {
        return "the frontend does not show " + media.format;
    }
    if (std::get<0>(one.key) != std::get<0>(best.key)) {
        return best.candidate.record->source + " comes first";
    }
    if (std::get<1>(one.key) != std::get<1>(best.key)) {
        return "is of disc " + std::to_string(media.disc);
    }
    if (std::get<2>(one.key) != std::get<2>(best.key)) {
        return later("variant", media.variant);
    }
    if (std::get<3>(one.key) != std::get<3>(best.key)) {
        return later("region", media.region);
    }
    if (std::get<4>(one.key) != std::get<4>(best.key)) {
        return later("language", media.language);
    }
    return std::get<5>(one.key) != std::get<5>(best.key) ? "the source ranks it lower"
                                                         : "the source names it later";
}

} // namespace

std::vector<Candidate> candidates(const std::vector<const core::Record*>& records,
                                  const Want& want) {
    std::vector<Candidate> best;
    for (const auto& one : ranked(records, want, false)) {
        if (best.size() == k_most_candidates) {
            break;
        }
        best.push_back(one.candidate);
    }
    return best;
}

std::vector<RankedCandidate> ranking(const std::vector<const core::Record*>& records,
                                     const Want& want) {
    const auto all = ranked(records, want, true);
    std::vector<RankedCandidate> told;
    for (const auto& one : all) {
        const auto& region = one.candidate.media->region;
        const bool is_best = told.empty() && one.is_shown;
        told.push_back({one.candidate,
                        one.is_shown,
                        !is_best         ? why_behind(one, all.front())
                        : region.empty() ? "no region said"
                                         : "region " + region});
    }
    return told;
}

} // namespace curateur::media
