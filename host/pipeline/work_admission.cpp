// Entries are let into the run, one after the other.
#include "pipeline/work.hpp"

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_at_once = 256; // entries looked at before the loop sees to other things
constexpr std::size_t k_ahead = 64;    // entries that are identified before they can be asked for

} // namespace

void Work::admit() {
    if (is_admitting_) {
        return; // an entry that needed nothing settles within begin()
    }
    is_admitting_ = true;
    std::size_t begun = 0;
    while (!is_stopping_ && admitting_ < systems_.size()) {
        auto& system = *systems_[admitting_];
        prepare(admitting_);
        if (!system.is_prepared || identifying_ >= k_ahead || ready_.size() >= k_ahead) {
            break;
        }
        if (system.next >= system.scan.entries.size()) {
            ++admitting_;
            finish_if_done(system);
            continue;
        }
        if (begun++ == k_at_once) {
            loop_.post([this] { admit(); });
            break;
        }
        prepare_ahead();
        begin(system, system.next++);
    }
    is_admitting_ = false;
}

ItemPtr Work::make_item(SystemRun& system, std::size_t index) {
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
    take_wishes(*item);
    return item;
}

// By its name; and by its bytes, once they are known.
void Work::take_wishes(Item& item) {
    if (setup_.overrides.by_rom.empty() && setup_.overrides.by_sha1.empty()) {
        return;
    }
    std::vector<core::Evidence> remembered;
    const auto* evidence = &item.game.evidence;
    if (!setup_.overrides.by_sha1.empty() && evidence->empty() && item.entry != 0 &&
        library_ != nullptr) {
        if (auto found = library_->evidence_of_entry(item.entry)) {
            remembered = *std::move(found);
            evidence = &remembered;
        }
    }
    std::vector<std::string_view> sha1s;
    for (const auto& one : *evidence) {
        sha1s.emplace_back(one.sha1);
    }
    item.wishes = setup_.overrides.find(item.name(), sha1s);
}

void Work::begin(SystemRun& system, std::size_t index) {
    const auto item = make_item(system, index);
    ++system.open;
    if (is_left_alone(*item)) {
        settle(item);
    } else if (!waits_for_playlist(item)) {
        consider(item);
    }
}

bool Work::is_left_alone(Item& item) {
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

} // namespace curateur::pipeline
