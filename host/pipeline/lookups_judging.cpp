// What came of asking: is it this game, and what is kept of that.
#include "pipeline/looking_up.hpp"

#include <algorithm>

namespace curateur::pipeline {

using store::Lookup;
using store::LookupState;

void Lookups::give_up(const std::shared_ptr<Asked>& asked,
                      LookupState state,
                      const std::string& reason) {
    Lookup lookup;
    lookup.state = state;
    lookup.asked_unix_ms = services_.setup.clock.unix_ms();
    lookup.covers = asked->covered;
    lookup.reason = reason;
    if (asked->subject.pinned) {
        lookup.source_id = asked->query.source_id;
        lookup.matched_by = match::name_of(match::How::manual);
        lookup.reason =
            "pinned to " + asked->asker.id() + ":" + asked->query.source_id + ": " + reason;
    }
    settle(*asked->item, asked->asker, std::move(lookup), nullptr);
}

// A 200 is no proof: the host decides whether a record is this game.
bool Lookups::judge(const std::shared_ptr<Asked>& asked, const std::vector<core::Record>& records) {
    const bool are_candidates =
        std::any_of(records.begin(), records.end(), [](const core::Record& record) {
            return (record.flags & core::record_candidate) != 0;
        });
    if (are_candidates) {
        choose(asked, records);
        return true;
    }
    const auto level = level_of(services_.setup.config.scraping.name_verification);
    std::string why;
    for (const auto& record : records) {
        const bool is_other = asked->subject.pinned && record.source_id != asked->query.source_id;
        match::Verdict verdict;
        verdict.reason = "it is not the game that was asked for";
        if (!is_other) {
            verdict = match::verify(record, asked->subject, level);
        }
        if (verdict.accepted) {
            static_cast<void>(accept(*asked->item, asked->asker, record, verdict, true));
            return true;
        }
        services_.setup.log(config::LogLevel::warning,
                            asked->item->name() + ": " + asked->asker.id() + " answered its game " +
                                record.source_id + ", which was refused: " + verdict.reason);
        why = why.empty() ? verdict.reason : why;
    }
    if (search(asked)) {
        return false;
    }
    asked->item->reason = "refused";
    give_up(asked, LookupState::absent, why);
    return true;
}

// Every dump that a source ever told of answers for its game.
std::optional<Lookups::Indexed>
Lookups::in_index(const Item& item, const Asker& asker, const match::Subject& subject) const {
    if (services_.library == nullptr) {
        return std::nullopt;
    }
    for (const auto& evidence : item.game.evidence) {
        const auto id = services_.library->find_dump(asker.id(), evidence);
        if (!id || id->empty()) {
            continue;
        }
        auto record = services_.library->find_record(asker.id(), *id);
        if (!record || !*record) {
            continue;
        }
        auto verdict = match::verify(
            **record, subject, level_of(services_.setup.config.scraping.name_verification));
        if (verdict.accepted) {
            return Indexed{**std::move(record), std::move(verdict)};
        }
    }
    return std::nullopt;
}

bool Lookups::found_in_index(Item& item, const Asker& asker, const match::Subject& subject) {
    const auto indexed = in_index(item, asker, subject);
    return indexed && accept(item, asker, indexed->record, indexed->verdict, false);
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
    lookup.covers = k_file_ways;
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
    if (std::exchange(item.is_forgotten, false)) {
        if (const auto dropped = services_.library->drop_lookups(item.entry); !dropped) {
            services_.fatal(dropped.error());
            return;
        }
        item.is_rematched = true;
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
