#include "report/faces.hpp"
#include "report/json_object.hpp"

#include <utility>

namespace curateur::report {
namespace {

JsonObject& put(JsonObject& object, const Counts& counts) {
    object.number("total", counts.total);
    for (std::size_t i = 0; i < k_statuses; ++i) {
        object.number(name_of(static_cast<Status>(i)), counts.by_status[i]);
    }
    object.number("media_downloaded", counts.media_downloaded);
    object.number("requests", counts.requests).number("bytes", counts.bytes);
    return object.decimal("seconds", counts.seconds);
}

class Json : public Reporter {
public:
    explicit Json(Sink out) : out_(std::move(out)) {}

    void run_start(const RunStart& run) override {
        out_(JsonObject("run_start")
                 .text("version", run.version)
                 .text("mode", run.mode)
                 .number("systems", run.systems)
                 .line());
    }

    void system_start(const SystemStart& system) override {
        out_(JsonObject("system_start")
                 .text("system", system.system)
                 .text("full_name", system.full_name)
                 .number("total", system.total)
                 .line());
    }

    void entry(const Entry& entry) override {
        out_(JsonObject("entry")
                 .number("index", entry.index)
                 .text("system", entry.system)
                 .text("path", entry.path)
                 .text("status", name_of(entry.status))
                 .text("reason", entry.reason)
                 .text("detail", entry.detail)
                 .text("source", entry.source)
                 .text("game_id", entry.game_id)
                 .text("matched_by", entry.matched_by)
                 .number("media_downloaded", entry.media_downloaded)
                 .line());
    }

    void system_end(const SystemEnd& system) override {
        JsonObject end("system_end");
        end.text("system", system.system);
        out_(put(end, system.counts).line());
    }

    void run_end(const RunEnd& run) override {
        JsonObject end("run_end");
        end.number("systems", run.systems);
        out_(put(end, run.counts)
                 .number("exit_status", static_cast<std::uint64_t>(run.exit_status))
                 .text("stopped_by", run.stopped_by)
                 .number("resume_at", static_cast<std::uint64_t>(run.resume_at_unix_ms / 1000))
                 .line());
    }

    void waiting(const Waiting& waiting) override {
        out_(JsonObject("waiting")
                 .number("until", static_cast<std::uint64_t>(waiting.until_unix_ms / 1000))
                 .text("reason", waiting.reason)
                 .text("message", waiting.message)
                 .line());
    }

    void medium(const Medium& medium) override {
        out_(JsonObject("medium")
                 .text("system", medium.system)
                 .text("path", medium.path)
                 .text("kind", medium.kind)
                 .text("status", name_of(medium.what))
                 .text("reason", medium.reason)
                 .number("wanted", medium.is_wanted ? 1 : 0)
                 .line());
    }

    void media_end(const MediaEnd& end) override {
        out_(JsonObject("media_end")
                 .number("checked", end.checked)
                 .number("bad", end.bad)
                 .number("poor", end.poor)
                 .number("missing", end.missing)
                 .number("changed", end.changed)
                 .number("unreadable", end.unreadable)
                 .number("wanted", end.wanted)
                 .number("exit_status", static_cast<std::uint64_t>(end.exit_status))
                 .line());
    }

    void moved(const Moved& moved) override {
        out_(JsonObject("moved")
                 .text("system", moved.system)
                 .text("path", moved.path)
                 .text("to", moved.to)
                 .text("kind", moved.kind)
                 .text("status", name_of(moved.what))
                 .text("reason", moved.reason)
                 .number("bytes", moved.bytes)
                 .line());
    }

    void moves_end(const MovesEnd& end) override {
        out_(JsonObject("moves_end")
                 .number("moved", end.moved)
                 .number("restored", end.restored)
                 .number("left", end.left)
                 .number("failed", end.failed)
                 .number("bytes", end.bytes)
                 .number("dry_run", end.is_dry ? 1 : 0)
                 .number("exit_status", static_cast<std::uint64_t>(end.exit_status))
                 .line());
    }

    void written(const Written& written) override {
        JsonObject object("report");
        object.text("path", written.index).number("pages", written.pages);
        object.number("systems", written.systems).number("total", written.games);
        for (const auto& [state, games] : written.by_state) {
            object.number(state, games);
        }
        object.number("problems", written.problems).number("media", written.media);
        object.number("media_wanted", written.media_wanted).decimal("seconds", written.seconds);
        out_(object.line());
    }

    void warning(const Warning& warning) override {
        out_(JsonObject("warning")
                 .text("system", warning.system)
                 .text("message", warning.message)
                 .line());
    }

private:
    Sink out_;
};

} // namespace

std::unique_ptr<Reporter> make_json(Sink out) {
    return std::make_unique<Json>(std::move(out));
}

} // namespace curateur::report
