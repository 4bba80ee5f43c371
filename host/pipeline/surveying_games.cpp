// One game as the report shows it.
#include "media/candidates.hpp"
#include "net/wire.hpp"
#include "pipeline/lookups.hpp"
#include "pipeline/media_files.hpp"
#include "pipeline/surveying.hpp"
#include "report/markup.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

using report::Have;
using report::State;
using store::LookupState;

namespace {

constexpr std::array<std::string_view, 8> k_shown_by_browsers{
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".svg", ".avif"};

bool is_picture(const fs::path& file) {
    const auto extension = file.extension().string();
    return std::find(k_shown_by_browsers.begin(), k_shown_by_browsers.end(), extension) !=
           k_shown_by_browsers.end();
}

// Of several outputs, the one that has the most to complain of; what one does not want, another
// may.
report::GameMedium worse(report::GameMedium left, report::GameMedium right) {
    const auto weight = [](const report::GameMedium& one) {
        return one.have == Have::unwanted ? -1 : static_cast<int>(one.have);
    };
    return weight(right) > weight(left) ? std::move(right) : std::move(left);
}

std::optional<State> state_of(std::string_view status) {
    for (const auto state :
         {State::not_found, State::failed, State::needs_choice, State::skipped, State::deferred}) {
        if (status == report::name_of(state)) {
            return state;
        }
    }
    return std::nullopt;
}

State state_of(LookupState state) {
    switch (state) {
    case LookupState::have:
        return State::found;
    case LookupState::absent:
        return State::not_found;
    case LookupState::undecided:
        return State::needs_choice;
    default:
        return State::failed;
    }
}

} // namespace

struct SystemSurvey::Subject {
    const ScannedEntry& scanned;
    const store::KnownEntry* known = nullptr;
    config::GameOverride wishes = {};
    plugin::Game game = {}; // for the outputs
    report::Game shown = {};
    std::optional<std::vector<core::Record>> records = {}; // read when they are needed
    std::vector<std::string> files = {};                   // of each kind, its URL; "": none
};

Result<report::Game> SystemSurvey::game(std::size_t at) {
    Subject subject{scan_.entries[at]};
    const auto& key = subject.scanned.key;
    subject.known = known_.find(key);
    subject.game.key = key;
    subject.game.form = form_of(subject.scanned, scan_.identity);
    subject.game.is_directory = subject.scanned.is_directory;
    subject.shown.file = key;
    if (!setup_.overrides.by_rom.empty() || !setup_.overrides.by_sha1.empty()) {
        std::vector<core::Evidence> evidence;
        if (subject.known != nullptr && !setup_.overrides.by_sha1.empty()) {
            CURATEUR_TRY(evidence, library_->evidence_of_entry(subject.known->id));
        }
        std::vector<std::string_view> sha1s;
        sha1s.reserve(evidence.size());
        for (const auto& one : evidence) {
            sha1s.emplace_back(one.sha1);
        }
        subject.wishes = setup_.overrides.find(scan_.system.name + "/" + key, sha1s);
    }
    judge(subject);
    name(subject);
    CURATEUR_CHECK(look_at_media(subject));
    add_steps(subject);
    return std::move(subject.shown);
}

// What became of it: the run's last word, unless a record is there.
void SystemSurvey::judge(Subject& subject) const {
    auto& shown = subject.shown;
    if (!subject.scanned.why_skipped.empty() || subject.wishes.ignored) {
        shown.state = State::skipped;
        shown.reason = subject.wishes.ignored ? "ignored, as overrides.yaml says"
                                              : subject.scanned.why_skipped;
        return;
    }
    if (subject.known == nullptr) {
        return;
    }
    const auto& decision = subject.known->decision;
    const store::KnownLookup* last = nullptr;
    for (const auto& one : subject.known->lookups) {
        if (last == nullptr || one.lookup.state == LookupState::have) {
            last = &one;
        }
        if (last->lookup.state == LookupState::have) {
            break;
        }
    }
    const auto decided = state_of(decision.status);
    if (last != nullptr && last->lookup.state == LookupState::have) {
        shown.source = last->source;
        shown.source_id = last->lookup.source_id;
        shown.matched_by = last->lookup.matched_by;
        const bool has_failed = decided == State::failed;
        shown.state = has_failed ? State::failed : State::found;
        shown.reason = has_failed ? decision.detail : "";
    } else if (decided) {
        shown.state = *decided;
        shown.reason = decision.detail;
    } else if (last != nullptr) {
        shown.state = state_of(last->lookup.state);
        shown.reason = last->lookup.reason;
    } else if (!decision.status.empty()) {
        shown.reason = "nothing was missing, so nobody was asked";
    }
    if (shown.state == State::needs_choice && last != nullptr) {
        shown.reason = why_undecided(last->lookup.reason);
        const auto found = library_->find_choice(subject.known->id, last->source);
        for (const auto& one : found ? *found : std::vector<store::FoundGame>()) {
            shown.candidates.push_back({last->source, one.source_id, one.name, one.year});
        }
    }
}

// As the frontend shows it, else the file's; and which fields have no value there.
void SystemSurvey::name(Subject& subject) const {
    const auto key = listed_as(subject.scanned.key);
    auto& shown = subject.shown;
    for (const auto& output : outputs_) {
        const auto* const listed = output->find(key);
        const auto native = output->facts.managed.find("name");
        if (shown.name.empty() && listed != nullptr && native != output->facts.managed.end()) {
            shown.name = listed->fields.find(native->second).value_or("");
        }
    }
    if (shown.name.empty()) {
        const fs::path path(subject.scanned.key);
        shown.name = (subject.scanned.is_directory ? path.filename() : path.stem()).string();
    }
    for (std::size_t i = 0; i < head_.fields.size(); ++i) {
        const bool lacks = std::any_of(outputs_.begin(), outputs_.end(), [&](const auto& output) {
            const auto native = output->facts.managed.find(head_.fields[i]);
            const auto* const listed = output->find(key);
            return native != output->facts.managed.end() &&
                   (listed == nullptr || !listed->fields.contains(native->second));
        });
        if (lacks) {
            shown.lacks.push_back(i);
        }
    }
}

Status SystemSurvey::look_at_media(Subject& subject) {
    auto& shown = subject.shown;
    subject.files.resize(places_.size());
    for (std::size_t kind = 0; kind < places_.size(); ++kind) {
        report::GameMedium all;
        for (const auto& place : places_[kind]) {
            CURATEUR_TRY(auto one, medium(subject, place, &subject.files[kind]));
            all = worse(std::move(all), std::move(one));
        }
        shown.media.push_back(std::move(all));
    }
    for (const auto kind : covers_) {
        const auto have = shown.media[kind].have;
        if (shown.cover.empty() && report::is_there(have) && have != Have::bad) {
            shown.cover = subject.files[kind];
        }
    }
    return ok();
}

Result<report::GameMedium>
SystemSurvey::medium(Subject& subject, const Place& place, std::string* file) {
    const auto stem = stem_of(*place.output, subject.game, *place.slot);
    if (stem.empty()) {
        return report::GameMedium{}; // the output has no place for it
    }
    if (const auto found = place.listing->find(stem, place.slot->formats)) {
        const auto folder = place.output->target.media_dir + "/" + place.slot->folder + "/";
        if (file->empty() && is_picture(*found)) {
            *file = place.url + report::url_path(found->lexically_relative(folder).native());
        }
        return present(*found);
    }
    if (!place.is_wanted || subject.shown.state == State::skipped) {
        return report::GameMedium{};
    }
    if (subject.wishes.locks(place.slot->kind)) {
        return report::GameMedium{Have::locked, ""};
    }
    CURATEUR_TRY(auto missing, absent(subject, place));
    if (missing.have == Have::refused) {
        subject.shown.steps.push_back(
            {report::label_of(place.slot->kind) +
                 ": what the sources have is bad. A file of your own is left alone; its place:",
             place.output->target.media_dir + "/" + place.slot->folder + "/" + stem + "." +
                 (place.slot->formats.empty() ? "png" : place.slot->formats.front())});
    }
    return missing;
}

report::GameMedium SystemSurvey::present(const fs::path& file) const {
    const auto found = ours_.find(file.native());
    if (found == ours_.end()) {
        return {Have::users, ""};
    }
    const auto& ours = found->second;
    if (ours.is_bad && mtime_of(file, ours.size) != ours.mtime_ns) {
        return {Have::users, ""}; // somebody put another there
    }
    return {ours.is_bad ? Have::bad : ours.is_poor ? Have::poor : Have::ours, ours.reason};
}

// Nobody knows the game, nobody has it, it was not asked for yet, or all there is of it is bad.
Result<report::GameMedium> SystemSurvey::absent(Subject& subject, const Place& place) {
    const auto state = subject.shown.state;
    if (subject.shown.source.empty()) {
        const bool is_asked = state == State::not_found || state == State::needs_choice;
        return report::GameMedium{is_asked ? Have::unknown : Have::waiting, ""};
    }
    if (!subject.records) {
        subject.records.emplace();
        for (const auto& one : subject.known->lookups) {
            if (one.lookup.state == LookupState::have) {
                CURATEUR_TRY(auto record, library_->find_record(one.source, one.lookup.source_id));
                if (record) {
                    subject.records->push_back(*std::move(record));
                }
            }
        }
    }
    std::vector<const core::Record*> records;
    records.reserve(subject.records->size());
    for (const auto& record : *subject.records) {
        records.push_back(&record);
    }
    media::Want want;
    want.kind = place.slot->kind;
    want.formats = place.slot->formats;
    std::string reason;
    for (const auto& one : media::candidates(records, want)) {
        CURATEUR_TRY(
            const auto bad,
            library_->find_bad_media(net::cache_key(one.record->source, one.media->request)));
        if (!bad) {
            return report::GameMedium{Have::waiting, ""};
        }
        reason = reason.empty() ? bad->reason : reason;
    }
    return report::GameMedium{reason.empty() ? Have::absent : Have::refused, std::move(reason)};
}

void SystemSurvey::add_steps(Subject& subject) const {
    auto& shown = subject.shown;
    const auto path = report::shell_word((scan_.system.path / shown.file).native());
    const auto rom = report::shell_word(scan_.system.name + "/" + shown.file);
    const auto add = [&](std::string text, std::string command) {
        shown.steps.push_back({std::move(text), std::move(command)});
    };
    const bool has_bad = std::any_of(shown.media.begin(), shown.media.end(), [](const auto& one) {
        return one.have == Have::bad;
    });
    switch (shown.state) {
    case State::needs_choice:
        if (shown.candidates.empty()) {
            add("Choose on the terminal:", "curateur --interactive-search " + path);
        }
        add("It is none of these, or no game: leave it alone.", "curateur ignore " + rom);
        break;
    case State::not_found:
        add("Look for it by its title:", "curateur --enable-search " + path);
        if (subject.known != nullptr && !subject.known->lookups.empty()) {
            add("Say which game it is, by the number that " +
                    subject.known->lookups.front().source + " has for it:",
                "curateur pin " + rom + " " + subject.known->lookups.front().source + ":NUMBER");
        }
        add("It is no game: leave it alone.", "curateur ignore " + rom);
        break;
    case State::failed:
        add("The next run tries again:", "curateur " + path);
        break;
    case State::deferred:
    case State::unasked:
        add(shown.reason.empty() || shown.state == State::deferred ? "The next run asks for it."
                                                                   : "",
            "");
        break;
    default:
        break;
    }
    if (has_bad) {
        add("The next run fetches what is bad anew:", "curateur " + path);
    }
    std::erase_if(shown.steps, [](const auto& one) { return one.text.empty(); });
}

} // namespace curateur::pipeline
