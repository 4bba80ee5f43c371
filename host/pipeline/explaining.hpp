// One entry on its way to being explained. Private to the box.
#pragma once

#include "pipeline/merging.hpp"
#include "pipeline/why.hpp"

namespace curateur::pipeline {

// Carries nothing: whoever explains asks nobody.
class NoTransport : public net::Transport {
public:
    net::LaneId add_lane(net::LaneRules, std::shared_ptr<net::Ledger>) override { return 0; }

    void set_rules(net::LaneId, net::LaneRules) override {}

    void pause_until(net::LaneId, std::int64_t) override {}

    void submit(net::Transfer) override {}

    void release(net::LaneId) override {}

    void cancel_waiting(net::LaneId) override {}
};

class Explaining {
public:
    Explaining(const Setup& setup, store::Library* library, store::AnswerCache* answers);

    [[nodiscard]] Result<Why> explain(const std::string& system, const std::string& key);

private:
    void open_sources();
    [[nodiscard]] Status enter(const systems::System& system, const std::string& key);
    void add_unlisted(const std::string& key);
    void add_rom();
    [[nodiscard]] Status add_evidence();
    [[nodiscard]] Status add_sources();
    [[nodiscard]] Status add_source(const std::string& id);
    [[nodiscard]] Asker* asker_of(const std::string& id) const; // nullptr: it is not asked
    [[nodiscard]] std::string obstacle_of(const std::string& id);
    void add_next();

    // explaining_game.cpp
    [[nodiscard]] Status add_fields();
    void add_values();
    [[nodiscard]] Status add_document(std::size_t output);
    WhyField& field(const std::string& name);
    [[nodiscard]] Status add_media();
    [[nodiscard]] Status add_medium(const MediaWork::Place& place);
    [[nodiscard]] std::string url_of(const MediaWork::Ranked& medium) const;
    [[nodiscard]] std::string why_missing(const WhyMedium& medium) const;

    const Setup& setup_;
    store::Library* library_;
    store::AnswerCache* answers_;
    Loop loop_;
    NoTransport transport_;
    std::vector<std::unique_ptr<Asker>> askers_;
    std::map<std::string, std::string> unusable_; // sources, and why
    std::unique_ptr<Lookups> lookups_;
    Checker checker_;
    Workers placers_;
    std::unique_ptr<MediaWork> media_;
    SystemRun system_;
    ItemPtr item_;                           // nullptr: the scan does not list it
    std::vector<store::KnownLookup> stored_; // before what the user says now
    Records records_;
    Why why_;
};

} // namespace curateur::pipeline
