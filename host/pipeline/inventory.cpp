#include "pipeline/inventory.hpp"

#include "platform/digest.hpp"
#include "platform/file.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t k_longest_document = std::uint64_t{1} << 30U; // 36 MB hold 30 000 games

std::string filled(std::string text, const Setup& setup, const systems::System& system) {
    const std::array<std::pair<std::string_view, std::string>, 5> tokens{
        {{"{roms}", setup.places.roms.string()},
         {"{media}", setup.places.media.string()},
         {"{gamelists}", setup.places.gamelists.string()},
         {"{rom_dir}", system.path.string()},
         {"{system}", system.name}}};
    for (const auto& [token, value] : tokens) {
        for (auto at = text.find(token); at != std::string::npos;
             at = text.find(token, at + value.size())) {
            text.replace(at, token.size(), value);
        }
    }
    return fs::path(text).lexically_normal().string();
}

const std::string& or_declared(const std::string& set, const std::string& declared) {
    return set.empty() ? declared : set;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Games that are listed and of which there is no file. Only those the scan did not see are looked
// for: the list may name files that the system's suffixes do not show.
void count_missing(OutputState& state, const Scan& scan) {
    std::set<std::string_view> seen;
    for (const auto& entry : scan.entries) {
        seen.insert(entry.key);
    }
    std::error_code ignored;
    for (const auto& [key, listed] : state.listed) {
        if (key.is_directory) {
            continue;
        }
        ++state.games;
        if (!seen.contains(key.key) && !fs::exists(scan.system.path / key.key, ignored)) {
            state.missing.push_back(key.key);
        }
    }
}

Status list_media(OutputState& state, bool may_write) {
    for (const auto& slot : state.facts.slots) {
        CURATEUR_TRY(auto listing,
                     media::FolderListing::of(fs::path(state.target.media_dir) / slot.folder));
        for (const auto& leftover : listing.leftovers()) {
            std::error_code ignored;
            if (may_write) {
                fs::remove(leftover, ignored);
            }
        }
        state.listings.push_back(std::move(listing));
    }
    return ok();
}

Status read_everything(OutputState& state, bool may_write) {
    CURATEUR_TRY(auto documents, state.instance->documents(state.target));
    for (auto& document : documents) {
        state.documents.push_back({std::move(document), std::nullopt, true, false, ""});
    }
    for (std::size_t i = 0; i < state.documents.size(); ++i) {
        CURATEUR_CHECK(read_document(state, i, nullptr));
    }
    return list_media(state, may_write);
}

Status list_entries(OutputState& state, std::size_t at) {
    std::map<store::BaseKey, Listed> now;
    const auto take = [&](plugin::NativeEntry&& entry) {
        store::BaseKey key{std::move(entry.key), entry.is_directory};
        const auto* const before = state.find(key);
        now.insert_or_assign(std::move(key),
                             Listed{core::PackedFields(entry.fields),
                                    std::move(entry.native_key),
                                    static_cast<std::uint32_t>(at),
                                    entry.is_opaque,
                                    before != nullptr ? before->merged_unix_ms : std::nullopt});
    };
    CURATEUR_TRY(auto notes,
                 state.instance->read_each(state.target, state.documents[at].document, take));
    std::erase_if(state.listed, [&](const auto& one) { return one.second.document == at; });
    now.merge(state.listed); // of two documents the one that was read last
    state.listed = std::move(now);
    std::move(notes.begin(), notes.end(), std::back_inserter(state.notes));
    return ok();
}

} // namespace

std::unique_ptr<OutputState>
take_inventory(const Setup& setup, const OutputSetup& output, const Scan& scan) {
    auto state = std::make_unique<OutputState>();
    state->setup = &output;
    state->facts = facts_of(output.component->output());
    state->target.system = scan.system.name;
    state->target.platform = scan.platform;
    state->target.full_name = scan.system.full_name;
    state->target.rom_dir = scan.system.path.string();
    state->target.metadata_dir =
        filled(or_declared(output.metadata_dir, state->facts.metadata_dir), setup, scan.system);
    state->target.media_dir =
        filled(or_declared(output.media_dir, state->facts.media_dir), setup, scan.system);
    state->target.now_unix_ms = setup.clock.unix_ms();
    const auto log =
        [&setup](std::uint32_t level, const std::string& component, const std::string& message) {
            setup.log(level_of(level), component + ": " + message);
        };
    auto instance =
        plugin::OutputInstance::create(*output.component, output.settings, log, setup.crashes);
    if (!instance) {
        state->refused = instance.error().message;
        return state;
    }
    state->instance = std::make_unique<plugin::OutputInstance>(*std::move(instance));
    if (const auto read = read_everything(*state, !setup.config.runtime.dry_run); !read) {
        state->refused = read.error().message;
        return state;
    }
    count_missing(*state, scan);
    return state;
}

void refuse_if_unmounted(OutputState& state,
                         const Setup& setup,
                         const Scan& scan,
                         const std::vector<Rename>& renames) {
    std::set<std::string_view> renamed;
    for (const auto& one : renames) {
        renamed.insert(one.from);
    }
    std::erase_if(state.missing, [&](const auto& key) { return renamed.contains(key); });
    const auto missing = state.missing.size();
    const auto there = state.games == 0 ? 1.0
                                        : static_cast<double>(state.games - missing) /
                                              static_cast<double>(state.games);
    if (state.refused.empty() && there < setup.config.scraping.integrity_threshold &&
        !setup.config.runtime.force_system) {
        state.refused = std::to_string(missing) + " of " + std::to_string(state.games) +
                        " listed ROMs are missing below " + scan.system.path.string() +
                        "; it looks unmounted and is left alone (--force-system overrides)";
    }
}

Status read_document(OutputState& state, std::size_t at, std::string* content) {
    auto& known = state.documents[at];
    auto bytes = platform::read_file(known.document.path, k_longest_document);
    if (!bytes && bytes.error().code != Errc::not_found) {
        return Error(bytes.error());
    }
    known.document.exists = bytes.has_value();
    known.document.content = bytes ? *std::move(bytes) : std::string();
    auto sha256 = known.document.exists ? std::optional(platform::sha256_of(known.document.content))
                                        : std::nullopt;
    if (!known.is_read || sha256 != known.sha256) {
        CURATEUR_CHECK(list_entries(state, at));
        known.sha256 = std::move(sha256);
        known.is_empty = is_blank(known.document.content);
        known.is_read = true;
    }
    auto taken = std::exchange(known.document.content, {});
    if (content != nullptr) {
        *content = std::move(taken);
    }
    return ok();
}

std::string stem_of(OutputState& state, const plugin::Game& game, const Slot& slot) {
    plugin::Asset asset;
    asset.kind = slot.kind;
    asset.format = slot.formats.empty() ? "png" : slot.formats.front();
    const auto path = state.instance->media_path(state.target, game, asset);
    if (!path) {
        return {};
    }
    const auto folder = state.target.media_dir + "/" + slot.folder + "/";
    const auto below = path->native().starts_with(folder)
                           ? path->native().substr(folder.size())
                           : path->lexically_relative(folder).string();
    return below.substr(0, below.size() - asset.format.size() - 1);
}

} // namespace curateur::pipeline
