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
    return std::any_of(changes.begin(), changes.end(), [](const auto& change) {
        return std::any_of(change.fields.begin(), change.fields.end(), [](const auto& field) {
            return !field.second;
        });
    });
}

// What read() says of the new bytes becomes the base of every field that was set, or else what was
// set, which moves there. Fields that were not set keep theirs: what the user made of them is no
// word of ours.
Status take_bases_from(OutputState& output,
                       const plugin::Document& written,
                       std::vector<plugin::NativeChange>& changes,
                       store::Bases& bases) {
    std::map<store::BaseKey, plugin::NativeChange*> by_key;
    for (auto& change : changes) {
        by_key.emplace(store::BaseKey{change.key, change.is_directory}, &change);
    }
    const auto take = [&](plugin::NativeEntry&& entry) {
        const store::BaseKey key{std::move(entry.key), entry.is_directory};
        const auto change = by_key.find(key);
        const auto base = bases.find(key);
        if (change == by_key.end() || base == bases.end()) {
            return;
        }
        for (auto& [field, value] : base->second.fields) {
            const auto set = change->second->fields.find(field);
            if (set == change->second->fields.end()) {
                continue;
            }
            if (const auto now = entry.fields.find(field); now != entry.fields.end()) {
                value = std::move(now->second);
            } else if (set->second) {
                value = *std::move(set->second);
            }
        }
    };
    CURATEUR_CHECK(output.instance->read_each(output.target, written, take));
    return ok();
}

// Long texts of fields that change stand in the change: the base gets them when they are written.
void hand_over(std::vector<merge::FieldChange>& from,
               plugin::NativeChange& change,
               merge::Fields& base) {
    for (auto& field : from) {
        if (const auto same = base.find(field.field); same != base.end() && field.after) {
            same->second = {};
        }
        change.fields.insert_or_assign(field.field, std::move(field.after));
    }
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

// The merge is done again on the bytes that are there now. bases: of the entries that change.
Result<std::vector<plugin::NativeChange>> Writing::changes_for(SystemRun& system,
                                                               std::size_t at,
                                                               std::size_t document,
                                                               store::Bases& bases) const {
    auto& output = *system.outputs[at];
    const auto rules = merging_.rules_of(output);
    std::vector<plugin::NativeChange> changes;
    // New entries stand in the order of the scan.
    for (const auto& scanned : system.scan.entries) {
        const auto key = listed_as(scanned.key);
        const auto found = system.pending[at].find(key);
        const auto* const listed = output.find(key);
        if (found == system.pending[at].end() ||
            (listed != nullptr ? listed->document : 0) != document) {
            continue;
        }
        CURATEUR_TRY(const auto base, merging_.base_of(output, key));
        auto outcome = merge::merge_entry(input_for(output, key, base, found->second), rules);
        auto& next = bases[key];
        next = {
            std::move(outcome.base), std::move(outcome.base_game), found->second.merged_unix_ms};
        if (outcome.changes.empty() && !outcome.is_new) {
            continue;
        }
        plugin::NativeChange change;
        change.key = key.key;
        change.native_key = listed != nullptr ? listed->native_key : "";
        change.is_directory = key.is_directory;
        change.is_new = outcome.is_new;
        hand_over(outcome.changes, change, next.fields);
        changes.push_back(std::move(change));
    }
    return changes;
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
        store::Bases bases;
        CURATEUR_TRY(auto changes, changes_for(system, at, document, bases));
        if (changes.empty()) {
            for (auto& [key, base] : bases) {
                system.agreed[at].insert_or_assign(key, std::move(base));
            }
            return false;
        }
        auto replaced = replace(output, document, old, std::move(changes), std::move(bases));
        if (replaced || replaced.error().code != Errc::busy || tries == k_most_tries) {
            return replaced;
        }
    }
}

Result<bool> Writing::replace(OutputState& output,
                              std::size_t at,
                              const std::string& old,
                              std::vector<plugin::NativeChange> changes,
                              store::Bases bases) {
    const auto& known = output.documents[at];
    plugin::Document document = known.document;
    document.content = old;
    CURATEUR_TRY(auto rendered, output.instance->render(output.target, document, changes));
    if (rendered == old) {
        return false;
    }
    if (rendered.size() < old.size() / 5 * 4 && !removes_anything(changes)) {
        return Error{Errc::fault,
                     document.path + ": would lose a fifth of its size though nothing is removed; "
                                     "it is not written"};
    }
    document.exists = true;
    document.content = std::move(rendered);
    CURATEUR_CHECK(take_bases_from(output, document, changes, bases));
    if (known.sha256) {
        CURATEUR_CHECK(store::backup_document(setup_.places.state, run_, document.path, old));
    }
    store::Intent intent;
    intent.document = document.path;
    intent.old_sha256 = known.sha256;
    intent.new_sha256 = platform::sha256_of(document.content);
    intent.bases = std::move(bases);
    CURATEUR_TRY(const auto id, library_.begin_intent(intent));
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
