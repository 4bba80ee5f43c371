#include "pipeline/fetching.hpp"

#include "pipeline/media_files.hpp"
#include "pipeline/media_work.hpp"
#include "platform/file.hpp"
#include "registry/registry.hpp"

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

} // namespace

std::vector<Wanted> MediaWork::claim(Item& item) {
    std::vector<Wanted> ours;
    for (const auto& wanted : item.wanted) {
        const auto place =
            fs::path(wanted.output->target.media_dir) / wanted.slot->folder / wanted.stem;
        if (claimed_.insert(fs::hash_value(place)).second) {
            ours.push_back(wanted);
        }
    }
    return ours;
}

void MediaWork::start(const ItemPtr& item,
                      const Records& records,
                      const std::function<void()>& done) {
    std::vector<WorkPtr> works;
    for (const auto& wanted : claim(*item)) {
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

// What is of a format that another slot does not take is not bad for one that takes it.
Result<std::optional<store::BadMedia>> MediaWork::known_bad(const std::string& key,
                                                            const Slot& slot) const {
    CURATEUR_TRY(auto bad, services_.library->find_bad_media(key));
    const bool counts =
        bad && (bad->format.empty() || !slot.takes(bad->format)) &&
        (bad->permanent || bad->at_unix_ms + k_absent_age_ms > services_.setup.clock.unix_ms());
    return counts ? std::move(bad) : std::nullopt;
}

bool MediaWork::is_known_bad(const Candidate& candidate, const Slot& slot) const {
    const auto bad = known_bad(candidate.key, slot);
    return bad && *bad;
}

// The best candidate that is left: from a file we have, from one under way, from the source.
void MediaWork::next(const WorkPtr& work) {
    while (work->at < work->candidates.size()) {
        const auto& candidate = work->candidates[work->at];
        if (is_known_bad(candidate, *work->wanted.slot)) {
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
        work->lost.resize(poor.lost); // what came after it was no better
        place(work, poor.candidate, poor.temp, poor.digests, poor.found);
        return;
    }
    finish(work);
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
        put_off(work);
        return;
    }
    const auto path = place_of(
        *work, candidate.media.format.empty() ? "tmp" : usual_format(candidate.media.format));
    const auto ready = path ? prepare(*path, candidate.media.size.value_or(0))
                            : Status(Error{Errc::fault, "has no place"});
    if (!ready) {
        cannot_place(work, ready.error());
        return;
    }
    const auto temp = platform::temp_beside(*path);
    candidate.asker->fetch(
        {candidate.media.request,
         temp,
         most_bytes(candidate.media),
         candidate.media.size,
         work->item->name(),
         work->tries > 0}, // it was bad, perhaps because its parts do not fit
        work->item->system.traffic,
        [this, work, temp](const Fetched& result) { fetched(work, temp, result); });
}

// Before anything is asked for: a folder, room, and a name that the file system can hold.
Status MediaWork::prepare(const fs::path& place, std::uint64_t size) {
    CURATEUR_CHECK(platform::make_directories(place.parent_path()));
    CURATEUR_CHECK(room_.take(place.parent_path(), size));
    return try_name(place);
}

// What is wrong with a folder is said once, not for each of its files.
void MediaWork::cannot_place(const WorkPtr& work, const Error& why) {
    if (why.code == Errc::no_space) {
        disk_failed(work, why.message);
        return;
    }
    work->item->media_unplaced = true;
    if (!told_of_places_.insert(why.message).second) {
        put_off(work);
        return;
    }
    work->problem = why.message;
    release(work, work->candidates[work->at].key);
    finish(work);
}

// The next run goes on with it.
void MediaWork::put_off(const WorkPtr& work) {
    work->item->media_deferred = true;
    release(work, work->candidates[work->at].key);
    finish(work);
}

void MediaWork::fetched(const WorkPtr& work, const fs::path& temp, const Fetched& result) {
    if (result.kind != Fetched::Kind::ok) {
        remove_quietly(temp);
    }
    switch (result.kind) {
    case Fetched::Kind::ok:
        look_at(work, temp, result.digests);
        return;
    case Fetched::Kind::broken:
        found_bad(work, result.detail);
        return;
    case Fetched::Kind::absent:
    case Fetched::Kind::unchanged:
        reject(work, result.detail, false);
        return;
    case Fetched::Kind::deferred:
        put_off(work);
        return;
    case Fetched::Kind::failed:
        work->problem = result.detail;
        if (result.disk_failed) {
            disk_failed(work, result.detail);
            return;
        }
        pass_over(work, result.detail); // a later run tries it again
        return;
    }
}

// On another thread: what it is, and if it is good but too large for the user, made smaller.
void MediaWork::look_at(const WorkPtr& work,
                        const fs::path& temp,
                        const platform::Digests& digests) {
    services_.placers.submit([this, work, temp, digests](const std::stop_token&) {
        auto now = digests;
        auto found = services_.checker.check(
            temp, work->candidates[work->at].media, digests, work->item->name());
        const bool is_usable =
            found.verdict != Checked::Verdict::bad && work->wanted.slot->takes(found.format);
        const auto fitted = is_usable ? scaling_.fit(temp, found, now) : ok();
        services_.loop.post([this, work, temp, now, found, fitted] {
            if (!fitted && fitted.error().code == Errc::no_space) {
                remove_quietly(temp);
                disk_failed(work, fitted.error().message);
                return;
            }
            if (!fitted) {
                services_.setup.log(config::LogLevel::info,
                                    work->item->name() + ": " + work->wanted.slot->kind +
                                        " stays as large as it is: " + fitted.error().message);
            }
            checked(work, temp, now, found);
        });
    });
}

// Nothing more is to be had for this run.
void MediaWork::disk_failed(const WorkPtr& work, const std::string& detail) {
    work->problem = detail;
    services_.disk_failed(detail);
    put_off(work);
}

void MediaWork::checked(const WorkPtr& work,
                        const fs::path& temp,
                        const platform::Digests& digests,
                        const Checked& found) {
    const auto candidate = work->candidates[work->at];
    if (found.verdict == Checked::Verdict::bad) {
        remove_quietly(temp);
        found_bad(work, found.reason);
        return;
    }
    if (!work->wanted.slot->takes(found.format)) {
        remove_quietly(temp);
        const auto format = found.format.empty() ? "of an unknown format" : found.format;
        reject(work, "is " + format + ", which the frontend does not show", true, found.format);
        return;
    }
    const bool is_last = work->at + 1 == work->candidates.size();
    if (found.verdict == Checked::Verdict::poor && (!is_last || work->poor)) {
        if (work->poor) {
            remove_quietly(temp); // the one before it was a better candidate
        } else {
            work->poor = Work::Poor{candidate, temp, digests, found, work->lost.size()};
        }
        pass_over(work, found.reason);
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
void MediaWork::reject(const WorkPtr& work,
                       const std::string& reason,
                       bool for_good,
                       const std::string& format) {
    const auto key = work->candidates[work->at].key;
    services_.setup.log(config::LogLevel::info,
                        work->item->name() + ": " + work->wanted.slot->kind + " " + reason);
    const auto put = services_.library->put_bad_media(
        key, {reason, services_.setup.clock.unix_ms(), for_good, format});
    if (!put) {
        services_.fatal(put.error());
    }
    if (for_good) {
        work->problem = reason;
    }
    pass_over(work, reason);
}

// On to the next candidate.
void MediaWork::pass_over(const WorkPtr& work, const std::string& reason) {
    const auto& candidate = work->candidates[work->at];
    const auto key = candidate.key;
    work->lost.push_back(candidate.why + ": " + reason);
    ++work->at;
    work->tries = 0;
    release(work, key);
    next(work);
}

// Those that waited for this candidate look again: it is there now, or known to be bad.
void MediaWork::release(const WorkPtr& work, const std::string& key) {
    if (auto* const gate = std::exchange(work->gate, nullptr)) {
        gate->leave();
    }
    const auto found = waiting_.find(key);
    if (found == waiting_.end() || found->second.front() != work) {
        return; // it is not the one that is waited for
    }
    const auto waiting = std::move(waiting_.extract(found).mapped());
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
