#include "pipeline/cleaning.hpp"

#include <algorithm>
#include <unordered_map>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

// Where an asset lies: an output's slot for its kind. nullptr: in no folder of these outputs, or in
// one that is refused.
struct Shelf {
    OutputState* output = nullptr;
    const Slot* slot = nullptr;
};

std::string folder_of(const OutputState& output, const Slot& slot) {
    return (fs::path(output.target.media_dir) / slot.folder / "").string();
}

Shelf shelf_of(const store::Asset& asset, const CleanedSystem& system) {
    for (const auto& output : system.outputs) {
        for (const auto& slot : output->facts.slots) {
            if (slot.kind == asset.kind && asset.path.starts_with(folder_of(*output, slot))) {
                return output->refused.empty() ? Shelf{output.get(), &slot} : Shelf{};
            }
        }
    }
    return {};
}

// It is certain that there is no such file: a link that leads nowhere, on the way or at the end,
// may lead somewhere when what it leads to is mounted.
bool is_gone(const fs::path& root, const std::string& key) {
    auto at = root;
    for (const auto& part : fs::path(key)) {
        at /= part;
        std::error_code error;
        const auto type = fs::symlink_status(at, error).type();
        if (type == fs::file_type::not_found) {
            return true;
        }
        if (type == fs::file_type::none || type == fs::file_type::unknown) {
            return false;
        }
        if (type == fs::file_type::symlink && !fs::exists(at, error)) {
            return false;
        }
    }
    return false;
}

// UsedPlaces, without their suffix, that games which are there have for media of a kind.
class UsedPlaces {
public:
    explicit UsedPlaces(const CleanedSystem& system) : system_(system) {}

    [[nodiscard]] bool has(const Shelf& shelf, const store::Asset& asset) {
        auto [places, is_new] = by_slot_.try_emplace(shelf.slot);
        if (is_new) {
            for (const auto& entry : system_.scan.entries) {
                plugin::Game game;
                game.key = entry.key;
                game.is_directory = entry.is_directory;
                places->second.insert(stem_of(*shelf.output, game, *shelf.slot));
            }
        }
        auto stem = asset.path.substr(folder_of(*shelf.output, *shelf.slot).size());
        const auto suffix = "." + asset.format;
        if (stem.ends_with(suffix)) {
            stem.resize(stem.size() - suffix.size());
        }
        return places->second.contains(stem);
    }

private:
    const CleanedSystem& system_;
    std::map<const Slot*, std::set<std::string>> by_slot_;
};

// Numbers of entries to their keys, of those of which there is no file.
std::map<std::int64_t, std::string> gone_entries(const CleanedSystem& system,
                                                 const std::vector<store::Asset>& assets,
                                                 std::size_t& all) {
    std::set<std::int64_t> with_media;
    for (const auto& asset : assets) {
        with_media.insert(asset.entry);
    }
    all = with_media.size();
    std::set<std::string_view> scanned;
    for (const auto& entry : system.scan.entries) {
        scanned.insert(entry.key);
    }
    std::map<std::int64_t, std::string> gone;
    for (const auto& entry : system.known) {
        if (with_media.contains(entry.id) && !scanned.contains(entry.key) &&
            !system.renamed.contains(entry.id) && is_gone(system.scan.system.path, entry.key)) {
            gone.emplace(entry.id, entry.key);
        }
    }
    return gone;
}

// What is not wanted, and why; the keys of entries are only looked up if the user locked something.
class Wishes {
public:
    Wishes(const Setup& setup, const CleanedSystem& system) : setup_(setup), system_(system) {
        if (!setup.overrides.by_rom.empty()) {
            for (const auto& entry : system.known) {
                keys_.emplace(entry.id, entry.key);
            }
        }
    }

    // "": it is wanted, or none of our business.
    [[nodiscard]] std::string against(const store::Asset& asset) const {
        const auto shelf = shelf_of(asset, system_);
        const bool stays = shelf.slot == nullptr || is_wanted(setup_.config.media, *shelf.slot) ||
                           is_locked(asset);
        return stays ? "" : asset.kind + " is not wanted any more";
    }

private:
    [[nodiscard]] bool is_locked(const store::Asset& asset) const {
        const auto key = keys_.find(asset.entry);
        return key != keys_.end() &&
               setup_.overrides.find(system_.scan.system.name + "/" + std::string(key->second), {})
                   .locks(asset.kind);
    }

    const Setup& setup_;
    const CleanedSystem& system_;
    std::unordered_map<std::int64_t, std::string_view> keys_;
};

} // namespace

Status clean_kinds(const Setup& setup,
                   store::Library& library,
                   const CleanedSystem& system,
                   MediaMoves& moves) {
    const auto& name = system.scan.system.name;
    CURATEUR_TRY(const auto assets, library.assets_of_system(name));
    const Wishes wishes(setup, system);
    for (const auto& asset : assets) {
        if (const auto why = wishes.against(asset); !why.empty()) {
            CURATEUR_CHECK(moves.away(name, asset, why, true));
        }
    }
    return ok();
}

Result<std::string> clean_system(const Setup& setup,
                                 store::Library& library,
                                 const CleanedSystem& system,
                                 MediaMoves& moves) {
    for (const auto& output : system.outputs) {
        if (!output->refused.empty()) {
            return output->refused;
        }
    }
    const auto& name = system.scan.system.name;
    CURATEUR_TRY(const auto assets, library.assets_of_system(name));
    std::size_t all = 0;
    const auto gone = gone_entries(system, assets, all);
    // The gamelist may be gone, too.
    if (!setup.config.runtime.force_system &&
        static_cast<double>(all - gone.size()) <
            setup.config.scraping.integrity_threshold * static_cast<double>(all)) {
        return std::to_string(gone.size()) + " of " + std::to_string(all) +
               " games with media are missing below " + system.scan.system.path.string() +
               "; it looks unmounted and is left alone (--force-system overrides)";
    }
    UsedPlaces places(system);
    const Wishes wishes(setup, system);
    for (const auto& asset : assets) {
        const auto entry = gone.find(asset.entry);
        const auto shelf = shelf_of(asset, system);
        const bool is_orphan =
            entry != gone.end() && shelf.slot != nullptr && !places.has(shelf, asset);
        const auto why = is_orphan ? "its game is gone: " + entry->second : wishes.against(asset);
        if (!why.empty()) {
            CURATEUR_CHECK(moves.away(name, asset, why, true));
        }
    }
    return std::string();
}

namespace {

// Reads the folders and documents of a system. The sentence of clean_system.
Result<std::string> look_and_clean(const Setup& setup,
                                   store::Library& library,
                                   const systems::System& which,
                                   MediaMoves& moves) {
    CURATEUR_TRY(const auto assets, library.assets_of_system(which.name));
    if (assets.empty()) {
        return std::string();
    }
    const auto scan = scan_system(which, setup.config, setup.stop);
    if (!scan.problem.message.empty() && !setup.config.runtime.force_system) {
        return scan.problem.message + "; its media are left alone (--force-system overrides)";
    }
    CURATEUR_TRY(const auto known, library.load_system(which.name));
    const auto renames = renames_in(scan, known);
    std::vector<std::unique_ptr<OutputState>> outputs;
    for (const auto& output : setup.outputs) {
        outputs.push_back(take_inventory(setup, output, scan));
        refuse_if_unmounted(*outputs.back(), setup, scan, renames);
    }
    CleanedSystem system{scan, known, outputs};
    for (const auto& rename : renames) {
        system.renamed.insert(rename.entry);
    }
    return clean_system(setup, library, system, moves);
}

} // namespace

Result<RunResult> clean(Setup setup) {
    return run_moves(
        setup, false, [&setup](store::Library& library, MediaMoves& moves) -> Result<bool> {
            bool refused = false;
            for (const auto& system : setup.systems) {
                if (moves.is_stopped()) {
                    break;
                }
                CURATEUR_TRY(const auto why, look_and_clean(setup, library, system, moves));
                if (!why.empty()) {
                    refused = true;
                    setup.reporter.warning({system.name, why});
                }
            }
            return refused;
        });
}

} // namespace curateur::pipeline
