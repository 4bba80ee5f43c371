#include "pipeline/explaining.hpp"

#include "core/text.hpp"
#include "pipeline/entering.hpp"
#include "pipeline/lacking.hpp"
#include "walk/walk.hpp"

#include <algorithm>

namespace curateur::pipeline {

using store::LookupState;

Result<Why> why(const Setup& setup,
                store::Library* library,
                store::AnswerCache* answers,
                const std::string& system,
                const std::string& key) {
    return Explaining(setup, library, answers).explain(system, key);
}

Explaining::Explaining(const Setup& setup, store::Library* library, store::AnswerCache* answers)
    : setup_(setup), library_(library), answers_(answers), checker_(setup), placers_(1) {
    open_sources();
    const auto ignore = [](const Error&) {
    }; // only what is done can fail so
    const bool is_forced = setup.config.scraping.mode == config::ScrapeMode::force;
    lookups_ = std::make_unique<Lookups>(
        Lookups::Services{setup,
                          library,
                          askers_,
                          is_forced ? setup.clock.unix_ms() : std::int64_t{0},
                          ignore,
                          [](const auto&) {},
                          [](const auto&, const auto&) {},
                          nullptr});
    media_ = std::make_unique<MediaWork>(MediaWork::Services{
        setup, library, askers_, loop_, placers_, checker_, ignore, [](const auto&) {}, 0});
}

void Explaining::open_sources() {
    for (const auto& source : setup_.sources) {
        auto asker = Asker::create(source,
                                   {setup_,
                                    loop_,
                                    transport_,
                                    answers_,
                                    nullptr,
                                    false,
                                    [](const auto&, const auto&) {},
                                    [](const auto&) {
                                    }});
        if (asker) {
            askers_.push_back(*std::move(asker));
        } else {
            unusable_.emplace(source.component->id, asker.error().message);
        }
    }
}

Result<Why> Explaining::explain(const std::string& system, const std::string& key) {
    const auto found = std::find_if(setup_.systems.begin(),
                                    setup_.systems.end(),
                                    [&](const auto& one) { return one.name == system; });
    if (found == setup_.systems.end()) {
        return Error{Errc::not_found, "there is no system \"" + system + "\""};
    }
    why_.now_unix_ms = setup_.clock.unix_ms();
    why_.has_library = library_ != nullptr;
    CURATEUR_CHECK(enter(*found, key));
    if (item_ == nullptr) {
        add_unlisted(key);
        return std::move(why_);
    }
    add_rom();
    CURATEUR_CHECK(add_evidence());
    CURATEUR_CHECK(media_->load());
    if (why_.rom.playlist.empty()) {
        lookups_->forget_what_contradicts(*item_);
    }
    item_->wanted = media_->missing(*item_);
    if (library_ != nullptr) {
        CURATEUR_TRY(records_, records_of(*item_, *library_, setup_.config));
    }
    CURATEUR_CHECK(add_sources());
    CURATEUR_CHECK(add_fields());
    CURATEUR_CHECK(add_media());
    if (item_->known != nullptr) {
        why_.decision = item_->known->decision;
    }
    add_next();
    return std::move(why_);
}

// As a run takes it up.
Status Explaining::enter(const systems::System& system, const std::string& key) {
    system_.scan = scan_system(system, setup_.config, setup_.stop);
    auto& rom = why_.rom;
    rom.system = system.name;
    rom.platform = system_.scan.platform;
    rom.key = key;
    rom.file = system.path / key;
    const auto& entries = system_.scan.entries;
    const auto found = std::find_if(
        entries.begin(), entries.end(), [&](const auto& one) { return one.key == key; });
    if (found == entries.end()) {
        return ok();
    }
    for (const auto& output : setup_.outputs) {
        system_.outputs.push_back(take_inventory(setup_, output, system_.scan));
    }
    system_.pending.resize(system_.outputs.size());
    system_.agreed.resize(system_.outputs.size());
    count_titles(system_);
    if (library_ != nullptr) {
        CURATEUR_TRY(const auto before, library_->load_system(system.name));
        const auto renames = renames_in(system_.scan, before);
        const auto own = std::find_if(
            renames.begin(), renames.end(), [&](const auto& one) { return one.to == key; });
        rom.renamed_from = own != renames.end() ? own->from : "";
    }
    CURATEUR_CHECK(join_store(system_, setup_, library_));
    item_ = make_item(system_, static_cast<std::size_t>(found - entries.begin()), setup_, library_);
    if (item_->scanned.playlist != k_none) {
        rom.playlist = entries[item_->scanned.playlist].key;
        const auto* const playlist = system_.known.find(rom.playlist);
        item_->lookups = playlist != nullptr ? playlist->lookups : item_->lookups;
    }
    stored_ = item_->lookups;
    return ok();
}

// A file below the system's folder that a scan does not make an entry of.
void Explaining::add_unlisted(const std::string& key) {
    auto& rom = why_.rom;
    const auto& scan = system_.scan;
    rom.scope = WhyRom::Scope::not_listed;
    for (const auto& skipped : scan.skipped) {
        if (skipped.key == key || key.starts_with(skipped.key + "/")) {
            rom.reason = (skipped.key == key ? "" : skipped.key + ": ") + skipped.reason;
        }
    }
    const auto& known = scan.system.extensions;
    const std::string extension(walk::extension_of(rom.file.filename().string()));
    const auto around =
        std::find_if(scan.entries.begin(), scan.entries.end(), [&](const ScannedEntry& one) {
            return one.is_directory && key.starts_with(one.key + "/");
        });
    if (!rom.reason.empty()) {
        return;
    }
    if (!scan.problem.message.empty()) {
        rom.reason = scan.problem.message;
    } else if (around != scan.entries.end()) {
        rom.reason = "it belongs to " + around->key + ", a folder that counts as one game";
    } else if (!setup_.config.scraping.show_hidden &&
               (key.starts_with('.') || key.find("/.") != std::string::npos)) {
        rom.reason = "it is hidden: its name begins with a dot (scraping.show_hidden)";
    } else if (std::find(known.begin(), known.end(), extension) == known.end()) {
        rom.reason =
            "\"" + extension + "\" is none of the system's suffixes: " + core::comma_list(known);
    } else {
        rom.reason = "the scan does not show it";
    }
}

void Explaining::add_rom() {
    auto& rom = why_.rom;
    rom.is_known = item_->known != nullptr;
    rom.wishes = item_->wishes;
    rom.tags = item_->tags;
    if (is_left_alone(*item_)) {
        rom.scope = item_->wishes.ignored && item_->scanned.why_skipped.empty()
                        ? WhyRom::Scope::ignored
                    : item_->scanned.is_no_game ? WhyRom::Scope::no_game
                                                : WhyRom::Scope::filtered;
        rom.reason = item_->detail;
    }
}

Status Explaining::add_evidence() {
    auto& evidence = why_.evidence;
    evidence.form = item_->form;
    if (library_ == nullptr || item_->entry == 0) {
        return ok();
    }
    CURATEUR_TRY(evidence.pieces, library_->evidence_of_entry(item_->entry));
    CURATEUR_TRY(evidence.origin, library_->evidence_origin(item_->entry));
    using Freshness = WhyEvidence::Freshness;
    const auto& stat = item_->known->stat;
    evidence.freshness = is_as_it_was(*item_)                                 ? Freshness::current
                         : stat && stat->mtime_ns == store::k_untrusted_mtime ? Freshness::unsure
                                                                              : Freshness::changed;
    item_->game.evidence = evidence.pieces;
    return ok();
}

// Those of today in the user's order, then all that were ever asked.
Status Explaining::add_sources() {
    std::vector<std::string> ids = setup_.config.scraping.sources;
    for (const auto& known : stored_) {
        if (std::find(ids.begin(), ids.end(), known.source) == ids.end()) {
            ids.push_back(known.source);
        }
    }
    for (const auto& id : ids) {
        CURATEUR_CHECK(add_source(id));
    }
    return ok();
}

Status Explaining::add_source(const std::string& id) {
    WhySource source;
    source.source = id;
    const auto stored = std::find_if(
        stored_.begin(), stored_.end(), [&](const auto& one) { return one.source == id; });
    if (stored != stored_.end()) {
        source.lookup = stored->lookup;
        source.counts = item_->lookup_of(id) != nullptr;
        source.record_unix_ms = stored->record_unix_ms;
    }
    const bool has_record = source.lookup && source.lookup->state == LookupState::have;
    if (has_record) {
        CURATEUR_TRY(const auto record, library_->find_record(id, source.lookup->source_id));
        for (const auto& value : record ? record->values : std::vector<core::Value>()) {
            if (value.field == "name" && source.name.empty()) {
                source.name = value.text;
            }
        }
    }
    if (source.lookup && source.lookup->state == LookupState::undecided && item_->entry != 0) {
        const auto* const playlist = system_.known.find(why_.rom.playlist);
        CURATEUR_TRY(source.candidates,
                     library_->find_choice(playlist != nullptr ? playlist->id : item_->entry, id));
    }
    source.obstacle = obstacle_of(id);
    auto* const asker = asker_of(id);
    if (asker != nullptr) {
        if (source.obstacle.empty()) {
            source.next = lookups_->decide(*item_, *asker);
        }
        source.lacking =
            has_record ? std::vector<std::string>() : lacking(*item_, asker->facts(), library_);
        if (library_ != nullptr) {
            for (auto& kept : lookups_->kept_answers(item_, *asker)) {
                source.answers.push_back({kept.request.covers, std::move(kept.answer)});
            }
        }
    }
    why_.sources.push_back(std::move(source));
    return ok();
}

Asker* Explaining::asker_of(const std::string& id) const {
    const auto found = std::find_if(
        askers_.begin(), askers_.end(), [&](const auto& one) { return one->id() == id; });
    return found == askers_.end() ? nullptr : found->get();
}

// What keeps a run from asking a source about this entry, whatever is known; "": nothing does.
std::string Explaining::obstacle_of(const std::string& id) {
    if (const auto unusable = unusable_.find(id); unusable != unusable_.end()) {
        return unusable->second;
    }
    auto* const asker = asker_of(id);
    const auto mode = setup_.config.scraping.mode;
    if (asker == nullptr) {
        return "it is none of the sources that are asked (scraping.sources)";
    }
    if (why_.rom.scope != WhyRom::Scope::in) {
        return why_.rom.reason;
    }
    if (!why_.rom.playlist.empty()) {
        return why_.rom.playlist + " is asked for in its place";
    }
    if (!system_.is_writable()) {
        return "no document of the system can be written";
    }
    if (mode == config::ScrapeMode::skip) {
        return "nobody is asked (scraping.scrape_mode: skip)";
    }
    if (mode == config::ScrapeMode::new_only && is_listed(*item_)) {
        return "it is in the gamelist already (scraping.scrape_mode: new_only)";
    }
    const auto& scan = system_.scan;
    if (!item_->wishes.pins.contains(id) &&
        asker->natives(scan.system.name, scan.platform).empty()) {
        return "it does not know the platform" +
               (scan.platform.empty() ? "" : " \"" + scan.platform + "\"");
    }
    return {};
}

void Explaining::add_next() {
    auto& next = why_.next;
    if (why_.rom.scope != WhyRom::Scope::in || !system_.is_writable()) {
        return;
    }
    using Freshness = WhyEvidence::Freshness;
    const auto& evidence = why_.evidence;
    const bool asks = std::any_of(why_.sources.begin(), why_.sources.end(), [](const auto& one) {
        return one.next && one.next->asks();
    });
    const bool has_changed = !item_->scanned.is_directory && item_->known != nullptr &&
                             item_->known->stat && evidence.freshness != Freshness::current;
    if (has_changed || (asks && evidence.freshness != Freshness::current)) {
        next.emplace_back(!has_changed ? "reads the file"
                          : evidence.freshness == Freshness::unsure
                              ? "reads the file once more, to be sure"
                              : "reads the file again: it has changed");
    }
    for (const auto& source : why_.sources) {
        if (source.next && source.next->asks()) {
            next.push_back("asks " + source.source);
        }
    }
    std::vector<std::string> kinds;
    for (const auto& medium : why_.media) {
        const bool wants = medium.state == MediaWork::Place::State::missing ||
                           medium.state == MediaWork::Place::State::bad;
        const bool can =
            std::any_of(medium.candidates.begin(), medium.candidates.end(), [](const auto& one) {
                return one.ranked.is_tried && !one.ranked.bad;
            });
        if (wants && can && setup_.config.scraping.mode != config::ScrapeMode::skip &&
            has_media_left(*item_, setup_.config) &&
            std::find(kinds.begin(), kinds.end(), medium.kind) == kinds.end()) {
            kinds.push_back(medium.kind);
        }
    }
    if (!kinds.empty()) {
        next.push_back("fetches " + core::comma_list(kinds));
    }
    for (const auto& document : why_.documents) {
        if (!document.changes.empty()) {
            next.push_back("writes " + core::comma_list(document.changes) + " into " +
                           document.path);
        }
    }
}

} // namespace curateur::pipeline
