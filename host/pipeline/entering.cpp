#include "pipeline/entering.hpp"

#include "pipeline/merging.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

// A ROM that is called otherwise keeps what is known of it: it costs no byte and no request.
Status follow(const std::vector<Rename>& renames,
              SystemRun& system,
              const Setup& setup,
              store::Library& library) {
    for (const auto& rename : renames) {
        setup.log(config::LogLevel::info,
                  system.scan.system.name + "/" + rename.to + ": was " + rename.from);
        system.known.rename(rename.from, rename.to);
        if (!setup.config.runtime.dry_run) {
            CURATEUR_CHECK(library.rename_entry(rename.entry, rename.to));
        }
    }
    return ok();
}

// What we last wrote into a document. An entry that is gone takes its bases with it, a document
// that is gone takes all.
Status join_document(OutputState& output,
                     InventoryDocument& document,
                     const Setup& setup,
                     store::Library& library) {
    const auto& path = document.document.path;
    const bool dry = setup.config.runtime.dry_run;
    if (document.is_empty && output.refused.empty()) {
        return dry ? ok() : library.drop_bases(path);
    }
    CURATEUR_TRY(document.view, library.view_of(path));
    CURATEUR_TRY(const auto bases, library.load_merge_times(path));
    for (const auto& [key, merged_unix_ms] : bases) {
        if (const auto listed = output.listed.find(key); listed != output.listed.end()) {
            listed->second.merged_unix_ms = merged_unix_ms;
        } else if (!dry && output.refused.empty()) {
            CURATEUR_CHECK(library.drop_base(path, key));
        }
    }
    return ok();
}

bool is_listed_with_more_than_a_name(const OutputState& output, const store::BaseKey& key) {
    const auto* const listed = output.find(key);
    return listed != nullptr &&
           std::any_of(
               output.facts.managed.begin(), output.facts.managed.end(), [&](const auto& field) {
                   return field.first != "name" && listed->fields.contains(field.second);
               });
}

} // namespace

Status join_store(SystemRun& system, const Setup& setup, store::Library* library) {
    std::vector<Rename> renames;
    if (library != nullptr) {
        CURATEUR_TRY(system.known, library->load_system(system.scan.system.name));
        renames = renames_in(system.scan, system.known);
    }
    for (auto& output : system.outputs) {
        refuse_if_unmounted(*output, setup, system.scan, renames);
    }
    if (library == nullptr) {
        return ok();
    }
    CURATEUR_CHECK(follow(renames, system, setup, *library));
    for (auto& output : system.outputs) {
        for (auto& document : output->documents) {
            CURATEUR_CHECK(join_document(*output, document, setup, *library));
        }
    }
    return ok();
}

void count_titles(SystemRun& system) {
    for (const auto& entry : system.scan.entries) {
        ++system.titles[tags::parse(fs::path(entry.key).stem().string()).title];
    }
}

ItemPtr
make_item(SystemRun& system, std::size_t index, const Setup& setup, const store::Library* library) {
    auto item = std::make_shared<Item>(system, index);
    const auto& scanned = item->scanned;
    item->tags = tags::parse(fs::path(scanned.key).stem().string());
    item->form = form_of(scanned, system.scan.identity);
    item->game.key = scanned.key;
    item->game.form = item->form;
    item->game.is_directory = scanned.is_directory;
    item->known = system.known.find(scanned.key);
    if (item->known != nullptr) {
        item->entry = item->known->id;
        item->lookups = item->known->lookups;
    }
    take_wishes(*item, setup, library);
    return item;
}

void take_wishes(Item& item, const Setup& setup, const store::Library* library) {
    if (setup.overrides.by_rom.empty() && setup.overrides.by_sha1.empty()) {
        return;
    }
    std::vector<core::Evidence> remembered;
    const auto* evidence = &item.game.evidence;
    if (!setup.overrides.by_sha1.empty() && evidence->empty() && item.entry != 0 &&
        library != nullptr) {
        if (auto found = library->evidence_of_entry(item.entry)) {
            remembered = *std::move(found);
            evidence = &remembered;
        }
    }
    std::vector<std::string_view> sha1s;
    for (const auto& one : *evidence) {
        sha1s.emplace_back(one.sha1);
    }
    item.wishes = setup.overrides.find(item.name(), sha1s);
}

bool is_left_alone(Item& item) {
    item.status = report::Status::skipped;
    if (!item.scanned.why_skipped.empty()) {
        item.reason = item.scanned.is_no_game ? "no_game" : "filtered";
        item.detail = item.scanned.why_skipped;
        return true;
    }
    if (item.wishes.ignored) {
        item.reason = "ignored";
        item.detail = "ignored, as overrides.yaml says";
        return true;
    }
    item.status = report::Status::unchanged;
    return false;
}

bool is_as_it_was(const Item& item) {
    return item.known != nullptr && item.known->stat &&
           store::same_file(
               *item.known->stat, stat_of(item.scanned), item.system.scan.volume.moves_by_hours);
}

bool is_listed(const Item& item) {
    const auto key = listed_as(item.game.key);
    return std::any_of(
        item.system.outputs.begin(), item.system.outputs.end(), [&](const auto& output) {
            return is_listed_with_more_than_a_name(*output, key);
        });
}

std::string settled_mark(const Item& item, const config::Config& config) {
    std::string mark = std::to_string(merged_time_of(item));
    for (const auto& wanted : item.wanted) {
        mark += " " + wanted.output->setup->component->id + ":" + wanted.slot->kind;
    }
    for (const auto& region : config.scraping.regions) {
        mark += " " + region;
    }
    return mark;
}

bool has_media_left(const Item& item, const config::Config& config) {
    return !item.wanted.empty() && item.has_record() &&
           (item.known == nullptr || item.known->decision.settled != settled_mark(item, config));
}

} // namespace curateur::pipeline
