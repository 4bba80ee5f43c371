#include "merge/three_way.hpp"

#include <algorithm>
#include <set>

namespace curateur::merge {
namespace {

using Text = std::optional<std::string>;

Text find(const Fields& fields, const std::string& field) {
    const auto it = fields.find(field);
    return it == fields.end() ? Text() : Text(it->second);
}

// One field's three values, what they come to, and how that came about.
struct Cell {
    Text mine, base, theirs;
    bool same_game = true;
};

struct Decision {
    Text value;
    Text base;
    Row row = Row::stays;
};

Decision keep(const Cell& cell, Row row) {
    return {cell.mine, cell.base, row};
}

Decision take_theirs(const Cell& cell, Row row) {
    return {cell.theirs, cell.theirs, row};
}

Decision decide_without_theirs(const Cell& cell, Strategy strategy) {
    const bool ours_and_another_game = !cell.same_game && cell.base && cell.mine == cell.base;
    if (strategy == Strategy::reset_all || ours_and_another_game)
        return {std::nullopt, std::nullopt, cell.mine ? Row::removes : Row::stays};
    return keep(cell, Row::stays);
}

Decision decide(const Cell& cell, Strategy strategy) {
    if (!cell.theirs)
        return decide_without_theirs(cell, strategy);
    if (cell.mine == cell.theirs)
        return {cell.mine, cell.mine, Row::agrees};
    const bool untouched = cell.mine ? cell.mine == cell.base : !cell.base;
    if (untouched)
        return take_theirs(cell, cell.mine ? Row::refreshes : Row::fills);
    if (strategy != Strategy::preserve_user_edits)
        return take_theirs(cell, Row::overrules);
    if (!cell.base)
        return keep(cell, Row::foreign);
    return keep(cell, cell.mine ? Row::edited : Row::cleared);
}

// What mine says, with the values that a frontend fills in by itself taken as unset.
Text mine_of(const EntryInput& input, const std::string& field) {
    if (!input.mine)
        return std::nullopt;
    Text mine = find(*input.mine, field);
    const auto& stems = input.unset_names;
    const bool filler = mine && field == input.unset_name_field &&
                        std::find(stems.begin(), stems.end(), *mine) != stems.end() &&
                        mine != find(input.base, field);
    return filler ? std::nullopt : mine;
}

// Every managed field that any of the three has.
std::set<std::string> managed_fields(const EntryInput& input, const Rules& rules) {
    std::set<std::string> fields;
    const auto add = [&](const Fields& some) {
        for (const auto& entry : some) {
            const auto owner = rules.owners.find(entry.first);
            if (owner != rules.owners.end() && owner->second == Owner::managed)
                fields.insert(entry.first);
        }
    };
    if (input.mine)
        add(*input.mine);
    add(input.base);
    if (input.theirs)
        add(*input.theirs);
    return fields;
}

bool has(const std::vector<std::string>& fields, const std::string& field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

bool is_locked(const EntryInput& input, const std::string& field) {
    return has(input.locked, field) && !has(input.forced, field);
}

Decision
decide(const EntryInput& input, const std::string& field, const Cell& cell, Strategy strategy) {
    if (is_locked(input, field))
        return keep(cell, Row::locked);
    if (!input.theirs)
        return keep(cell, Row::stays);
    return cell.theirs && has(input.forced, field) ? take_theirs(cell, Row::forced)
                                                   : decide(cell, strategy);
}

// Every managed field of an entry that is listed: f(field, cell, decision).
template <class F>
void each_field(const EntryInput& input, const Rules& rules, F&& f) {
    const bool same_game = input.base_game.empty() || input.base_game == input.their_game;
    for (const std::string& field : managed_fields(input, rules)) {
        const Cell cell{mine_of(input, field),
                        find(input.base, field),
                        input.theirs ? find(*input.theirs, field) : Text(),
                        same_game};
        f(field, cell, decide(input, field, cell, rules.strategy));
    }
}

EntryOutcome new_entry(const EntryInput& input, const Rules& rules) {
    EntryOutcome outcome;
    outcome.is_new = true;
    outcome.base_game = input.their_game;
    for (const auto& [field, value] : *input.theirs) {
        const auto owner = rules.owners.find(field);
        if (owner == rules.owners.end() || owner->second == Owner::user || is_locked(input, field))
            continue;
        outcome.changes.push_back({field, std::nullopt, value});
        if (owner->second == Owner::managed)
            outcome.base.emplace(field, value);
    }
    return outcome;
}

void apply(EntryOutcome& outcome,
           const EntryInput& input,
           const std::string& field,
           const Decision& decision) {
    const Text before = find(*input.mine, field);
    const Text mine = mine_of(input, field);
    if (decision.base)
        outcome.base.insert_or_assign(field, *decision.base);
    if (decision.value != mine)
        outcome.changes.push_back({field, before, decision.value});
    if (decision.row == Row::edited || decision.row == Row::cleared)
        outcome.edited.push_back(field);
    if (decision.row == Row::foreign)
        outcome.foreign.push_back(field);
}

} // namespace

EntryOutcome merge_entry(const EntryInput& input, const Rules& rules) {
    if (!input.theirs) {
        EntryOutcome outcome;
        if (input.mine) { // an entry that is gone takes its bases with it
            outcome.base = input.base;
            outcome.base_game = input.base_game;
        }
        return outcome;
    }
    if (!input.mine)
        return new_entry(input, rules);

    EntryOutcome outcome;
    outcome.base_game = input.their_game;
    each_field(input, rules, [&](const auto& field, const auto&, const auto& decision) {
        apply(outcome, input, field, decision);
    });
    return outcome;
}

std::vector<FieldVerdict> judge_entry(const EntryInput& input, const Rules& rules) {
    std::vector<FieldVerdict> verdicts;
    if (!input.mine) { // bases of an entry that is gone do not count
        if (!input.theirs)
            return verdicts;
        for (const FieldChange& change : new_entry(input, rules).changes) {
            if (rules.owners.at(change.field) == Owner::managed)
                verdicts.push_back(
                    {change.field, Text(), Text(), change.after, change.after, Row::fills});
        }
        return verdicts;
    }
    each_field(input, rules, [&](const auto& field, const auto& cell, const auto& decision) {
        verdicts.push_back(
            {field, cell.mine, cell.base, cell.theirs, decision.value, decision.row});
    });
    return verdicts;
}

} // namespace curateur::merge
