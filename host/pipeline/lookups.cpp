#include "pipeline/lookups.hpp"

#include "pipeline/lacking.hpp"
#include "pipeline/looking_up.hpp"

#include <algorithm>
#include <iterator>

namespace curateur::pipeline {

using store::LookupState;

namespace {

constexpr int k_most_rounds = 4; // of asking the same source in another way
constexpr int k_most_waits = 2;  // for others that turn out to be unknown

} // namespace

match::Level level_of(config::NameVerification verification) {
    switch (verification) {
    case config::NameVerification::strict:
        return match::Level::strict;
    case config::NameVerification::lenient:
        return match::Level::lenient;
    case config::NameVerification::disabled:
        return match::Level::disabled;
    default:
        return match::Level::normal;
    }
}

Lookups::Decision Lookups::decide(Item& item, const Asker& asker) const {
    const auto* const known = item.lookup_of(asker.id());
    const bool is_pinned = item.wishes.pins.contains(asker.id());
    if (known == nullptr && (is_pinned || item.is_forgotten)) {
        return {is_pinned ? Because::pinned : Because::decided_anew};
    }
    if (services_.force_since_unix_ms > 0) {
        const bool is_due =
            known == nullptr || known->lookup.asked_unix_ms < services_.force_since_unix_ms;
        return {is_due ? Because::update : Because::updated};
    }
    if (known != nullptr && known->lookup.state == LookupState::have) {
        return {Because::has_record};
    }
    const auto because = known != nullptr ? why_again(known->lookup, asker) : Because::not_asked;
    if (because == Because::answered || because == Because::open_choice) {
        return {because, known->lookup.asked_unix_ms + k_miss_age_ms};
    }
    const bool is_useful = is_lacking(item, asker.facts(), services_.library);
    return {is_useful ? because : Because::complete};
}

// Of what was asked for and has no record.
Lookups::Because Lookups::why_again(const store::Lookup& known, const Asker& asker) const {
    if (known.state == LookupState::failed) {
        return Because::failed;
    }
    if (known.asked_unix_ms + k_miss_age_ms <= services_.setup.clock.unix_ms()) {
        return Because::expired;
    }
    const bool searches = has_to_search(known, asker);
    if (known.state == LookupState::absent) {
        return searches ? Because::to_be_searched : Because::answered;
    }
    return searches ? Because::decidable : Because::open_choice;
}

bool Lookups::has_to_ask(Item& item, const Asker& asker) const {
    return decide(item, asker).asks();
}

bool Lookups::has_to_ask(Item& item) const {
    return std::any_of(services_.askers.begin(), services_.askers.end(), [&](const auto& asker) {
        return has_to_ask(item, *asker) &&
               (item.wishes.pins.contains(asker->id()) ||
                !asker->natives(item.system.scan.system.name, item.system.scan.platform).empty());
    });
}

bool Lookups::is_outdated(Item& item, const Asker& asker) const {
    const auto* const known = item.lookup_of(asker.id());
    return known != nullptr && known->lookup.state == LookupState::have &&
           known->revision != asker.facts().parse_revision;
}

bool Lookups::has_to_read_again(Item& item) const {
    return std::any_of(services_.askers.begin(), services_.askers.end(), [&](const auto& asker) {
        return is_outdated(item, *asker);
    });
}

Lookups::Way
Lookups::foresee(Item& item, const Asker& asker, std::optional<core::Record>* found) const {
    found->reset();
    const bool outdated = is_outdated(item, asker);
    if (!has_to_ask(item, asker)) {
        return outdated ? Way::reread : Way::none;
    }
    const auto subject = subject_of(item, asker);
    const bool may_be_stored = services_.force_since_unix_ms == 0 && !outdated;
    if (item.wishes.pins.contains(asker.id())) {
        auto record = may_be_stored ? pinned_record(item, asker.id()) : std::nullopt;
        if (!record) {
            return Way::pinned;
        }
        *found = std::move(record);
        return Way::known;
    }
    if (subject.native_platforms.empty()) {
        return Way::none;
    }
    if (!item.wishes.pins.empty()) {
        return pinned_elsewhere(item) ? Way::pinned : Way::none;
    }
    if (may_be_stored) {
        if (auto indexed = in_index(item, asker, subject)) {
            *found = std::move(indexed->record);
            return Way::known;
        }
    }
    return is_to_be_searched_only(item, asker) ? Way::search : Way::lookup;
}

void Lookups::start(const ItemPtr& item, const std::function<void()>& done) {
    item->source = 0;
    next(item, done);
}

void Lookups::next(const ItemPtr& item, const std::function<void()>& done) {
    for (; item->source < services_.askers.size(); ++item->source) {
        auto& asker = *services_.askers[item->source];
        const bool outdated = is_outdated(*item, asker);
        if (!has_to_ask(*item, asker) && !outdated) {
            continue;
        }
        auto asked = std::make_shared<Asked>(Asked{item, asker, done});
        plan(*asked);
        const auto pinned = plan_pinned(*asked, services_.force_since_unix_ms == 0 && !outdated);
        if (pinned == Pinned::settled || pinned == Pinned::not_asked) {
            continue;
        }
        if (pinned == Pinned::no) {
            if (asked->subject.native_platforms.empty()) {
                item->reason = "unsupported";
                item->detail = "not asked: " + asker.id() + " does not know this platform";
                continue;
            }
            if (services_.force_since_unix_ms == 0 && !outdated &&
                found_in_index(*item, asker, asked->subject)) {
                continue;
            }
            search_only(*asked);
        }
        if (outdated && !has_to_ask(*item, asker)) {
            asker.recall(asked->query,
                         {asked->query.system, item->name()},
                         item->system.traffic,
                         [this, asked](const Reply& reply) { read_anew(asked, reply); });
        } else if (pinned != Pinned::no || !waits(asked)) {
            ask(asked);
        }
        return;
    }
    done();
}

// Another parser makes another record of the same answer: it is read again, not asked for. What is
// not kept any more stays as it is.
void Lookups::read_anew(const std::shared_ptr<Asked>& asked, const Reply& reply) {
    auto& item = *asked->item;
    auto* const known = item.lookup_of(asked->asker.id());
    const auto old = services_.library->find_record(known->source, known->lookup.source_id);
    if (old && *old) {
        const auto found =
            std::find_if(reply.records.begin(), reply.records.end(), [&](const auto& one) {
                return one.source_id == known->lookup.source_id;
            });
        auto made = found != reply.records.end() ? *found : **old;
        made.fetched_unix_ms = (*old)->fetched_unix_ms;
        made.fetched_unix_ms += made == **old ? 0 : 1; // by which documents know that it is another
        known->revision = asked->asker.facts().parse_revision;
        known->record_unix_ms = made.fetched_unix_ms;
        if (const auto put = services_.library->put_record(made, known->revision); !put) {
            services_.fatal(put.error());
        }
    }
    ++item.source;
    next(asked->item, asked->done);
}

// Five dumps of a game cost one lookup: who looks like one that is asked for waits for its answer,
// which may tell of this dump, too.
bool Lookups::waits(const std::shared_ptr<Asked>& asked) {
    const auto& title = asked->item->tags.title;
    if (services_.force_since_unix_ms > 0 || title.empty() || asked->waited >= k_most_waits) {
        return false;
    }
    asked->game = asked->asker.id() + '\n' + asked->query.system + '\n' + title;
    const auto [found, is_first] = in_flight_.try_emplace(asked->game);
    if (is_first) {
        return false;
    }
    asked->game.clear(); // it is not the one that is asked
    found->second.push_back(asked);
    services_.give_credit_back(asked->item);
    return true;
}

// Those that waited look into the index now, and ask if that does not know them. After a miss they
// do so one by one: the next may be the dump that is known.
void Lookups::answered(const std::shared_ptr<Asked>& asked, bool was_miss) {
    auto node = in_flight_.extract(std::exchange(asked->game, ""));
    if (node.empty()) {
        return;
    }
    for (const auto& one : node.mapped()) {
        one->waited = was_miss ? one->waited + 1 : k_most_waits;
        services_.take_credit(one->item, [this, one] {
            if (found_in_index(*one->item, one->asker, one->subject)) {
                ++one->item->source;
                next(one->item, one->done);
            } else if (!waits(one)) {
                ask(one);
            }
        });
    }
}

match::Subject Lookups::subject_of(const Item& item, const Asker& asker) const {
    match::Subject subject;
    subject.title = item.tags.title;
    subject.evidence = item.game.evidence;
    subject.native_platforms =
        asker.natives(item.system.scan.system.name, item.system.scan.platform);
    subject.regions = item.tags.regions;
    subject.year = item.tags.year;
    return subject;
}

// All ways of finding a file out, and all evidence.
void Lookups::plan(Asked& asked) const {
    const auto& item = *asked.item;
    asked.subject = subject_of(item, asked.asker);
    const auto& natives = asked.subject.native_platforms;
    auto& query = asked.query;
    query.lookups = k_file_ways & asked.asker.facts().lookups;
    query.form = item.form;
    query.system = item.system.scan.system.name;
    query.platform = item.system.scan.platform;
    query.native_platform = natives.empty() ? "" : natives.front();
    query.title = item.tags.title;
    query.evidence = item.game.evidence;
    query.ids = ids_of(item);
    query.languages = services_.setup.config.scraping.languages;
    query.regions = services_.setup.config.scraping.regions;
}

std::vector<Asker::Kept> Lookups::kept_answers(const ItemPtr& item, Asker& asker) {
    Asked asked(item, asker, nullptr);
    plan(asked);
    if (plan_pinned(asked, false) == Pinned::not_asked) {
        return {};
    }
    auto all = asker.kept(asked.query);
    const bool is_by_name = (asked.query.lookups & core::lookup_name) != 0;
    asked.query.lookups = core::lookup_name;
    if (!is_by_name && !asked.subject.pinned && (asker.facts().lookups & core::lookup_name) != 0) {
        auto by_name = asker.kept(asked.query);
        all.insert(all.end(),
                   std::make_move_iterator(by_name.begin()),
                   std::make_move_iterator(by_name.end()));
    }
    return all;
}

void Lookups::ask(const std::shared_ptr<Asked>& asked) {
    ++asked->rounds;
    asked->item->was_asked = true;
    asked->asker.ask(asked->query,
                     {asked->query.system, asked->item->name()},
                     services_.force_since_unix_ms == 0,
                     asked->item->system.traffic,
                     [this, asked](const Reply& reply) { replied(asked, reply); });
}

void Lookups::replied(const std::shared_ptr<Asked>& asked, const Reply& reply) {
    auto& item = *asked->item;
    asked->covered |= reply.covers;
    switch (reply.kind) {
    case Reply::Kind::records:
        if (!judge(asked, reply.records)) {
            return;
        }
        break;
    case Reply::Kind::miss:
        asked->query.lookups &= ~reply.covers;
        asked->last = reply.detail;
        if (reply.covers != 0 && asked->query.lookups != 0 && asked->rounds < k_most_rounds) {
            ask(asked);
            return;
        }
        if (search(asked)) {
            return;
        }
        give_up(asked, LookupState::absent, reply.detail);
        break;
    case Reply::Kind::unsupported:
        if (search(asked)) {
            return;
        }
        if (asked->rounds > 1) { // it was asked in every way there is
            give_up(asked, LookupState::absent, asked->last.empty() ? reply.detail : asked->last);
        } else {
            item.reason = "unsupported";
            item.detail = "not asked: " + reply.detail;
        }
        break;
    case Reply::Kind::failed:
        item.reason = reply.reason;
        item.source_problems.push_back(asked->asker.id() + ": " + reply.detail);
        give_up(asked, LookupState::failed, reply.detail);
        break;
    case Reply::Kind::deferred:
        item.status = report::Status::deferred;
        item.reason = reply.reason;
        item.detail = reply.detail;
        break;
    }
    answered(asked, reply.kind == Reply::Kind::miss);
    ++item.source;
    next(asked->item, asked->done);
}

} // namespace curateur::pipeline
