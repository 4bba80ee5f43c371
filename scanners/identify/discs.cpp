// Discs: images, sheets and playlists.
#include "disc/containers.hpp"
#include "disc/sectors.hpp"
#include "disc/sheet.hpp"
#include "identify/work.hpp"
#include "playlist/playlist.hpp"

#include <algorithm>
#include <array>

namespace curateur::identify {

namespace {

constexpr std::size_t k_longest_text = std::size_t{1} << 20U; // of a playlist or sheet

constexpr std::size_t k_most_missing = 100; // of a playlist's files; no game has as many discs

// GD-ROM: the game's area begins at this sector of the disc.
constexpr std::uint32_t k_high_density = 45000;

bool is_image_name(std::string_view extension) {
    static constexpr std::array<std::string_view, 9> k_images{
        ".iso", ".bin", ".img", ".mdf", ".raw", ".gcm", ".xiso", ".nrg", ".cdi"};
    return std::find(k_images.begin(), k_images.end(), extension) != k_images.end();
}

void say_product(Work& work, Evidence& evidence, const disc::Product& product) {
    if (!product.serial.empty()) {
        evidence.serial = product.serial;
        work.rule("product code " + product.serial + " from the disc (" + product.kind + ")");
    }
    if (evidence.regions.empty()) {
        evidence.regions = product.regions;
    }
    if (evidence.disc == 0) {
        evidence.disc = product.disc;
    }
}

// The size of a raw or plain track: what a .bin of it would have.
std::uint64_t bytes_of(const disc::ChdTrack& track) {
    const bool raw = track.type.ends_with("_RAW") || track.type == "MODE2";
    return track.frames * (raw ? 2352 : disc::k_user_data);
}

void by_chd(Work& work, const Evidence& base, const disc::Chd& chd) {
    auto whole = base;
    whole.of = Of::disc_data;
    whole.sha1 = chd.data_sha1;
    whole.size =
        chd.medium == "cd" || chd.medium == "gd" ? std::nullopt : std::optional(chd.logical_size);
    const auto track = std::find_if(
        chd.tracks.begin(), chd.tracks.end(), [](const auto& one) { return one.is_data(); });
    if (track != chd.tracks.end()) {
        auto evidence = base;
        evidence.of = Of::track;
        evidence.size = bytes_of(*track);
        work.out.evidence.push_back(std::move(evidence));
    }
    work.out.evidence.push_back(std::move(whole));
    auto container = base;
    container.of = Of::container;
    container.sha1 = chd.sha1;
    work.out.evidence.push_back(std::move(container));
    work.rule("digests and tracks from the CHD's header; nothing was unpacked");
    if (chd.has_parent) {
        work.note(base.name + " is only the difference to another CHD");
    }
}

Status digest_image(Work& work,
                    const Target& target,
                    const reader::Reader& from,
                    Evidence base,
                    const std::optional<cartridge::Payload>& part) {
    const cartridge::Payload whole{0, from.size(), cartridge::Order::as_is, {}};
    auto forms = hash::digest_forms(
        from, {"", "", from.size(), part.value_or(whole), work.kinds()}, work.stop);
    if (!forms && (is_fatal(forms.error()) || base.of != Of::disc_data)) {
        return std::move(forms).error().in(target.key);
    }
    if (!forms) { // packed, and damaged somewhere
        work.note(target.key + ": " + forms.error().message);
        work.out.evidence.push_back(std::move(base));
        return ok();
    }
    forms->header.reset();
    work.rule("digests of the disc's " + std::to_string(from.size()) + " bytes");
    add_forms(work, base, base.of, Of::track, *forms);
    return ok();
}

Status by_packed(Work& work,
                 const Target& target,
                 const reader::Reader& from,
                 const disc::Container& image,
                 Evidence evidence) {
    evidence.of = Of::disc_data;
    evidence.size = image.size;
    if (image.chd) {
        evidence.size = from.size();
        by_chd(work, evidence, *image.chd);
        return ok();
    }
    if (image.crc32) {
        evidence.crc32 = hash::hex32(*image.crc32);
        work.rule("CRC-32 of the whole disc from the NKit header");
    } else if (image.inside != nullptr && work.shall_digest(image.inside->size())) {
        return digest_image(work, target, *image.inside, std::move(evidence), std::nullopt);
    } else if (image.inside != nullptr) {
        work.leave(image.inside->size());
    }
    work.out.evidence.push_back(std::move(evidence));
    return ok();
}

// What the track's own sectors say.
Status look_at_track(Work& work,
                     const reader::Reader& file,
                     const disc::Track& track,
                     const std::string& key,
                     Evidence& evidence) {
    disc::Layout layout = track.layout.value_or(disc::Layout{});
    CURATEUR_TRY(const disc::Layout seen, disc::layout_of(file, track.start));
    if (seen.sector != disc::k_user_data) {
        layout = seen; // the image knows better than its sheet
    }
    auto product = disc::product_of(disc::SectorReader(file, track.start, layout));
    if (!product && is_fatal(product.error())) {
        return std::move(product).error();
    }
    if (!product) {
        work.note(key + ": " + product.error().message);
    } else if (*product) {
        say_product(work, evidence, **product);
    }
    return ok();
}

struct FoundTrack {
    disc::Track track;
    Target target;
    std::uint64_t size = 0;   // bytes of the track
    bool shares_file = false; // with other tracks
};

// Where the tracks of a sheet really are; what is missing is noted.
std::vector<FoundTrack> find_tracks(Work& work, const Target& sheet_at, const disc::Sheet& sheet) {
    std::vector<FoundTrack> found;
    std::string missing;
    for (const auto& track : sheet.tracks) {
        const auto same = [&](const disc::Track& other) {
            return other.file == track.file;
        };
        const bool shares = std::count_if(sheet.tracks.begin(), sheet.tracks.end(), same) > 1;
        const auto known = std::find_if(found.begin(), found.end(), [&](const FoundTrack& one) {
            return one.track.file == track.file;
        });
        std::optional<Target> target;
        if (known != found.end()) {
            target = known->target;
        } else if (is_sheet(lower_extension(track.file)) || lower_extension(track.file) == ".m3u") {
            work.note(sheet_at.key + " names " + track.file +
                      " as a track, which is a text: not read");
        } else if (missing != track.file) { // one note a file
            target = follow(work, sheet_at, track.file);
        }
        if (!target) {
            missing = track.file;
            continue;
        }
        std::error_code error;
        const auto size = std::filesystem::file_size(target->path, error);
        const auto end = track.end != 0 ? track.end : error ? 0 : std::uint64_t{size};
        found.push_back(
            {track, *std::move(target), end > track.start ? end - track.start : 0, shares});
    }
    return found;
}

// The track that holds the game: of a GD-ROM the one its area begins with, else the largest.
const FoundTrack* main_track(const std::vector<FoundTrack>& tracks) {
    const FoundTrack* best = nullptr;
    for (const auto& one : tracks) {
        if (one.track.is_data && (best == nullptr || one.size > best->size)) {
            best = &one;
        }
    }
    return best != nullptr || tracks.empty() ? best : &tracks.front();
}

const FoundTrack* telling_track(const std::vector<FoundTrack>& tracks,
                                const FoundTrack* otherwise) {
    const auto game = std::find_if(tracks.begin(), tracks.end(), [](const FoundTrack& one) {
        return one.track.is_data && one.track.lba >= k_high_density;
    });
    const auto data = std::find_if(
        tracks.begin(), tracks.end(), [](const FoundTrack& one) { return one.track.is_data; });
    return game != tracks.end() ? &*game : data != tracks.end() ? &*data : otherwise;
}

Status by_tracks(Work& work, const Target& target, const std::vector<FoundTrack>& tracks) {
    const FoundTrack* const best = main_track(tracks);
    if (best == nullptr) {
        work.rule("none of its tracks can be read: only its name counts");
        work.out.evidence.push_back(named(work, target.name));
        return ok();
    }
    if (!best->track.is_data) {
        work.note(target.key + " has no data track");
    }
    auto evidence = named(work, target.name, Of::track, best->size);
    const FoundTrack* const telling = telling_track(tracks, best);
    if (telling->track.is_data) {
        CURATEUR_TRY(const auto file, reader::FileReader::open(telling->target.path, &work.meter));
        CURATEUR_CHECK(look_at_track(work, file, telling->track, target.key, evidence));
    }
    work.rule("track " + std::to_string(best->track.number) + " in " + best->target.key);
    CURATEUR_TRY(const auto file, reader::FileReader::open(best->target.path, &work.meter));
    if (file.size() == 0) {
        work.note(best->target.key + " is empty");
    }
    if (!work.shall_digest(file.size())) {
        work.leave(file.size());
        work.out.evidence.push_back(std::move(evidence));
        return ok();
    }
    std::optional<cartridge::Payload> part;
    if (best->shares_file && best->size < file.size()) {
        part = cartridge::Payload{
            best->track.start, best->size, cartridge::Order::as_is, "the data track in the file"};
    }
    evidence.of = part ? Of::file : Of::track;
    return digest_image(work, best->target, file, std::move(evidence), part);
}

} // namespace

bool is_sheet(std::string_view extension) {
    static constexpr std::array<std::string_view, 4> k_sheets{".cue", ".gdi", ".ccd", ".mds"};
    return std::find(k_sheets.begin(), k_sheets.end(), extension) != k_sheets.end();
}

Result<bool> by_image(Work& work, const Target& target, const reader::Reader& from) {
    CURATEUR_TRY(const auto image,
                 disc::open_container(from, is_image_name(lower_extension(target.name))));
    if (!image) {
        return false;
    }
    work.out.form = Form::disc;
    if (!image->note.empty()) {
        work.note(target.key + ": " + image->note);
    }
    auto evidence = named(work, target.name, Of::file, from.size());
    if (image->product) {
        say_product(work, evidence, *image->product);
    }
    if (image->is_packed) {
        CURATEUR_CHECK(by_packed(work, target, from, *image, std::move(evidence)));
        if (image->note.empty() && !work.is_told()) {
            work.note(target.key + ": names no product code (" + image->kind +
                      ", which is not unpacked for its digests): known by name and size only");
        }
    } else if (work.shall_digest(from.size())) {
        std::optional<cartridge::Payload> part;
        if (image->track) {
            part = cartridge::Payload{image->track->start,
                                      image->track->size,
                                      cartridge::Order::as_is,
                                      "the data track in the image"};
        }
        CURATEUR_CHECK(digest_image(work, target, from, std::move(evidence), part));
    } else {
        work.rule("asked by product code, name and exact size first");
        work.leave(from.size());
        work.out.evidence.push_back(std::move(evidence));
    }
    return true;
}

Status by_sheet(Work& work, const Target& target) {
    work.out.form = Form::disc;
    CURATEUR_TRY(const auto file, reader::FileReader::open(target.path, &work.meter));
    const auto extension = lower_extension(target.name);
    if (extension == ".ccd" || extension == ".mds") { // their image has the same name
        const auto image =
            std::string(stem_of(target.name)) + (extension == ".ccd" ? ".img" : ".mdf");
        work.rule(target.key + " stands for the image beside it");
        if (const auto beside = follow(work, target, image)) {
            disc::Track track;
            track.number = 1;
            track.is_data = true;
            std::error_code error;
            const auto size = std::filesystem::file_size(beside->path, error);
            return by_tracks(work, target, {{track, *beside, error ? 0 : size, false}});
        }
        work.out.evidence.push_back(named(work, target.name));
        return ok();
    }
    CURATEUR_TRY(const std::string text, reader::read_some(file, 0, k_longest_text));
    const auto sheet = extension == ".cue" ? disc::read_cue(text) : disc::read_gdi(text);
    if (!sheet) {
        work.note(target.key + ": " + sheet.error().message);
        work.rule("the sheet cannot be read: only its name counts");
        work.out.evidence.push_back(named(work, target.name));
        return ok();
    }
    return by_tracks(work, target, find_tracks(work, target, *sheet));
}

Status by_playlist(Work& work, const Target& target) {
    std::string text;
    {
        CURATEUR_TRY(const auto file, reader::FileReader::open(target.path, &work.meter));
        CURATEUR_TRY(text, reader::read_some(file, 0, k_longest_text));
    }
    const auto listed = playlist::read(text, target.key);
    for (const auto& refused : listed.refused) {
        work.note(target.key + " names " + refused.substr(0, k_longest_shown) +
                  ", which lies outside the system's folder: not followed");
        if (work.out.notes.size() == k_most_missing) {
            break; // the rest says nothing new
        }
    }
    std::size_t missing = 0;
    for (const auto& member : listed.members) {
        if (++missing > k_most_missing) {
            work.note(target.key + " lists " + std::to_string(listed.members.size()) +
                      " files; none of the first " + std::to_string(k_most_missing) +
                      " can be read: the others are not looked for");
            break;
        }
        if (const auto first = reach(work, target, member, member)) {
            work.rule("the playlist's first disc: " + first->key);
            CURATEUR_CHECK(by_path(work, *first));
            for (auto& evidence : work.out.evidence) {
                evidence.disc = evidence.disc == 0 && listed.members.size() > 1 ? 1 : evidence.disc;
            }
            return ok();
        }
    }
    work.note(target.key + " lists nothing that can be read: only its name says which game it is");
    work.out.evidence.push_back(named(work, target.name));
    return ok();
}

} // namespace curateur::identify
