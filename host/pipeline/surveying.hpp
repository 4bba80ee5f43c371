// How a library stands, gathered for the report: what the store knows, what the folders and
// documents hold. Asks nobody and changes nothing.
#pragma once

#include "pipeline/inventory.hpp"
#include "report/survey.hpp"

#include <map>

namespace curateur::pipeline {

// One system's games, as the report shows them.
class SystemSurvey {
public:
    // report_folder: canonical; pictures are linked from there.
    SystemSurvey(const Setup& setup,
                 const store::Library* library,
                 Scan scan,
                 const std::filesystem::path& report_folder);

    // Reads documents, media folders and the store. Before all else.
    [[nodiscard]] Status gather();

    [[nodiscard]] const report::SystemHead& head() const { return head_; }

    [[nodiscard]] std::size_t size() const { return scan_.entries.size(); }

    [[nodiscard]] Result<report::Game> game(std::size_t entry);

private:
    // A file of ours that is not good, or is.
    struct Ours {
        std::string reason;
        bool is_bad = false, is_poor = false;
        std::uint64_t size = 0;
        std::int64_t mtime_ns = 0;
    };

    struct Place {
        OutputState* output = nullptr;
        const Slot* slot = nullptr;
        const media::FolderListing* listing = nullptr;
        std::string url; // of its folder, from the report's
        bool is_wanted = false;
    };

    // An entry on its way to be a report::Game.
    struct Subject;

    void list_places();
    void list_fields();
    [[nodiscard]] Status load_assets();
    void judge(Subject& subject) const;
    void name(Subject& subject) const;
    [[nodiscard]] Status look_at_media(Subject& subject);
    [[nodiscard]] Result<report::GameMedium>
    medium(Subject& subject, const Place& place, std::string* file);
    [[nodiscard]] Result<report::GameMedium> absent(Subject& subject, const Place& place);
    [[nodiscard]] report::GameMedium present(const std::filesystem::path& file) const;
    void add_steps(Subject& subject) const;

    const Setup& setup_;
    const store::Library* library_;
    Scan scan_;
    std::filesystem::path report_folder_;
    report::SystemHead head_;
    std::vector<std::unique_ptr<OutputState>> outputs_;
    std::vector<std::vector<Place>> places_; // one a kind of the head
    std::vector<std::size_t> covers_;        // kinds that stand for a game's cover, best first
    store::KnownEntries known_;
    std::unordered_map<std::string, Ours> ours_; // by path
};

} // namespace curateur::pipeline
