#include "pipeline/writing.hpp"

#include "pipeline/preferences.hpp"
#include "platform/atomic_file.hpp"
#include "platform/digest.hpp"
#include "platform/file.hpp"
#include "store/backup.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr int k_most_tries = 3; // when somebody else writes the document at the same time

bool removes_anything(const std::vector<plugin::NativeChange>& changes) {
    return std::any_of(
        changes.begin(), changes.end(), [](const auto& change) { return !change.removed.empty(); });
}

// What read() says of the new bytes is the base of every field that was set, or else what was set.
// Fields that were not set keep theirs: what the user made of them is no word of ours.
void take_written(store::Base& base,
                  const plugin::NativeChange& change,
                  plugin::NativeFields&& written) {
    auto fields = base.fields.unpacked();
    for (const auto& [field, value] : change.set) {
        const auto known = fields.find(std::string(field));
        if (known == fields.end()) {
            continue; // set once, and the user's from then on
        }
        const auto now = written.find(known->first);
        known->second = now != written.end() ? std::move(now->second) : std::string(value);
    }
    base.fields = core::PackedFields(fields);
}

// A change of an entry, out of what is pending for it.
plugin::NativeChange change_of(const store::BaseKey& key,
                               const Listed* listed,
                               const Pending& pending,
                               const merge::EntryOutcome& outcome) {
    plugin::NativeChange change;
    change.key = key.key;
    change.native_key = listed != nullptr ? listed->native_key : "";
    change.is_directory = key.is_directory;
    change.is_new = outcome.is_new;
    for (const auto& field : outcome.changes) {
        if (!field.after) {
            change.removed.push_back(field.field);
        } else if (const auto theirs = pending.theirs.named(field.field)) {
            change.set.push_back(*theirs);
        }
    }
    return change;
}

} // namespace

std::string running_process(const std::vector<std::string>& names) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
        const auto comm = platform::read_file(entry.path() / "comm", 64);
        if (!comm) {
            continue;
        }
        auto name = comm->substr(0, comm->find('\n'));
        if (std::find(names.begin(), names.end(), name) != names.end()) {
            return name;
        }
    }
    return {};
}

Writing::Writing(const Setup& setup,
                 store::Library& library,
                 const Merging& merging,
                 std::int64_t run)
    : setup_(setup), library_(library), merging_(merging), run_(run) {}

Written Writing::write(SystemRun& system, bool is_complete) {
    Written written;
    for (std::size_t i = 0; i < system.outputs.size(); ++i) {
        auto& output = *system.outputs[i];
        if (!output.refused.empty()) {
            continue;
        }
        if (!system.pending[i].empty()) {
            if (const auto name = running_process(output.facts.processes); !name.empty()) {
                written.problems.push_back(name + " is running and would write over " +
                                           output.target.metadata_dir +
                                           "; close it, then run "
                                           "\"curateur write\"");
                written.frontend_runs = true;
                continue;
            }
        }
        for (std::size_t document = 0; document < output.documents.size(); ++document) {
            const auto replaced = write_document(system, i, document);
            const auto settled = replaced ? settle_bases(system, i, document, is_complete)
                                          : Status(replaced.error());
            if (!settled) {
                written.problems.push_back(settled.error().message);
                written.disk_failed = written.disk_failed || settled.error().code == Errc::no_space;
            } else if (*replaced) {
                ++written.documents;
            }
        }
        system.pending[i].clear();
    }
    return written;
}

// The merge is done again on the bytes that are there now.
Result<Writing::Merged>
Writing::merge(const SystemRun& system, std::size_t at, std::size_t document) const {
    const auto& output = *system.outputs[at];
    const auto& pending = system.pending[at];
    const auto rules = merging_.rules_of(output);
    Merged merged;
    merged.changes.reserve(pending.size());
    for (const auto& scanned : system.scan.entries) {
        const auto key = listed_as(scanned.key);
        const auto found = pending.find(key);
        const auto* const listed = output.find(key);
        if (found == pending.end() || (listed != nullptr ? listed->document : 0) != document) {
            continue;
        }
        CURATEUR_TRY(const auto base, merging_.base_of(output, key));
        auto outcome = merge::merge_entry(input_for(output, key, base, found->second), rules);
        auto& entry = merged.entries[key];
        if (!outcome.changes.empty() || outcome.is_new) {
            entry.change = merged.changes.size();
            const auto& change =
                merged.changes.emplace_back(change_of(key, listed, found->second, outcome));
            for (const auto& [field, value] : change.set) {
                if (const auto same = outcome.base.find(std::string(field));
                    same != outcome.base.end()) {
                    same->second.clear();
                }
            }
        }
        entry.base = {core::PackedFields(outcome.base),
                      std::move(outcome.base_game),
                      found->second.merged_unix_ms};
    }
    return merged;
}

Result<bool> Writing::write_document(SystemRun& system, std::size_t at, std::size_t document) {
    if (system.pending[at].empty()) {
        return false;
    }
    auto& output = *system.outputs[at];
    for (int tries = 1;; ++tries) {
        std::string old;
        output.notes.clear();
        CURATEUR_CHECK(read_document(output, document, &old));
        CURATEUR_TRY(auto merged, merge(system, at, document));
        if (merged.changes.empty()) {
            for (auto& [key, entry] : merged.entries) {
                system.agreed[at].insert_or_assign(key, std::move(entry.base));
            }
            return false;
        }
        auto replaced = replace(output, document, old, merged);
        if (replaced || replaced.error().code != Errc::busy || tries == k_most_tries) {
            return replaced;
        }
    }
}

Result<bool> Writing::replace(OutputState& output,
                              std::size_t at,
                              const std::string& old,
                              const Merged& merged) {
    const auto& known = output.documents[at];
    plugin::Document document = known.document;
    document.content = old;
    CURATEUR_TRY(auto rendered, output.instance->render(output.target, document, merged.changes));
    if (rendered == old) {
        return false;
    }
    if (rendered.size() < old.size() / 5 * 4 && !removes_anything(merged.changes)) {
        return Error{Errc::fault,
                     document.path + ": would lose a fifth of its size though nothing is removed; "
                                     "it is not written"};
    }
    document.exists = true;
    document.content = std::move(rendered);
    if (known.sha256) {
        CURATEUR_CHECK(store::backup_document(setup_.places.state, run_, document.path, old));
    }
    store::Intent intent;
    intent.document = document.path;
    intent.old_sha256 = known.sha256;
    intent.new_sha256 = platform::sha256_of(document.content);
    CURATEUR_TRY(const auto id, library_.begin_intent(intent, [&](const store::PutBase& put) {
        return put_bases(output, document, merged, put);
    }));
    platform::fault_point("document_intended");
    if (auto replaced = platform::replace_file(document.path, document.content, known.sha256);
        !replaced) {
        CURATEUR_CHECK(library_.abandon(id));
        return std::move(replaced).error();
    }
    CURATEUR_CHECK(library_.promote(id));
    platform::fault_point("document_promoted");
    return true;
}

// Of the entries that change, in the document as it will be.
Status Writing::put_bases(OutputState& output,
                          const plugin::Document& document,
                          const Merged& merged,
                          const store::PutBase& put) {
    auto kept = ok();
    const auto take = [&](plugin::NativeEntry&& entry) {
        const store::BaseKey key{std::move(entry.key), entry.is_directory};
        const auto found = merged.entries.find(key);
        if (!kept || found == merged.entries.end()) {
            return;
        }
        auto base = found->second.base;
        if (const auto change = found->second.change) {
            take_written(base, merged.changes[*change], std::move(entry.fields));
        }
        kept = put(key, base);
    };
    CURATEUR_CHECK(output.instance->read_each(output.target, document, take));
    return kept;
}

// Bases that change although no byte does, and those of entries that are gone.
Status
Writing::settle_bases(SystemRun& system, std::size_t at, std::size_t document, bool is_complete) {
    auto& output = *system.outputs[at];
    const auto& path = output.documents[document].document.path;
    store::Bases agreed;
    for (const auto& [key, base] : system.agreed[at]) {
        const auto* const listed = output.find(key);
        if (listed != nullptr && listed->document == document) {
            agreed.emplace(key, base);
        }
    }
    if (!agreed.empty()) {
        CURATEUR_CHECK(library_.put_bases(path, agreed));
    }
    const auto view = view_of(setup_, *output.setup);
    if (is_complete && output.documents[document].view != view) {
        CURATEUR_CHECK(library_.put_view(path, view));
    }
    return ok();
}

} // namespace curateur::pipeline
