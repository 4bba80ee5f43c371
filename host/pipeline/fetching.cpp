#include "pipeline/fetching.hpp"

#include "media/candidates.hpp"
#include "merge/resolve.hpp"
#include "net/wire.hpp"
#include "pipeline/preferences.hpp"
#include "platform/file.hpp"
#include "registry/registry.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t k_mib = std::uint64_t{1} << 20U;

// What is sent without end is cut here when nobody said how long it would be.
std::uint64_t most_bytes(const core::Media& media) {
    if (media.size) {
        return *media.size + 1; // one more tells that it is too long
    }
    const auto* const kind = registry::find_media(media.kind);
    const auto type = kind != nullptr ? kind->type : "image";
    return type == "video" ? 1024 * k_mib : type == "document" ? 512 * k_mib : 64 * k_mib;
}

std::optional<std::int64_t> mtime_of(const fs::path& file, std::uint64_t size) {
    struct stat status {};

    if (::stat(file.c_str(), &status) != 0 || static_cast<std::uint64_t>(status.st_size) != size) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
           status.st_mtim.tv_nsec;
}

bool still_lies_there(const store::Asset& asset) {
    return mtime_of(asset.path, asset.size) == asset.mtime_ns;
}

void remove_quietly(const fs::path& file) {
    std::error_code ignored;
    fs::remove(file, ignored);
}

// On the disk before it is at its place: a power cut leaves no empty cover behind.
Status sync_and_move(const fs::path& temp, const fs::path& target, bool replaces) {
    {
        const platform::Descriptor file(::open(temp.c_str(), O_RDONLY | O_CLOEXEC));
        if (!file || ::fsync(file.get()) != 0) {
            return platform::io_error(temp, "cannot be synced");
        }
    }
    platform::fault_point("asset_synced");
    if (!replaces) {
        return platform::move_new(temp, target);
    }
    if (::rename(temp.c_str(), target.c_str()) != 0) {
        return platform::io_error(target, "cannot be replaced");
    }
    return ok();
}

} // namespace

// One medium of one entry for one output, through its candidates.
struct MediaWork::Work {
    ItemPtr item;
    Wanted wanted;
    std::vector<Candidate> candidates;
    std::size_t at = 0;
    int tries = 0; // of this candidate
    std::string problem;
    std::function<void()> done;
    Gate* gate = nullptr; // that it has passed

    // The first that was usable but poor, in case nothing better comes.
    struct Poor {
        Candidate candidate;
        fs::path temp;
        platform::Digests digests;
        Checked found;
    };

    std::optional<Poor> poor;
};

std::vector<Wanted> MediaWork::missing(Item& item) const {
    std::vector<Wanted> all;
    const auto& kinds = services_.setup.config.media.kinds;
    for (const auto& output : item.system.outputs) {
        if (!output->refused.empty()) {
            continue;
        }
        for (std::size_t i = 0; i < output->facts.slots.size(); ++i) {
            const auto& slot = output->facts.slots[i];
            const bool is_wanted =
                kinds ? std::find(kinds->begin(), kinds->end(), slot.kind) != kinds->end()
                      : slot.by_default;
            if (!is_wanted) {
                continue;
            }
            auto stem = stem_of(*output, item.game, slot);
            auto& listing = output->listings[i];
            if (!stem.empty() && !listing.find(stem, slot.formats)) {
                all.push_back({output.get(), &slot, std::move(stem), &listing, {}});
            }
        }
    }
    return all;
}

std::vector<Wanted> MediaWork::outdated(Item& item, const Records& records) const {
    std::vector<Wanted> all;
    const auto& kinds = services_.setup.config.media.kinds;
    for (const auto& output : item.system.outputs) {
        for (std::size_t i = 0; output->refused.empty() && i < output->facts.slots.size(); ++i) {
            const auto& slot = output->facts.slots[i];
            if (kinds ? std::find(kinds->begin(), kinds->end(), slot.kind) == kinds->end()
                      : !slot.by_default) {
                continue;
            }
            auto stem = stem_of(*output, item.game, slot);
            const auto present = output->listings[i].find(stem, slot.formats);
            if (!present) {
                continue;
            }
            const auto asset = services_.library->find_asset(present->string());
            if (!asset || !*asset || !still_lies_there(**asset)) {
                continue; // the user's, or changed by somebody: left alone
            }
            Wanted wanted{output.get(), &slot, std::move(stem), &output->listings[i], *present};
            const auto best = candidates_of(item, wanted, records);
            if (!best.empty() && !best.front().media.sha1.empty() &&
                best.front().media.sha1 != (*asset)->sha1) {
                all.push_back(std::move(wanted));
            }
        }
    }
    return all;
}

std::vector<MediaWork::Candidate>
MediaWork::candidates_of(Item& item, const Wanted& wanted, const Records& records) const {
    std::vector<const core::Record*> pointers;
    for (const auto& record : records) {
        pointers.push_back(&record);
    }
    const auto preferences = preferences_of(services_.setup.config);
    media::Want want;
    want.kind = wanted.slot->kind;
    want.formats = wanted.slot->formats;
    want.regions = merge::region_order(regions_of(item, records), preferences);
    want.languages = merge::language_order(preferences);
    want.disc = item.tags.disc;
    std::vector<Candidate> all;
    for (const auto& one : media::candidates(pointers, want)) {
        const auto asker =
            std::find_if(services_.askers.begin(), services_.askers.end(), [&](const auto& some) {
                return some->id() == one.record->source;
            });
        Candidate candidate;
        candidate.asker = asker != services_.askers.end() ? asker->get() : nullptr;
        candidate.media = *one.media;
        candidate.key = net::cache_key(one.record->source, one.media->request);
        candidate.source_id = one.record->source_id;
        candidate.why =
            one.media->region.empty() ? "no region said" : "region " + one.media->region;
        all.push_back(std::move(candidate));
    }
    return all;
}

void MediaWork::start(const ItemPtr& item,
                      const Records& records,
                      const std::function<void()>& done) {
    std::vector<WorkPtr> works;
    for (const auto& wanted : item->wanted) {
        const auto place =
            fs::path(wanted.output->target.media_dir) / wanted.slot->folder / wanted.stem;
        if (!claimed_.insert(place.string()).second) {
            continue; // another entry of the same stem has it: they share one file
        }
        auto work = std::make_shared<Work>();
        work->item = item;
        work->wanted = wanted;
        work->candidates = candidates_of(*item, wanted, records);
        works.push_back(std::move(work));
    }
    item->media_open = works.size();
    if (works.empty()) {
        done();
        return;
    }
    for (const auto& work : works) {
        work->done = done;
        next(work);
    }
}

bool MediaWork::is_known_bad(const Candidate& candidate) const {
    const auto bad = services_.library->find_bad_media(candidate.key);
    return bad && *bad &&
           ((*bad)->permanent ||
            (*bad)->at_unix_ms + k_absent_age_ms > services_.setup.clock.unix_ms());
}

// The best candidate that is left: from a file we have, from one under way, from the source.
void MediaWork::next(const WorkPtr& work) {
    while (work->at < work->candidates.size()) {
        const auto& candidate = work->candidates[work->at];
        if (is_known_bad(candidate)) {
            ++work->at;
            continue;
        }
        if (copy_known(work)) {
            return;
        }
        if (candidate.asker == nullptr || !candidate.asker->is_open() ||
            services_.setup.stop.stop_requested()) {
            work->item->media_deferred = true;
            finish(work);
            return;
        }
        auto& waiting = waiting_[candidate.key];
        if (waiting.empty()) {
            waiting.push_back(work);
            fetch(work);
        } else {
            waiting.push_back(work);
        }
        return;
    }
    if (work->poor) {
        const auto poor = *std::exchange(work->poor, std::nullopt);
        place(work, poor.candidate, poor.temp, poor.digests, poor.found);
        return;
    }
    finish(work);
}

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
bool MediaWork::copy_known(const WorkPtr& work) {
    const auto& candidate = work->candidates[work->at];
    const auto known = services_.library->assets_with(candidate.key, candidate.media.sha1);
    if (!known) {
        services_.fatal(known.error());
        return false;
    }
    const auto source = std::find_if(known->begin(), known->end(), still_lies_there);
    if (source == known->end()) {
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
    platform::Digests digests;
    digests.sha1 = source->sha1;
    digests.size = source->size;
    const auto temp = platform::temp_beside(*path);
    services_.placers.submit(
        [this, work, from = source->path, temp, digests, found](const std::stop_token&) {
            auto copied = platform::make_directories(temp.parent_path());
            if (copied) {
                copied = platform::copy_new(from, temp);
            }
            services_.loop.post([this, work, temp, digests, found, copied] {
                if (copied) {
                    place(work, work->candidates[work->at], temp, digests, found);
                    return;
                }
                work->problem = copied.error().message;
                finish(work);
            });
        });
    return true;
}

// As many as the source takes at once, and as many that are being checked and put in place: more
// would only be lost if the run were killed.
void MediaWork::fetch(const WorkPtr& work) {
    if (work->gate != nullptr) {
        download(work); // once more
        return;
    }
    const auto* const asker = work->candidates[work->at].asker;
    auto& gate = gates_.try_emplace(asker, services_.loop).first->second;
    gate.enter(2 * std::size_t{asker->concurrency()}, [this, work, &gate] {
        work->gate = &gate;
        download(work);
    });
}

void MediaWork::download(const WorkPtr& work) {
    const auto& candidate = work->candidates[work->at];
    if (services_.setup.stop.stop_requested()) {
        work->item->media_deferred = true;
        release(work, candidate.key);
        finish(work);
        return;
    }
    const auto path = place_of(
        *work, candidate.media.format.empty() ? "tmp" : usual_format(candidate.media.format));
    const auto made = path ? platform::make_directories(path->parent_path()) : ok();
    if (!path || !made) {
        work->problem = made ? "has no place" : made.error().message;
        release(work, candidate.key);
        finish(work);
        return;
    }
    const auto temp = platform::temp_beside(*path);
    candidate.asker->fetch(
        {candidate.media.request,
         temp,
         most_bytes(candidate.media),
         candidate.media.size,
         work->item->name()},
        work->item->system.traffic,
        [this, work, temp](const Fetched& result) { fetched(work, temp, result); });
}

void MediaWork::fetched(const WorkPtr& work, const fs::path& temp, const Fetched& result) {
    const auto& candidate = work->candidates[work->at];
    if (result.kind != Fetched::Kind::ok) {
        remove_quietly(temp);
    }
    switch (result.kind) {
    case Fetched::Kind::ok:
        services_.placers.submit(
            [this, work, temp, digests = result.digests](const std::stop_token&) {
                const auto found = services_.checker.check(
                    temp, work->candidates[work->at].media, digests, work->item->name());
                services_.loop.post(
                    [this, work, temp, digests, found] { checked(work, temp, digests, found); });
            });
        return;
    case Fetched::Kind::broken:
        found_bad(work, result.detail);
        return;
    case Fetched::Kind::absent:
    case Fetched::Kind::unchanged:
        reject(work, result.detail, false);
        return;
    case Fetched::Kind::deferred:
        work->item->media_deferred = true;
        release(work, candidate.key);
        finish(work);
        return;
    case Fetched::Kind::failed:
        work->problem = result.detail;
        if (result.disk_failed) {
            services_.disk_failed(result.detail);
            work->item->media_deferred = true;
            release(work, candidate.key);
            finish(work);
            return;
        }
        ++work->at; // a later run tries it again
        work->tries = 0;
        release(work, candidate.key);
        next(work);
        return;
    }
}

void MediaWork::checked(const WorkPtr& work,
                        const fs::path& temp,
                        const platform::Digests& digests,
                        const Checked& found) {
    const auto candidate = work->candidates[work->at];
    const auto& formats = work->wanted.slot->formats;
    if (found.verdict == Checked::Verdict::bad) {
        remove_quietly(temp);
        found_bad(work, found.reason);
        return;
    }
    if (!formats.empty() &&
        std::find(formats.begin(), formats.end(), found.format) == formats.end()) {
        remove_quietly(temp);
        reject(work, "is " + found.format + ", which the frontend does not show", true);
        return;
    }
    const bool is_last = work->at + 1 == work->candidates.size();
    if (found.verdict == Checked::Verdict::poor && !is_last && !work->poor) {
        work->poor = Work::Poor{candidate, temp, digests, found};
        ++work->at;
        work->tries = 0;
        release(work, candidate.key);
        next(work);
        return;
    }
    place(work, candidate, temp, digests, found);
}

void MediaWork::found_bad(const WorkPtr& work, const std::string& reason) {
    if (++work->tries < 2) { // once more: it may have been damaged on the way
        fetch(work);
        return;
    }
    reject(work, reason, true);
}

// This candidate is not tried again: for good, or until it may have come.
void MediaWork::reject(const WorkPtr& work, const std::string& reason, bool for_good) {
    const auto key = work->candidates[work->at].key;
    services_.setup.log(config::LogLevel::info,
                        work->item->name() + ": " + work->wanted.slot->kind + " " + reason);
    const auto put =
        services_.library->put_bad_media(key, {reason, services_.setup.clock.unix_ms(), for_good});
    if (!put) {
        services_.fatal(put.error());
    }
    if (for_good) {
        work->problem = reason;
    }
    ++work->at;
    work->tries = 0;
    release(work, key);
    next(work);
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
        const auto moved =
            sync_and_move(temp, asset.path, work->wanted.replaces == fs::path(asset.path));
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
        if (const auto& old = work->wanted.replaces; !old.empty() && old != asset.path) {
            remove_quietly(old); // ours, in another format
            static_cast<void>(services_.library->drop_asset(old.string()));
        }
    } else if (moved.error().code == Errc::no_space) {
        services_.disk_failed(moved.error().message);
        work->item->media_deferred = true;
    } else if (moved.error().code != Errc::busy) {
        work->problem = moved.error().message;
    }
    release(work, asset.candidate);
    finish(work);
}

// Those that waited for this candidate look again: it is there now, or known to be bad.
void MediaWork::release(const WorkPtr& work, const std::string& key) {
    if (auto* const gate = std::exchange(work->gate, nullptr)) {
        gate->leave();
    }
    auto node = waiting_.extract(key);
    if (node.empty()) {
        return;
    }
    auto& waiting = node.mapped();
    for (std::size_t i = 1; i < waiting.size(); ++i) {
        services_.loop.post([this, work = waiting[i]] { next(work); });
    }
}

void MediaWork::finish(const WorkPtr& work) {
    if (work->poor) {
        remove_quietly(std::exchange(work->poor, std::nullopt)->temp);
    }
    auto& item = *work->item;
    if (!work->problem.empty() &&
        !work->wanted.listing->find(work->wanted.stem, work->wanted.slot->formats)) {
        item.media_problems.push_back(work->wanted.slot->kind + ": " + work->problem);
    }
    if (--item.media_open == 0) {
        work->done();
    }
}

} // namespace curateur::pipeline
