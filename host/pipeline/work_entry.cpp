// One entry: identified, looked up, given its media, merged, told.
#include "pipeline/entering.hpp"
#include "pipeline/planning.hpp"
#include "pipeline/preferences.hpp"
#include "pipeline/work.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

using store::LookupState;

namespace {

bool same_bytes(const std::vector<core::Evidence>& left, const std::vector<core::Evidence>& right) {
    return std::equal(
        left.begin(), left.end(), right.begin(), right.end(), [](const auto& a, const auto& b) {
            return a.size == b.size && a.crc32 == b.crc32 && a.md5 == b.md5 && a.sha1 == b.sha1 &&
                   a.serial == b.serial;
        });
}

} // namespace

// A disc of a playlist is the playlist's game: it is not asked for.
bool Work::waits_for_playlist(const ItemPtr& item) {
    const auto playlist = item->scanned.playlist;
    if (playlist == k_none) {
        return false;
    }
    auto& system = item->system;
    if (!system.answers_of_playlist.contains(playlist)) {
        system.followers[playlist].push_back(item);
        return true;
    }
    inherit_from_playlist(*item);
    return false;
}

void Work::inherit_from_playlist(Item& item) {
    const auto& answers = item.system.answers_of_playlist.at(item.scanned.playlist);
    if (library_ == nullptr || setup_.config.runtime.dry_run) {
        item.lookups = answers;
        return;
    }
    for (const auto& answer : answers) {
        const auto* const own = item.lookup_of(answer.source);
        if (own != nullptr && own->lookup == answer.lookup) {
            continue;
        }
        if (const auto put = keep_inherited(item, answer); !put) {
            fail(put.error());
            return;
        }
    }
    item.lookups = answers;
}

Status Work::keep_inherited(Item& item, const store::KnownLookup& answer) {
    CURATEUR_TRY(item.entry, library_->entry(item.system.scan.system.name, item.game.key));
    return library_->put_lookup(item.entry, answer.source, answer.lookup);
}

// What does it lack, and who could know?
void Work::consider(const ItemPtr& item) {
    const auto mode = setup_.config.scraping.mode;
    const bool may_fetch = !setup_.offline && mode != config::ScrapeMode::skip;
    const bool may_ask = may_fetch && item->scanned.playlist == k_none;
    if (item->scanned.playlist == k_none) {
        lookups_->forget_what_contradicts(*item);
    }
    if (may_fetch) {
        item->wanted = media_->missing(*item);
    }
    const bool is_new = mode != config::ScrapeMode::new_only || !is_listed(*item);
    const bool asks = may_ask && is_new && lookups_->has_to_ask(*item);
    if (!is_new) {
        item->reason = "listed";
        item->detail = "already in the gamelist";
        item->status = report::Status::skipped;
    }
    const auto limit = setup_.config.scraping.limit;
    if (asks && limit > 0 && asked_ >= limit) {
        item->status = report::Status::deferred;
        item->reason = "limit";
        item->detail = "not asked: the limit of " + std::to_string(limit) + " is reached";
        settle(item);
        return;
    }
    asked_ += asks ? 1 : 0;
    if (setup_.config.runtime.dry_run) {
        foresee(*item, asks);
        item->reason = "dry_run";
        item->detail = "DRY_RUN";
        settle(item);
        return;
    }
    const bool changed = item->known != nullptr && item->known->stat &&
                         !item->scanned.is_directory && !is_as_it_was(*item);
    const bool reads_again =
        may_fetch && item->scanned.playlist == k_none && lookups_->has_to_read_again(*item);
    if (asks || reads_again || (may_ask && is_new && changed)) {
        identify_item(item);
        return;
    }
    looked_up(item);
}

// For a plan of the run.
void Work::foresee(Item& item, bool asks) {
    if (passes_.planning == nullptr) {
        return;
    }
    if (library_ != nullptr && is_as_it_was(item)) {
        if (auto evidence = library_->evidence_of_entry(item.known->id)) {
            item.game.evidence = *std::move(evidence);
        }
    }
    const auto taken = passes_.planning->take(
        item, asks, has_media_left(item, setup_.config), {askers_, *lookups_, *media_});
    if (!taken) {
        fail(taken.error());
    }
}

void Work::identify_item(const ItemPtr& item) {
    auto& system = item->system;
    auto entry = library_->entry(system.scan.system.name, item->game.key);
    if (!entry) {
        fail(entry.error());
        settle(item);
        return;
    }
    item->entry = *entry;
    if (is_as_it_was(*item)) {
        if (auto evidence = library_->evidence_of_entry(item->entry)) {
            Identified remembered;
            remembered.evidence = *std::move(evidence);
            remembered.form = item->form;
            remembered.has_more = lacks_digests(remembered.evidence, hashes_asked_by());
            identified(item, std::move(remembered));
            return;
        }
    }
    read_item(item, false);
}

// CUR_HASH_* of all sources.
std::uint32_t Work::hashes_asked_by() const {
    std::uint32_t hashes = setup_.overrides.by_sha1.empty() ? 0U : std::uint32_t{CUR_HASH_SHA1};
    for (const auto& asker : askers_) {
        hashes |= asker->facts().hashes;
    }
    return hashes;
}

void Work::read_item(const ItemPtr& item, bool all_digests) {
    ++identifying_;
    const IdentifyRules rules{
        setup_.config.runtime.digest_size_limit, all_digests, hashes_asked_by()};
    const auto& scan = item->system.scan;
    const auto identify = [this, item, rules](const std::stop_token&) {
        const auto began = setup_.clock.unix_ms();
        auto found = std::make_shared<Result<Identified>>(
            identify_entry(item->system.scan, item->scanned, rules, setup_.stop));
        loop_.post([this, item, found, began] {
            --identifying_;
            if (*found) {
                if (const auto kept = keep_evidence(*item, **found, began); !kept) {
                    fail(kept.error());
                }
            }
            identified(item, std::move(*found));
        });
    };
    readers_.submit(scan.storage, identify, [item, rules] {
        look_ahead(item->system.scan, item->scanned, rules);
    });
}

// Other bytes under the same name are another game until somebody says otherwise.
Status Work::keep_evidence(Item& item, const Identified& found, std::int64_t read_unix_ms) {
    for (const auto& note : found.notes) {
        setup_.log(config::LogLevel::info, item.name() + ": " + note);
    }
    for (const auto& rule : found.rules) {
        setup_.log(config::LogLevel::debug, item.name() + ": " + rule);
    }
    CURATEUR_TRY(const auto old, library_->evidence_of_entry(item.entry));
    if (!old.empty() && !same_bytes(old, found.evidence)) {
        CURATEUR_CHECK(library_->drop_lookups(item.entry));
        item.lookups.clear();
    }
    auto stat = stat_of(item.scanned);
    if (store::is_racy(stat, read_unix_ms * 1'000'000, item.system.scan.volume.moves_by_hours)) {
        stat.mtime_ns = store::k_untrusted_mtime; // is looked at once more next time
    }
    return library_->put_evidence(item.entry, stat, found.evidence, {read_unix_ms, found.rules});
}

void Work::identified(const ItemPtr& item, Result<Identified> found) {
    if (!found) {
        const bool stopped = found.error().code == Errc::cancelled || is_stopping_;
        item->status = stopped ? report::Status::deferred : report::Status::failed;
        item->reason = stopped ? "stopped" : "unreadable";
        item->detail = found.error().message;
        item->is_decided = true;
        settle(item);
        return;
    }
    item->game.evidence = std::move(found->evidence);
    item->form = found->form;
    item->game.form = found->form;
    item->may_read_more = found->has_more && !item->may_read_more;
    item->has_evidence = true;
    if (!setup_.overrides.by_sha1.empty()) {
        take_wishes(*item, setup_, library_);
        if (is_left_alone(*item)) {
            settle(item);
            return;
        }
        lookups_->forget_what_contradicts(*item);
    }
    take_credit(item, [this, item] { lookups_->start(item, [this, item] { looked_up(item); }); });
}

// A large image is asked for by serial, name and size; its digests are read only when that was not
// enough (S6).
bool Work::reads_more(const ItemPtr& item) {
    const bool is_pinned = !item->wishes.pins.empty(); // no digest changes which game it is
    if (is_pinned || !item->may_read_more || !item->was_asked || item->has_record() ||
        is_stopping_ || item->status == report::Status::deferred) {
        return false;
    }
    const auto misses = std::erase_if(
        item->lookups, [](const auto& known) { return known.lookup.state == LookupState::absent; });
    if (misses > 0) {
        read_item(item, true);
    }
    return misses > 0;
}

void Work::looked_up(const ItemPtr& item) {
    if (reads_more(item)) {
        return;
    }
    const bool force = setup_.config.scraping.mode == config::ScrapeMode::force;
    const bool media_left = has_media_left(*item, setup_.config);
    const bool has_values = item->has_record() || !item->wishes.values.empty();
    const bool fetch =
        merging_ != nullptr && item->has_record() && !is_stopping_ &&
        (media_left || (((force && item->was_asked) || item->is_rematched) && !setup_.offline));
    item->media_deferred = item->media_deferred || (media_left && !fetch);
    if (merging_ == nullptr || (!fetch && (!has_values || merging_->is_current(*item)))) {
        judge(*item, false);
        settle(item);
        return;
    }
    auto records = records_of(*item, *library_, setup_.config);
    if (!records) {
        fail(records.error());
        settle(item);
        return;
    }
    if (!item->has_evidence && item->entry != 0) {
        if (auto evidence = library_->evidence_of_entry(item->entry)) {
            item->game.evidence = *std::move(evidence);
        }
    }
    const auto kept = std::make_shared<Records>(*std::move(records));
    if (!fetch) {
        complete(item, *kept);
        return;
    }
    take_credit(item, [this, item, kept] { fetch_media(item, kept); });
}

void Work::fetch_media(const ItemPtr& item, const std::shared_ptr<Records>& records) {
    if (setup_.config.scraping.mode == config::ScrapeMode::force || item->is_rematched) {
        auto outdated = media_->outdated(*item, *records);
        item->wanted.insert(item->wanted.end(),
                            std::make_move_iterator(outdated.begin()),
                            std::make_move_iterator(outdated.end()));
    }
    item->media_tried = true;
    media_->start(item, *records, [this, item, records] { complete(item, *records); });
}

void Work::complete(const ItemPtr& item, const Records& records) {
    auto merged = merging_->merge(*item, records);
    if (!merged) {
        item->status = report::Status::failed;
        item->reason = "output";
        item->detail = merged.error().message;
        item->is_decided = true;
    } else {
        judge(*item, *merged);
    }
    settle(item);
}

} // namespace curateur::pipeline
