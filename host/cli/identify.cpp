#include "cli/identify.hpp"

#include "cli/guess_system.hpp"
#include "cli/show_identified.hpp"
#include "pipeline/scan.hpp"

#include <algorithm>
#include <cstdio>
#include <system_error>

namespace curateur::cli {
namespace fs = std::filesystem;

namespace {

constexpr int k_usage = 2, k_something_failed = 3, k_signal = 128;

std::string extension_of(const fs::path& path) {
    return path.extension().string();
}

bool is_listed(const systems::System& system, const std::string& extension) {
    return std::find(system.extensions.begin(), system.extensions.end(), extension) !=
           system.extensions.end();
}

// One call of the verb.
class Inspection {
public:
    Inspection(const IdentifyCall& call, SystemGuesser guesser, std::stop_token stop)
        : call_(call), guesser_(std::move(guesser)), stop_(std::move(stop)) {}

    void look_at(const std::string& operand) {
        std::error_code error;
        const auto path = fs::absolute(operand, error).lexically_normal();
        const auto status = fs::status(path, error);
        const auto shown = fs::path(operand);
        if (!fs::is_directory(status)) {
            look_at_file(shown, path, guesser_.of(path), false);
            return;
        }
        // "roms/" and "roms" are one folder.
        const auto folder = path.has_filename() ? path : path.parent_path();
        const auto guess = guesser_.of(folder);
        const auto suffix = extension_of(folder);
        const bool is_entry =
            guess.system == nullptr ? guesser_.is_known(suffix) : is_listed(*guess.system, suffix);
        if (is_entry && guess.root != folder) {
            look_at_file(shown, folder, guess, true);
        } else {
            look_into(shown, folder);
        }
    }

    [[nodiscard]] const Totals& totals() const { return totals_; }

    void finish(int exit_status) const {
        if (call_.json) {
            print(json_of(totals_, exit_status));
        } else if (totals_.files != 1) {
            print(text_of(totals_));
        }
    }

private:
    static void print(const std::string& text) {
        std::fwrite(text.data(), 1, text.size(), stdout);
        std::fflush(stdout); // a long look is followed while it goes on
    }

    void tell(const Inspected& one) {
        totals_.add(one);
        if (!call_.json && totals_.files > 1) {
            print("\n");
        }
        print(call_.json ? json_of(one) : text_of(one));
    }

    static pipeline::Scan scan_in(const Guess& guess) {
        systems::System system = guess.system == nullptr ? systems::System() : *guess.system;
        system.path = guess.root;
        return pipeline::scan_of(system, {});
    }

    void
    look_at_file(const fs::path& shown, const fs::path& path, const Guess& guess, bool folder) {
        const auto scan = scan_in(guess);
        pipeline::ScannedEntry entry;
        entry.key = path.lexically_relative(guess.root).string();
        entry.is_directory = folder;
        entry.why_skipped = pipeline::why_no_game(scan, entry.key);
        look_at_entry(shown, scan, entry, guess.how);
    }

    void look_at_entry(const fs::path& shown,
                       const pipeline::Scan& scan,
                       const pipeline::ScannedEntry& entry,
                       const std::string& how) {
        Inspected one;
        one.path = shown.string();
        one.file_name = fs::path(entry.key).filename().string();
        one.system = scan.system.name;
        one.system_by = how;
        one.platform = scan.platform;
        if (!entry.why_skipped.empty() || entry.playlist != pipeline::k_none) {
            one.finding = Finding::skipped;
            one.reason = entry.why_skipped.empty()
                             ? "a part of " + scan.entries.at(entry.playlist).key +
                                   ", which is asked for in its place"
                             : entry.why_skipped;
            tell(one);
            return;
        }
        pipeline::IdentifyRules rules;
        rules.all_digests = call_.all_digests;
        rules.digest_size_limit =
            call_.all_digests ? 0 : config::Config().runtime.digest_size_limit;
        auto found = pipeline::identify_entry(scan, entry, rules, stop_);
        if (found) {
            one.identified = *std::move(found);
            one.finding = finding_of(one.identified);
        } else if (found.error().code == Errc::cancelled) {
            return;
        } else {
            one.reason = found.error().message;
        }
        tell(one);
    }

    // What a scan would look at in a folder: of one system, or of the systems whose folders are in
    // it, or whatever has a suffix that some system knows.
    void look_into(const fs::path& shown, const fs::path& folder) {
        const auto guess = guesser_.of_folder(folder);
        if (guess.system != nullptr) {
            scan_folder(shown, folder, guess);
            return;
        }
        std::vector<std::string> names;
        std::error_code error;
        for (fs::directory_iterator it(folder, error), end; !error && it != end;
             it.increment(error)) {
            std::error_code ignored;
            const auto name = it->path().filename().string();
            if (it->is_directory(ignored) && guesser_.of_folder(it->path()).system != nullptr) {
                names.push_back(name);
            }
        }
        std::sort(names.begin(), names.end());
        for (const auto& name : names) {
            scan_folder(shown / name, folder / name, guesser_.of_folder(folder / name));
        }
        if (names.empty()) {
            scan_folder(shown, folder, guess);
        }
    }

    void scan_folder(const fs::path& shown, const fs::path& folder, const Guess& guess) {
        systems::System system = guess.system == nullptr ? systems::System() : *guess.system;
        system.path = guess.root;
        if (guess.system == nullptr) {
            system.extensions = guesser_.extensions();
        }
        config::Config config;
        if (folder != guess.root) {
            config.scraping.roms_only = {folder};
        }
        const auto scan = pipeline::scan_system(system, config, stop_);
        if (!scan.problem.message.empty()) {
            Inspected one;
            one.path = shown.string();
            one.file_name = folder.filename().string();
            one.reason = scan.problem.message;
            tell(one);
            return;
        }
        for (const auto& entry : scan.entries) {
            if (stop_.stop_requested()) {
                return;
            }
            const auto path = scan.system.path / entry.key;
            const auto as_shown = shown / path.lexically_relative(folder);
            if (guess.system == nullptr) {
                look_at_file(as_shown, path, guesser_.of(path), entry.is_directory);
            } else {
                look_at_entry(as_shown, scan, entry, guess.how);
            }
        }
    }

    const IdentifyCall& call_;
    SystemGuesser guesser_;
    std::stop_token stop_;
    Totals totals_;
};

} // namespace

int identify_files(const IdentifyCall& call, const platform::SignalWatcher& signals) {
    auto guesser = SystemGuesser::create(call.system);
    if (!guesser) {
        std::fprintf(stderr, "curateur: %s\n", guesser.error().message.c_str());
        return k_usage;
    }
    Inspection inspection(call, *std::move(guesser), signals.token());
    for (const auto& file : call.files) {
        if (!signals.token().stop_requested()) {
            inspection.look_at(file);
        }
    }
    const int status = signals.caught() != 0             ? k_signal + signals.caught()
                       : inspection.totals().failed != 0 ? k_something_failed
                                                         : 0;
    inspection.finish(status);
    return status;
}

} // namespace curateur::cli
