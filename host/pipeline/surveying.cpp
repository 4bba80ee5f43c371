#include "pipeline/surveying.hpp"

#include "registry/registry.hpp"
#include "report/markup.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

// The picture that stands for a game, best first.
constexpr std::array<std::string_view, 6> k_cover_kinds{
    "cover", "box_3d", "mix", "screenshot", "title_screen", "logo"};

std::size_t place_in_registry(std::string_view kind) {
    const auto& kinds = registry::media_kinds();
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.name == kind; });
    return static_cast<std::size_t>(found - kinds.begin());
}

// The folder as it really lies, if it is there.
fs::path real(const fs::path& path) {
    std::error_code error;
    auto found = fs::weakly_canonical(path, error);
    return error ? path.lexically_normal() : found;
}

} // namespace

SystemSurvey::SystemSurvey(const Setup& setup,
                           const store::Library* library,
                           Scan scan,
                           const fs::path& report_folder)
    : setup_(setup), library_(library), scan_(std::move(scan)), report_folder_(report_folder) {
    head_.name = scan_.system.name;
    head_.full_name = scan_.system.full_name.empty() ? scan_.system.name : scan_.system.full_name;
    head_.folder = scan_.system.path.string();
}

Status SystemSurvey::gather() {
    for (const auto& output : setup_.outputs) {
        outputs_.push_back(take_inventory(setup_, output, scan_));
    }
    std::vector<Rename> renames;
    if (library_ != nullptr) {
        CURATEUR_TRY(known_, library_->load_system(scan_.system.name));
        renames = renames_in(scan_, known_);
        for (const auto& rename : renames) {
            known_.rename(rename.from, rename.to);
        }
        CURATEUR_CHECK(load_assets());
    }
    for (auto& output : outputs_) {
        refuse_if_unmounted(*output, setup_, scan_, renames);
        if (!output->refused.empty()) {
            head_.notes.push_back(output->refused);
        }
    }
    list_places();
    list_fields();
    return ok();
}

// Every slot of every output that could be read, by kind. A kind that no output wants is shown if
// there is any file of it.
void SystemSurvey::list_places() {
    std::map<std::size_t, std::vector<Place>> by_kind;
    std::set<std::size_t> shown;
    for (const auto& output : outputs_) {
        for (std::size_t i = 0; i < output->listings.size(); ++i) {
            const auto& slot = output->facts.slots[i];
            const auto folder = fs::path(output->target.media_dir) / slot.folder;
            const bool is_wished = is_wanted(setup_.config.media, slot);
            const auto kind = place_in_registry(slot.kind);
            by_kind[kind].push_back(
                {output.get(),
                 &slot,
                 &output->listings[i],
                 report::url_path(real(folder).lexically_relative(report_folder_).native()) + "/",
                 is_wished});
            if (is_wished || !output->listings[i].is_empty()) {
                shown.insert(kind);
            }
        }
    }
    for (const auto kind : shown) {
        head_.kinds.emplace_back(by_kind[kind].front().slot->kind);
        places_.push_back(std::move(by_kind[kind]));
    }
    for (const auto kind : k_cover_kinds) {
        const auto found = std::find(head_.kinds.begin(), head_.kinds.end(), kind);
        if (found != head_.kinds.end()) {
            covers_.push_back(static_cast<std::size_t>(found - head_.kinds.begin()));
        }
    }
}

void SystemSurvey::list_fields() {
    for (const auto& field : registry::fields()) {
        const auto name = std::string(field.name);
        if (std::any_of(outputs_.begin(), outputs_.end(), [&](const auto& output) {
                return output->facts.managed.contains(name);
            })) {
            head_.fields.push_back(name);
        }
    }
}

Status SystemSurvey::load_assets() {
    return library_->each_asset(scan_.system.name, [this](store::Asset&& asset) {
        ours_.emplace(std::move(asset.path),
                      Ours{std::move(asset.reason),
                           asset.verdict == "bad",
                           asset.verdict == "poor",
                           asset.size,
                           asset.mtime_ns});
    });
}

} // namespace curateur::pipeline
