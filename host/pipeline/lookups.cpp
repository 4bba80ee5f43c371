#include "pipeline/lookups.hpp"

#include <algorithm>

namespace curateur::pipeline {

using store::Lookup;
using store::LookupState;

namespace {

constexpr std::uint32_t k_ways =
    core::lookup_id | core::lookup_hash | core::lookup_file | core::lookup_serial;
constexpr int k_most_rounds = 4; // of asking the same source in another way
constexpr int k_most_waits = 2;  // for others that turn out to be unknown

bool lacks_fields(const Item& item,
                  const OutputState& output,
                  const SourceFacts& facts,
                  const store::Library* library) {
    const auto key = listed_as(item.game.key);
    const auto* const listed = output.find(key);
    if (listed == nullptr) {
        return true;
    }
    std::vector<std::string_view> missing;
    for (const auto& [field, native] : output.facts.managed) {
        if (facts.fields.contains(field) && !listed->fields.contains(native)) {
            missing.push_back(native);
        }
    }
    if (missing.empty() || !listed->merged_unix_ms || library == nullptr) {
        return !missing.empty();
    }
    const auto base = library->find_base(output.documents[listed->document].document.path, key);
    return std::any_of(missing.begin(), missing.end(), [&](const auto& native) {
        const bool cleared_by_user = base && *base && (*base)->fields.contains(std::string(native));
        return !cleared_by_user;
    });
}

} // namespace

// One question to one source, maybe in several rounds.
struct Lookups::Asked {
    ItemPtr item;
    Asker& asker;
    std::function<void()> done;
    match::Subject subject;
    core::Query query;
    int rounds = 0;
    std::string last; // what the source said to the last round
    std::string game; // what makes it likely the same as another; "": nothing
    int waited = 0;   // for the answers to others
};

bool lacks(const Item& item, const SourceFacts& facts, const store::Library* library) {
    const bool medium = std::any_of(item.wanted.begin(), item.wanted.end(), [&](const auto& one) {
        return facts.kinds.contains(one.slot->kind);
    });
    return medium ||
           std::any_of(
               item.system.outputs.begin(), item.system.outputs.end(), [&](const auto& output) {
                   return output->refused.empty() && lacks_fields(item, *output, facts, library);
               });
}

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

bool Lookups::has_to_ask(Item& item, const Asker& asker) const {
    const auto* const known = item.lookup_of(asker.id());
    if (services_.force_since_unix_ms > 0) {
        return known == nullptr || known->lookup.asked_unix_ms < services_.force_since_unix_ms;
    }
    if (known != nullptr && known->lookup.state == LookupState::have) {
        return false; // what its record lacks, the source does not have
    }
    const auto now = services_.setup.clock.unix_ms();
    if (known != nullptr && known->lookup.state == LookupState::absent &&
        known->lookup.asked_unix_ms + k_miss_age_ms > now) {
        return false;
    }
    return lacks(item, asker.facts(), services_.library);
}

bool Lookups::has_to_ask(Item& item) const {
    return std::any_of(services_.askers.begin(), services_.askers.end(), [&](const auto& asker) {
        return has_to_ask(item, *asker) &&
               !asker->natives(item.system.scan.system.name, item.system.scan.platform).empty();
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
        auto natives = asker.natives(item->system.scan.system.name, item->system.scan.platform);
        if (natives.empty()) {
            item->reason = "unsupported";
            item->detail = "not asked: " + asker.id() + " does not know this platform";
            continue;
        }
        match::Subject subject{item->tags.title, item->game.evidence, natives, false};
        if (services_.force_since_unix_ms == 0 && !outdated &&
            found_in_index(*item, asker, subject)) {
            continue;
        }
        auto asked =
            std::make_shared<Asked>(Asked{item, asker, done, std::move(subject), {}, 0, {}, {}, 0});
        auto& query = asked->query;
        query.lookups = k_ways & asker.facts().lookups;
        query.form = item->form;
        query.system = item->system.scan.system.name;
        query.platform = item->system.scan.platform;
        query.native_platform = natives.front();
        query.title = item->tags.title;
        query.evidence = item->game.evidence;
        query.ids = ids_of(*item);
        query.languages = services_.setup.config.scraping.languages;
        query.regions = services_.setup.config.scraping.regions;
        if (outdated && !has_to_ask(*item, asker)) {
            asker.recall(query,
                         {query.system, item->name()},
                         item->system.traffic,
                         [this, asked](const Reply& reply) { read_anew(asked, reply); });
        } else if (!waits(asked)) {
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
    Lookup lookup;
    lookup.asked_unix_ms = services_.setup.clock.unix_ms();
    lookup.covers = reply.covers;
    lookup.reason = reply.detail;
    switch (reply.kind) {
    case Reply::Kind::records:
        judge(asked, reply.records);
        break;
    case Reply::Kind::miss:
        asked->query.lookups &= ~reply.covers;
        asked->last = reply.detail;
        if (reply.covers != 0 && asked->query.lookups != 0 && asked->rounds < k_most_rounds) {
            ask(asked);
            return;
        }
        lookup.state = LookupState::absent;
        settle(item, asked->asker, std::move(lookup), nullptr);
        break;
    case Reply::Kind::unsupported:
        if (asked->rounds > 1) { // it was asked in every way there is
            lookup.state = LookupState::absent;
            lookup.reason = asked->last;
            settle(item, asked->asker, std::move(lookup), nullptr);
        } else {
            item.reason = "unsupported";
            item.detail = "not asked: " + reply.detail;
        }
        break;
    case Reply::Kind::failed:
        lookup.state = LookupState::failed;
        item.reason = reply.reason;
        settle(item, asked->asker, std::move(lookup), nullptr);
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

// A 200 is no proof: the host decides whether a record is this game.
void Lookups::judge(const std::shared_ptr<Asked>& asked, const std::vector<core::Record>& records) {
    const auto level = level_of(services_.setup.config.scraping.name_verification);
    std::string why;
    for (const auto& record : records) {
        const auto verdict = match::verify(record, asked->subject, level);
        if (verdict.accepted) {
            static_cast<void>(accept(*asked->item, asked->asker, record, verdict, true));
            return;
        }
        services_.setup.log(config::LogLevel::warning,
                            asked->item->name() + ": " + asked->asker.id() + " answered its game " +
                                record.source_id + ", which was refused: " + verdict.reason);
        why = why.empty() ? verdict.reason : why;
    }
    Lookup lookup;
    lookup.state = LookupState::absent;
    lookup.asked_unix_ms = services_.setup.clock.unix_ms();
    lookup.reason = why;
    asked->item->reason = "refused";
    settle(*asked->item, asked->asker, std::move(lookup), nullptr);
}

// Every dump that a source ever told of answers for its game.
bool Lookups::found_in_index(Item& item, const Asker& asker, const match::Subject& subject) {
    for (const auto& evidence : item.game.evidence) {
        const auto id = services_.library->find_dump(asker.id(), evidence);
        if (!id || id->empty()) {
            continue;
        }
        const auto record = services_.library->find_record(asker.id(), *id);
        if (!record || !*record) {
            continue;
        }
        const auto verdict = match::verify(
            **record, subject, level_of(services_.setup.config.scraping.name_verification));
        if (verdict.accepted) {
            return accept(item, asker, **record, verdict, false);
        }
    }
    return false;
}

bool Lookups::accept(Item& item,
                     const Asker& asker,
                     const core::Record& record,
                     const match::Verdict& verdict,
                     bool is_new) {
    if (is_new) {
        if (const auto put = services_.library->put_record(record, asker.facts().parse_revision);
            !put) {
            services_.fatal(put.error());
            return false;
        }
    }
    Lookup lookup;
    lookup.state = LookupState::have;
    lookup.source_id = record.source_id;
    lookup.matched_by = match::name_of(verdict.how);
    lookup.covers = k_ways;
    lookup.asked_unix_ms = services_.setup.clock.unix_ms();
    lookup.reason = verdict.reason;
    settle(item, asker, std::move(lookup), &record);
    return true;
}

void Lookups::settle(Item& item,
                     const Asker& asker,
                     store::Lookup lookup,
                     const core::Record* record) {
    auto* known = item.lookup_of(asker.id());
    if (lookup.state != LookupState::have && known != nullptr &&
        known->lookup.state == LookupState::have) {
        // A source that no longer answers takes nothing away: what it said before still counts.
        item.detail = lookup.reason;
        const auto asked = lookup.state == LookupState::failed ? known->lookup.asked_unix_ms
                                                               : lookup.asked_unix_ms;
        lookup = known->lookup;
        lookup.asked_unix_ms = asked;
    } else if (record != nullptr) {
        item.matched_by = lookup.matched_by;
    }
    if (const auto put = services_.library->put_lookup(item.entry, asker.id(), lookup); !put) {
        services_.fatal(put.error());
        return;
    }
    if (known == nullptr) {
        known = &item.lookups.emplace_back();
        known->source = asker.id();
    }
    known->lookup = std::move(lookup);
    if (record != nullptr) {
        known->record_unix_ms = record->fetched_unix_ms;
        known->revision = asker.facts().parse_revision;
    }
}

std::vector<core::Id> Lookups::ids_of(const Item& item) const {
    std::vector<core::Id> ids;
    for (const auto& known : item.lookups) {
        if (known.lookup.state != LookupState::have) {
            continue;
        }
        const auto record = services_.library->find_record(known.source, known.lookup.source_id);
        if (record && *record) {
            ids.insert(ids.end(), (*record)->ids.begin(), (*record)->ids.end());
        }
    }
    return ids;
}

} // namespace curateur::pipeline
