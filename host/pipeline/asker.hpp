// One source at work: questions and downloads go in, answers come out, and between them are its
// limits, its secrets, its retries and its end. All of it runs on the loop's thread.
#pragma once

#include "net/retry.hpp"
#include "net/transport.hpp"
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
    bool needs_user = false;           // over until the user acts; else a later run goes on
    std::int64_t retry_at_unix_ms = 0; // when there is more to be had; 0: not known

    // Of an entry that is not asked because of it.
    [[nodiscard]] std::string word() const {
        return stopped_by.empty() ? "source_over" : stopped_by;
    }
};

// Requests that may still be sent, over all sources; --max-requests.
struct Budget {
    std::uint64_t most = 0, taken = 0; // most 0: as many as one likes

    [[nodiscard]] bool take() {
        const bool may = most == 0 || taken < most;
        taken += may ? 1 : 0;
        return may;
    }

    void give_back() { --taken; } // it was not sent
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

// Where the account's use of a bucket is kept. Its name tells nobody whose it is.
[[nodiscard]] std::filesystem::path
ledger_file(const Setup& setup, const SourceSetup& source, const std::string& bucket);

class Asker {
public:
    struct Services {
        const Setup& setup;
        Loop& loop;
        net::Transport& engine;
        store::AnswerCache* answers = nullptr; // nullptr: none is kept
        Budget* budget = nullptr;              // nullptr: none
        bool was_closed = false;               // when it was asked last, an hour or less ago
        std::function<void(const std::string& source, const Ending&)> on_end;
        std::function<void(const std::string& message)> warn;
        std::uint32_t seed = std::random_device{}(); // of how long it waits before it asks again
    };

    // Errc::invalid with the plugin's own sentence when its settings cannot work.
    [[nodiscard]] static Result<std::unique_ptr<Asker>> create(const SourceSetup& setup,
                                                               Services services);

    [[nodiscard]] const std::string& id() const { return setup_.component->id; }

    [[nodiscard]] const SourceFacts& facts() const { return facts_; }

    [[nodiscard]] bool is_open() const { return !ending_; }

    [[nodiscard]] const std::optional<Ending>& ending() const { return ending_; }

    // Why something was left unasked that may be asked later.
    [[nodiscard]] const std::optional<Ending>& unfinished() const {
        return ending_ && !ending_->needs_user ? ending_ : spared_;
    }

    // Whether a lookup that may well be a miss is to be spent: more than a fifth of the day's is
    // left (M9).
    [[nodiscard]] bool may_miss() const { return misses_left_ > 0.2; }

    // What the source calls the platform of a system, first is asked; empty: it does not know it.
    [[nodiscard]] std::vector<std::string> natives(const std::string& system,
                                                   const std::string& platform) const;

    // Whose question or medium it is.
    struct About {
        std::string system; // "snes"
        std::string entry;  // "snes/Game.sfc", for messages
    };

    // What the answers that are kept say, read anew: sends nothing. Kind::unsupported when one is
    // not kept any more. done: as of ask().
    void recall(core::Query query, About about, Traffic& traffic, std::function<void(Reply)> done);

    struct Kept {
        core::Request request;
        std::optional<store::Answer> answer; // nullopt: not kept
    };

    // The requests with which a question begins, and what is kept of their answers, however old.
    [[nodiscard]] std::vector<Kept> kept(const core::Query& query);

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
        bool in_one = false;               // if it breaks off it is begun again, not resumed
    };

    void fetch(Download download, Traffic& traffic, std::function<void(Fetched)> done);

    // What was sent on behalf of none of the systems.
    [[nodiscard]] const Traffic& overhead() const { return overhead_; }

    // Requests that may be on their way at once, over all lanes.
    [[nodiscard]] std::uint32_t concurrency() const;

    // is_gentle: what waits to be sent still is.
    void end(Ending ending, bool is_gentle = false);

private:
    struct Question;
    struct Sending;

    struct Bucket {
        net::LaneId lane = 0;
        Limits limits;
        std::int64_t paused_until_ms = 0; // steady
        std::int64_t cut_ms = 0;          // steady; when the last "too fast" was heeded
    };

    Asker(const SourceSetup& setup, Services services, plugin::SourceInstance instance);

    Bucket& bucket(const std::string& name);
    [[nodiscard]] std::shared_ptr<net::Ledger> ledger_of(const std::string& bucket) const;
    void apply(Bucket& bucket);
    void learn(const std::vector<core::Account>& accounts);
    void end_of_day();
    void ask_account();
    void ask_account(std::function<void(const Reply&)> done);
    [[nodiscard]] bool is_spared(const core::Query& query);

    [[nodiscard]] std::int64_t now() const { return services_.setup.clock.unix_ms(); }

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
    // asker_refusing.cpp
    void missed(const std::shared_ptr<Sending>& sending);
    void repeat(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal);
    bool retry(const std::shared_ptr<Sending>& sending, std::int64_t retry_after_ms, int most);
    void
    down(const std::shared_ptr<Sending>& sending, const std::string& word, const std::string& why);
    void wait(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal);
    void wait_long(const std::shared_ptr<Sending>& sending,
                   const std::string& word,
                   const std::string& why);
    void spare(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal);
    void doubt(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal);
    void doubt_resolved(const Reply& account);
    void end_and_give_up(const std::shared_ptr<Sending>& sending, Ending ending);
    [[nodiscard]] std::int64_t timeout_ms(const Sending& sending, const Limits& limits) const;

    const SourceSetup& setup_;
    Services services_;
    SourceFacts facts_;
    plugin::SourceInstance instance_;
    std::map<std::string, Bucket> buckets_;
    // Requests on their way, by what makes them the same: who asks for the same joins them.
    std::map<std::string, std::vector<std::shared_ptr<Sending>>> joined_;
    std::optional<Ending> ending_;
    std::optional<Ending> spared_; // the day's misses are used up, and something was not asked

    struct Doubt {
        Ending ending; // if it is true
        std::vector<std::shared_ptr<Sending>> held;
    };

    std::optional<Doubt> doubt_; // a quota that is said to be spent, until the account confirms it
    std::minstd_rand chance_{services_.seed};
    Traffic overhead_;
    int closed_, faults_ = 0;
    int down_ = 0;                   // things that failed in a row because nobody answered
    int misses_in_a_row_ = 0;        // refused because the day's are spent
    std::int64_t misses_end_ms_ = 0; // unix; until then they are spent
    bool knows_account_ = false, warned_of_quota_ = false, has_doubted_ = false;
    bool is_first_ = true;   // of those that wait for one answer: it alone is counted
    double misses_left_ = 1; // share of what the account may miss today
};

} // namespace curateur::pipeline
