// One pass of a run: which entry goes where next. Private to the box; on the loop's thread.
#pragma once

#include "net/engine.hpp"
#include "pipeline/desk.hpp"
#include "pipeline/identify.hpp"
#include "pipeline/lookups.hpp"
#include "pipeline/readers.hpp"
#include "pipeline/run.hpp"
#include "pipeline/writing.hpp"

#include <unordered_set>

namespace curateur::pipeline {

class Planning;

// What the passes of a run have in common: it has several when it waits for more to be had.
struct Passes {
    Budget budget;
    std::uint64_t failed = 0;
    std::int64_t started_ms = 0;             // steady
    std::int64_t deadline_unix_ms = 0;       // 0: none
    std::int64_t force_since_unix_ms = 0;    // of the first pass, with --update; else 0
    report::Counts before;                   // of the passes that are over
    std::unordered_set<std::size_t> scraped; // hashes of entries' names, by any pass
    std::set<std::string> closed;            // sources that were closed when the last one ended
    std::vector<OpenChoice> choices;         // that the user is to make
    int number = 1;
    Planning* planning = nullptr; // in a dry run: is told what would be done; nullptr: nobody is
};

// What came of a pass.
struct PassEnd {
    report::RunEnd end;   // if this is all
    report::Waiting wait; // until_unix_ms 0: it is
};

class Work {
public:
    // library: nullptr in a dry run of a library that does not exist yet.
    Work(const Setup& setup, store::Library* library, store::AnswerCache* answers, Passes& passes);

    [[nodiscard]] PassEnd execute();

private:
    // work.cpp: the run as a whole
    [[nodiscard]] Result<std::int64_t> force_since() const;
    [[nodiscard]] Result<std::int64_t> open_run();
    [[nodiscard]] Status open_sources();
    void scan_systems();
    void announce();
    void check_media(); // in work_system.cpp
    void clean_up(const SystemRun& system);
    void stop(const std::string& by, int exit_status);
    void fail(const Error& error);
    void source_ended(const std::string& source, const Ending& ending);
    void end_sources(const Ending& ending);
    [[nodiscard]] bool is_done() const;
    void tick();
    [[nodiscard]] PassEnd conclude();
    void tell_end(const report::RunEnd& end);
    [[nodiscard]] report::Counts counts_of_run() const;
    [[nodiscard]] const Ending* unfinished() const;
    [[nodiscard]] std::int64_t next_pass_ms() const;
    void write_error_log();
    [[nodiscard]] int exit_status() const;
    void warn(const std::string& system, const std::string& message);

    // work_system.cpp: one system
    void prepare(std::size_t number);
    void prepare_ahead();
    void keep_what_lacks(SystemRun& system); // in work_missing.cpp
    void warn_of_unwanted();                 // likewise
    void prepared(SystemRun& system, std::vector<std::unique_ptr<OutputState>> outputs);
    void refuse(SystemRun& system);
    void finish_if_done(SystemRun& system);
    void finish(SystemRun& system, bool is_complete);

    // work_admission.cpp: an entry comes in
    void admit();
    void begin(SystemRun& system, std::size_t index);

    // work_entry.cpp: one entry
    [[nodiscard]] bool waits_for_playlist(const ItemPtr& item);
    void inherit_from_playlist(Item& item);
    [[nodiscard]] Status keep_inherited(Item& item, const store::KnownLookup& answer);
    void consider(const ItemPtr& item);
    void foresee(Item& item, bool asks);
    void identify_item(const ItemPtr& item);
    [[nodiscard]] std::uint32_t hashes_asked_by() const;
    void read_item(const ItemPtr& item, bool all_digests);
    bool reads_more(const ItemPtr& item);
    void identified(const ItemPtr& item, Result<Identified> found);
    [[nodiscard]] Status
    keep_evidence(Item& item, const Identified& found, std::int64_t read_unix_ms);
    void take_credit(const ItemPtr& item, std::function<void()> then);
    void give_credit_back(Item& item);
    void let_in();
    void looked_up(const ItemPtr& item);
    void fetch_media(const ItemPtr& item, const std::shared_ptr<Records>& records);
    void complete(const ItemPtr& item, const Records& records);
    void judge(Item& item, bool document_changes);
    void tell_problem(Item& item, const std::string& problem);
    void settle(const ItemPtr& item);
    void remember(const Item& item);
    void report(const Item& item);
    void keep_decision(Item& item);
    void wake_followers(const Item& item);

    struct Ready {
        ItemPtr item;
        std::function<void()> then;
    };

    const Setup& setup_;
    store::Library* library_;
    store::AnswerCache* answers_;
    Passes& passes_;
    Loop loop_;
    Desk desk_;
    Checker checker_;
    std::vector<std::unique_ptr<SystemRun>> systems_;
    std::vector<std::unique_ptr<Asker>> askers_;
    std::unique_ptr<Lookups> lookups_;
    std::unique_ptr<MediaWork> media_;
    std::unique_ptr<Merging> merging_;
    std::unique_ptr<Writing> writing_;
    // What runs on other threads ends before what it uses.
    net::Engine engine_;
    Readers readers_;
    Workers placers_;

    std::size_t admitting_ = 0;   // the system whose entries are admitted
    std::size_t identifying_ = 0; // entries that are being read
    std::size_t credits_taken_ = 0;
    std::deque<Ready> ready_; // identified, waiting for a credit
    bool is_admitting_ = false;

    store::Run run_record_;
    report::Counts counts_;
    std::size_t systems_done_ = 0, refused_ = 0, dead_sources_ = 0, asked_ = 0;
    std::uint64_t bad_media_ = 0; // found by check_media
    std::size_t kept_foreign_ = 0, kept_edits_ = 0;
    std::string stopped_by_;
    int stop_status_ = 0;
    bool is_stopping_ = false, stopped_by_sources_ = false, sources_gone_ = false,
         frontend_runs_ = false;
    std::optional<Error> fatal_;
};

} // namespace curateur::pipeline
