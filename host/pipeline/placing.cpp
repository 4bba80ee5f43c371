// A medium that is good gets its place; one that is there already is used again.
#include "pipeline/media_files.hpp"
#include "pipeline/media_work.hpp"
#include "platform/file.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

platform::Sharing sharing_of(config::Link link) {
    switch (link) {
    case config::Link::automatic:
        return platform::Sharing::automatic;
    case config::Link::reflink:
        return platform::Sharing::reflink;
    case config::Link::hardlink:
        return platform::Sharing::hardlink;
    case config::Link::copy:
        break;
    }
    return platform::Sharing::copy;
}

// With hard links the bad file and the one that would replace it may be the same.
bool is_same_file(const fs::path& left, const fs::path& right) {
    std::error_code ignored;
    return !left.empty() && fs::equivalent(left, right, ignored);
}

} // namespace

std::optional<fs::path> MediaWork::place_of(const Work& work, const std::string& format) const {
    plugin::Asset asset;
    asset.kind = work.wanted.slot->kind;
    asset.format = format;
    auto path = work.wanted.output->instance->media_path(
        work.wanted.output->target, work.item->game, asset);
    if (!path) {
        services_.setup.log(config::LogLevel::error, path.error().message);
        return std::nullopt;
    }
    return *std::move(path);
}

// One download serves all entries, outputs and runs.
Result<std::optional<store::Asset>> MediaWork::known_copy(const Candidate& candidate,
                                                          const Wanted& wanted) const {
    CURATEUR_TRY(auto known, services_.library->assets_with(candidate.key, candidate.media.sha1));
    for (auto& one : known) {
        if (one.verdict != "bad" && wanted.slot->takes(one.format) && still_lies_there(one) &&
            !unreadable_.contains(one.path) && !is_same_file(wanted.replaces, one.path)) {
            return std::optional(std::move(one));
        }
    }
    return std::optional<store::Asset>();
}

std::optional<MediaWork::Foreseen>
MediaWork::foresee(Item& item, const Wanted& wanted, const Records& records) const {
    for (const auto& candidate : candidates_of(item, wanted, records)) {
        if (is_known_bad(candidate, *wanted.slot)) {
            continue;
        }
        const auto known = known_copy(candidate, wanted);
        const bool is_there = known && *known;
        return Foreseen{candidate.asker,
                        candidate.key,
                        candidate.media.sha1,
                        is_there ? (*known)->size : candidate.media.size,
                        is_there};
    }
    return std::nullopt;
}

bool MediaWork::copy_known(const WorkPtr& work) {
    const auto known = known_copy(work->candidates[work->at], work->wanted);
    if (!known) {
        services_.fatal(known.error());
        return false;
    }
    const auto& source = *known;
    if (!source) {
        return false;
    }
    const auto path = place_of(*work, source->format);
    if (!path || path->string() == source->path) {
        return false;
    }
    Checked found;
    found.format = source->format;
    found.width = source->width;
    found.height = source->height;
    found.verdict = source->verdict == "poor" ? Checked::Verdict::poor : Checked::Verdict::good;
    found.reason = source->reason;
    found.facts = source->facts;
    found.original_sha1 = source->original;
    platform::Digests digests;
    digests.sha1 = source->sha1;
    digests.size = source->size;
    const auto temp = platform::temp_beside(*path);
    services_.placers.submit([this, work, from = source->path, temp, digests, found](
                                 const std::stop_token&) {
        const auto made = platform::make_directories(temp.parent_path());
        const auto shared =
            made ? platform::share_new(from, temp, sharing_of(services_.setup.config.media.link))
                 : Result<std::string>(made.error());
        services_.loop.post([this, work, from, temp, digests, found, shared] {
            if (shared) {
                copied(work, temp, digests, found, *shared);
            } else {
                cannot_copy(work, from, temp, shared.error());
            }
        });
    });
    return true;
}

// If the file is to blame and not the place, another copy will do, or it is fetched.
void MediaWork::cannot_copy(const WorkPtr& work,
                            const std::string& from,
                            const fs::path& temp,
                            const Error& why) {
    if (why.code == Errc::no_space) {
        disk_failed(work, why.message);
        return;
    }
    if (const auto writable = try_folder(temp.parent_path()); !writable) {
        cannot_place(work, writable.error());
        return;
    }
    services_.setup.log(config::LogLevel::warning,
                        why.message + "; what is wanted of it is fetched");
    unreadable_.insert(from);
    next(work);
}

void MediaWork::copied(const WorkPtr& work,
                       const fs::path& temp,
                       const platform::Digests& digests,
                       const Checked& found,
                       const std::string& refusal) {
    if (!refusal.empty() && !told_of_link_) {
        told_of_link_ = true;
        services_.setup.log(config::LogLevel::warning,
                            refusal + "; what media.link asks for is not to be had there, media "
                                      "are copied");
    }
    place(work, work->candidates[work->at], temp, digests, found);
}

void MediaWork::place(const WorkPtr& work,
                      const Candidate& candidate,
                      const fs::path& temp,
                      const platform::Digests& digests,
                      const Checked& found) {
    const auto path = place_of(*work, found.format);
    const bool is_taken = work->wanted.replaces.empty() &&
                          work->wanted.listing->find(work->wanted.stem, work->wanted.slot->formats);
    if (!path || is_taken) { // somebody else's file appeared: it stays
        remove_quietly(temp);
        release(work, candidate.key);
        finish(work);
        return;
    }
    store::Asset asset;
    asset.path = path->string();
    asset.entry = work->item->entry;
    asset.kind = work->wanted.slot->kind;
    asset.candidate = candidate.key;
    asset.sha1 = digests.sha1;
    asset.size = digests.size;
    asset.format = found.format;
    asset.width = found.width;
    asset.height = found.height;
    asset.verdict = found.verdict == Checked::Verdict::poor ? "poor" : "good";
    asset.source = candidate.asker != nullptr ? candidate.asker->id() : "";
    asset.source_id = candidate.source_id;
    asset.region = candidate.media.region;
    asset.language = candidate.media.language;
    asset.why = candidate.why;
    for (const auto& lost : work->lost) {
        asset.why += "; not " + lost;
    }
    asset.reason = found.reason;
    asset.facts = found.facts;
    asset.original = found.original_sha1;
    asset.run = services_.run;
    asset.fetched_unix_ms = services_.setup.clock.unix_ms();
    if (const auto begun = services_.library->begin_asset(asset, temp); !begun) {
        services_.fatal(begun.error());
        remove_quietly(temp);
        release(work, candidate.key);
        finish(work);
        return;
    }
    platform::fault_point("asset_intended");
    services_.placers.submit([this, work, asset, temp](const std::stop_token&) {
        const auto& old = work->wanted.replaces;
        auto moved =
            work->wanted.replaces_bad
                ? keep_replaced(services_.setup.places.state, old, services_.setup.clock.unix_ms())
                : ok();
        if (moved) {
            moved = sync_and_move(temp, asset.path, old == fs::path(asset.path));
        }
        platform::fault_point("asset_moved");
        if (!moved) {
            remove_quietly(temp);
        }
        const auto mtime = moved ? mtime_of(asset.path, asset.size).value_or(0) : 0;
        services_.loop.post(
            [this, work, asset, moved, mtime] { placed(work, asset, moved, mtime); });
    });
}

void MediaWork::placed(const WorkPtr& work,
                       const store::Asset& asset,
                       const Status& moved,
                       std::int64_t mtime_ns) {
    auto kept = moved ? services_.library->finish_asset(asset.path, mtime_ns)
                      : services_.library->abandon_asset(asset.path);
    if (!kept) {
        services_.fatal(kept.error());
    }
    if (moved) {
        ++work->item->media_downloaded;
        work->wanted.listing->add(asset.path);
        bad_.erase(asset.path);
        if (const auto& old = work->wanted.replaces; !old.empty() && old != asset.path) {
            remove_quietly(old); // ours, in another format
            static_cast<void>(services_.library->drop_asset(old.string()));
        }
    } else if (moved.error().code == Errc::no_space) {
        services_.disk_failed(moved.error().message);
        work->item->media_deferred = true;
    } else if (moved.error().code != Errc::busy) {
        work->problem = moved.error().message;
        work->item->media_unplaced = true;
    }
    release(work, asset.candidate);
    finish(work);
}

} // namespace curateur::pipeline
