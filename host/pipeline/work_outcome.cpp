// What became of an entry: judged, kept, told.
#include "pipeline/entering.hpp"
#include "pipeline/work.hpp"

namespace curateur::pipeline {
namespace fs = std::filesystem;

using store::LookupState;

namespace {

// One source knows the game; that another one does not, or was not asked, is no news of it.
void forget_who_said_nothing(Item& item) {
    if (item.reason == "refused" || item.reason == "unsupported" || item.reason == "pinned") {
        item.reason.clear();
        item.detail.clear();
    }
}

// Why a source has no record of it; of several, which one says so.
std::string said_by(const store::KnownLookup& known, const Item& item) {
    const auto& reason = known.lookup.reason;
    return item.lookups.size() < 2 || reason.empty() ? reason : known.source + ": " + reason;
}

// An entry of which no source has a record: by the first that failed or wants a choice, else it is
// not found.
void judge_unknown(Item& item) {
    std::string absent; // what those say that do not know it
    for (const auto& known : item.lookups) {
        if (known.lookup.state == LookupState::failed) {
            item.status = report::Status::failed;
            item.reason = item.reason.empty() ? "failed_before" : item.reason;
            item.detail = said_by(known, item);
            return;
        }
        if (known.lookup.state == LookupState::undecided &&
            item.status != report::Status::skipped) {
            item.status = report::Status::needs_choice;
            item.reason = "choice";
            item.detail = said_by(known, item);
            return;
        }
        if (known.lookup.state == LookupState::absent && item.status != report::Status::skipped) {
            item.status = report::Status::not_found;
            item.reason = item.reason.empty() ? "unknown_to_source" : item.reason;
            const auto said = said_by(known, item);
            absent += (absent.empty() || said.empty() ? "" : "; ") + said;
            item.detail = absent;
        }
    }
}

} // namespace

// What became of it, out of everything that happened.
void Work::judge(Item& item, bool document_changes) {
    const bool has_record = item.has_record();
    const bool did_something = document_changes || item.media_downloaded > 0;
    const bool is_put_off =
        item.status == report::Status::deferred && !(has_record && did_something);
    if (item.is_decided || is_put_off) {
        return;
    }
    if (has_record) {
        forget_who_said_nothing(item);
        for (const auto& problem : item.source_problems) {
            tell_problem(item, problem + "; it is asked again the next time");
        }
    }
    refused_ += item.media_unplaced ? 1 : 0;
    for (const auto& problem : item.media_problems) {
        tell_problem(item, problem);
    }
    if (item.media_deferred) {
        item.detail += item.detail.empty() ? "media not fetched yet" : ", media not fetched yet";
        item.reason = "media_deferred";
    }
    if (has_record) {
        if (did_something || item.status != report::Status::skipped) {
            item.status = did_something ? report::Status::scraped : report::Status::unchanged;
        }
        return;
    }
    if (did_something) { // what the user set
        item.status = report::Status::scraped;
        return;
    }
    judge_unknown(item);
    if (item.status == report::Status::unchanged && item.reason == "unsupported") {
        item.status = report::Status::skipped;
    }
}

// What did not work of an entry that is fine otherwise.
void Work::tell_problem(Item& item, const std::string& problem) {
    warn(item.system.scan.system.name, "./" + item.game.key + ": " + problem);
    item.detail += (item.detail.empty() ? "" : ", ") + problem;
}

// The population of the network's part is bounded, not the queues in it (M6).
void Work::take_credit(const ItemPtr& item, std::function<void()> then) {
    if (item->has_credit) {
        then();
        return;
    }
    if (is_stopping_) {
        item->status = report::Status::deferred;
        item->reason = stopped_by_;
        settle(item);
        return;
    }
    ready_.push_back({item, std::move(then)});
    let_in();
}

void Work::give_credit_back(Item& item) {
    if (std::exchange(item.has_credit, false)) {
        --credits_taken_;
        loop_.post([this] {
            if (!is_stopping_) {
                let_in();
            }
        });
    }
}

void Work::let_in() {
    std::size_t concurrency = 0;
    for (const auto& asker : askers_) {
        concurrency += asker->concurrency();
    }
    while (!ready_.empty() && credits_taken_ < 4 * concurrency + 16) {
        auto next = std::move(ready_.front());
        ready_.pop_front();
        ++credits_taken_;
        next.item->has_credit = true;
        next.then();
    }
}

void Work::settle(const ItemPtr& item) {
    auto& system = item->system;
    system.counts.count(item->status);
    system.counts.media_downloaded += item->media_downloaded;
    report(*item);
    keep_decision(*item);
    credits_taken_ -= std::exchange(item->has_credit, false) ? 1U : 0U;
    remember(*item);
    --system.open;
    wake_followers(*item);
    // From the loop: whoever settled it may still look at its system.
    loop_.post([this, &system] {
        if (!is_stopping_) {
            let_in();
            admit();
        }
        finish_if_done(system);
    });
}

void Work::remember(const Item& item) {
    if (item.status == report::Status::scraped) {
        passes_.scraped.insert(std::hash<std::string>()(item.name()));
    }
    const auto most = setup_.config.runtime.max_failures;
    if (item.status == report::Status::failed && ++passes_.failed == most) {
        loop_.post([this, most] {
            end_sources({"max_failures", std::to_string(most) + " games failed", false, 0});
        });
    }
}

void Work::keep_decision(Item& item) {
    if (library_ == nullptr || setup_.config.runtime.dry_run || item.entry == 0 || fatal_) {
        return;
    }
    store::Decision decision{
        std::string(report::name_of(item.status)), item.reason, item.detail, ""};
    const bool is_whole =
        item.status == report::Status::scraped || item.status == report::Status::unchanged;
    if (is_whole) {
        decision.status = report::name_of(report::Status::unchanged);
        if (item.media_tried && !item.media_deferred && item.media_problems.empty()) {
            item.wanted = media_->missing(item);
            decision.settled = settled_mark(item, setup_.config);
        }
    }
    if (item.known != nullptr && !item.media_tried) {
        decision.settled = item.known->decision.settled;
    }
    if (item.known != nullptr && item.known->decision == decision) {
        return;
    }
    if (const auto put = library_->put_decision(item.entry, decision); !put) {
        fail(put.error());
    }
}

// The discs of a playlist go on with what it came to.
void Work::wake_followers(const Item& item) {
    auto& system = item.system;
    const auto followers = system.followers.extract(item.index);
    if (followers.empty() && item.form != core::Form::disc) {
        return;
    }
    system.answers_of_playlist.emplace(item.index, item.lookups);
    if (followers.empty()) {
        return;
    }
    for (const auto& follower : followers.mapped()) {
        if (item.status == report::Status::deferred) {
            follower->status = report::Status::deferred;
            follower->reason = item.reason;
            settle(follower);
        } else {
            inherit_from_playlist(*follower);
            consider(follower);
        }
    }
}

void Work::report(const Item& item) {
    report::Entry entry;
    entry.index = item.index + 1;
    entry.total = item.system.scan.entries.size();
    entry.system = item.system.scan.system.name;
    entry.path = "./" + item.game.key;
    entry.name = fs::path(item.game.key).filename().string();
    entry.status = item.status;
    entry.reason = item.reason;
    entry.detail = item.detail;
    entry.media_downloaded = item.media_downloaded;
    for (const auto& known : item.lookups) {
        if (known.lookup.state == LookupState::have) {
            entry.source = known.source;
            entry.game_id = known.lookup.source_id;
            entry.matched_by = known.lookup.matched_by;
            break;
        }
    }
    desk_.entry(entry);
}

} // namespace curateur::pipeline
