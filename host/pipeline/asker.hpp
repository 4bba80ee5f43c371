// One source at work: questions and downloads go in, answers come out, and between them are its
// limits, its secrets, its retries and its end. All of it runs on the loop's thread.
#pragma once

#include "net/engine.hpp"
#include "net/retry.hpp"
#include "pipeline/limits.hpp"
#include "pipeline/loop.hpp"
#include "pipeline/setup.hpp"
#include "plugin/source_instance.hpp"
#include "store/answers.hpp"

#include <map>
#include <memory>

namespace curateur::pipeline {

// What was sent on behalf of one system.
struct Traffic {
    std::uint64_t requests = 0, bytes = 0;
};

// Why nothing more is asked of a source.
struct Ending {
    std::string stopped_by; // "quota", "closed", "misses", "rate_limited"; "" when it failed
    std::string message;
    bool needs_user = false; // over until the user acts; else a later run goes on
};

struct Reply {
    enum class Kind { records, miss, failed, unsupported, deferred };
    Kind kind = Kind::deferred;
    std::vector<core::Record> records;
    std::uint32_t covers = 0;   // ways that a miss settles
    std::string reason, detail; // a word, and a sentence
};

struct Fetched {
    enum class Kind {
        ok,
        absent,
        failed,
        deferred,
        unchanged,
        broken
    }; // broken: more than promised
    Kind kind = Kind::deferred;
    platform::Digests digests;
    std::string detail;
    bool disk_failed = false;
};

class Asker {
public:
    struct Services {
        const Setup& setup;
        Loop& loop;
        net::Engine& engine;
        store::AnswerCache* answers = nullptr; // nullptr: none is kept
        std::function<void(const std::string& source, const Ending&)> on_end;
        std::function<void(const std::string& message)> warn;
    };

    // Errc::invalid with the plugin's own sentence when its settings cannot work.
    [[nodiscard]] static Result<std::unique_ptr<Asker>> create(const SourceSetup& setup,
                                                               Services services);

    [[nodiscard]] const std::string& id() const { return setup_.component->id; }

    [[nodiscard]] const SourceFacts& facts() const { return facts_; }

    [[nodiscard]] bool is_open() const { return !ending_; }

    [[nodiscard]] const std::optional<Ending>& ending() const { return ending_; }

    // What the source calls the platform of a system, first is asked; empty: it does not know it.
    [[nodiscard]] std::vector<std::string> natives(const std::string& system,
                                                   const std::string& platform) const;

    // Whose question or medium it is.
    struct About {
        std::string system; // "snes"
        std::string entry;  // "snes/Game.sfc", for messages
    };

    // done: once, from the loop; at once when nothing has to be sent. traffic outlives the answer.
    void ask(core::Query query,
             About about,
             bool use_cache,
             Traffic& traffic,
             std::function<void(Reply)> done);

    struct Download {
        core::Request request;
        std::filesystem::path file;
        std::uint64_t max_bytes = 0;
        std::optional<std::uint64_t> size; // promised
        std::string about;                 // "snes/Game.sfc", for messages
    };

    void fetch(Download download, Traffic& traffic, std::function<void(Fetched)> done);

    // What was sent on behalf of none of the systems.
    [[nodiscard]] const Traffic& overhead() const { return overhead_; }

    // Requests that may be on their way at once, over all lanes.
    [[nodiscard]] std::uint32_t concurrency() const;

    void end(Ending ending);

private:
    struct Question;
    struct Sending;

    struct Bucket {
        net::LaneId lane = 0;
        Limits limits;
        std::int64_t paused_until_ms = 0; // steady
    };

    Asker(const SourceSetup& setup, Services services, plugin::SourceInstance instance);

    Bucket& bucket(const std::string& name);
    void apply(Bucket& bucket);
    void learn(const std::vector<core::Account>& accounts);
    void end_of_day();
    void ask_account();

    void take(const std::shared_ptr<Question>& question,
              plugin::Pushed pushed,
              const core::Request* request);
    void finish(const std::shared_ptr<Question>& question);
    void send(const std::shared_ptr<Sending>& sending);
    bool answer_from_cache(const std::shared_ptr<Sending>& sending);
    void join_or_submit(const std::shared_ptr<Sending>& sending, std::int64_t delay_ms);
    std::vector<std::shared_ptr<Sending>> take_joined(const std::shared_ptr<Sending>& sending);
    void submit(const std::shared_ptr<Sending>& sending, std::int64_t delay_ms);
    void arrived(const std::shared_ptr<Sending>& sending, net::Completion completion);
    void parse(const std::shared_ptr<Sending>& sending, const plugin::Answer& answer);
    void downloaded(const std::shared_ptr<Sending>& sending, const plugin::Answer& answer);
    void answered();
    void keep(const Sending& sending, const plugin::Answer& answer);
    void refused(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal);
    void no_answer(const std::shared_ptr<Sending>& sending, const net::Completion& completion);
    void give_up(const std::shared_ptr<Sending>& sending,
                 Reply::Kind kind,
                 const std::string& reason,
                 const std::string& detail);
    bool retry(const std::shared_ptr<Sending>& sending, std::int64_t retry_after_ms, int most);
    void wait(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal);
    void wait_closed(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal);
    [[nodiscard]] std::int64_t timeout_ms(const Sending& sending, const Limits& limits) const;

    const SourceSetup& setup_;
    Services services_;
    SourceFacts facts_;
    plugin::SourceInstance instance_;
    std::map<std::string, Bucket> buckets_;
    // Requests on their way, by what makes them the same: who asks for the same joins them.
    std::map<std::string, std::vector<std::shared_ptr<Sending>>> joined_;
    std::optional<Ending> ending_;
    std::minstd_rand chance_{std::random_device{}()};
    Traffic overhead_;
    int closed_ = 0, faults_ = 0;
    bool knows_account_ = false, warned_of_quota_ = false;
};

} // namespace curateur::pipeline
