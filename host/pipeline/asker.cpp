#include "pipeline/asker.hpp"

#include "pipeline/asking.hpp"

#include <algorithm>

namespace curateur::pipeline {

Asker::Asker(const SourceSetup& setup, Services services, plugin::SourceInstance instance)
    : setup_(setup)
    , services_(std::move(services))
    , facts_(facts_of(setup.component->source()))
    , instance_(std::move(instance)) {}

Result<std::unique_ptr<Asker>> Asker::create(const SourceSetup& setup, Services services) {
    const auto log = [&log = services.setup.log](std::uint32_t level,
                                                 const std::string& component,
                                                 const std::string& message) {
        log(level_of(level), component + ": " + message);
    };
    CURATEUR_TRY(auto instance,
                 plugin::SourceInstance::create(
                     *setup.component, setup.settings, log, services.setup.crashes));
    return std::unique_ptr<Asker>(new Asker(setup, std::move(services), std::move(instance)));
}

std::vector<std::string> Asker::natives(const std::string& system,
                                        const std::string& platform) const {
    for (const auto& name : {system, platform}) {
        if (const auto own = setup_.platforms.find(name); own != setup_.platforms.end()) {
            return {own->second};
        }
    }
    if (platform.empty()) {
        return {};
    }
    if (facts_.takes_any_platform) {
        return {platform};
    }
    const auto found = facts_.platforms.find(platform);
    return found != facts_.platforms.end() ? found->second : std::vector<std::string>();
}

Asker::Bucket& Asker::bucket(const std::string& name) {
    if (const auto found = buckets_.find(name); found != buckets_.end()) {
        return found->second;
    }
    const auto declared = std::find_if(facts_.limits.begin(),
                                       facts_.limits.end(),
                                       [&](const auto& one) { return one.bucket == name; });
    const Limits limits(declared != facts_.limits.end() ? *declared : SourceFacts::Limit{},
                        services_.setup.config.api,
                        setup_.is_loopback);
    const auto lane = services_.engine.add_lane(limits.rules());
    return buckets_.emplace(name, Bucket{lane, limits, 0}).first->second;
}

void Asker::apply(Bucket& bucket) {
    services_.engine.set_rules(bucket.lane, bucket.limits.rules());
    const auto share = bucket.limits.used_share();
    if (!warned_of_quota_ && share >= services_.setup.config.api.quota_warning) {
        warned_of_quota_ = true;
        services_.warn(id() + ": " + std::to_string(static_cast<int>(share * 100)) +
                       " % of the account's requests for today are used");
    }
}

void Asker::learn(const std::vector<core::Account>& accounts) {
    for (const auto& account : accounts) {
        auto& one = bucket(account.bucket);
        one.limits.learn(account);
        apply(one);
        const auto most = one.limits.per_day();
        if (most > 0 && account.used_today.value_or(0) >= most) {
            end_of_day();
        }
    }
}

void Asker::end_of_day() {
    end({"quota", id() + ": the account's requests for today are used up", false});
}

std::uint32_t Asker::concurrency() const {
    std::uint32_t all = 0;
    for (const auto& [name, bucket] : buckets_) {
        all += bucket.limits.rules().concurrency;
    }
    return std::max(all, 1U);
}

// The first question brings it along; nothing waits for it but the lane, which starts slowly.
void Asker::ask_account() {
    if (knows_account_ || (facts_.lookups & core::lookup_account) == 0) {
        return;
    }
    knows_account_ = true;
    core::Query query;
    query.lookups = core::lookup_account;
    auto question = std::make_shared<Question>();
    question->query = query;
    question->priority = k_account_first;
    question->traffic = &overhead_;
    question->done = [this](const Reply& reply) {
        if (reply.kind == Reply::Kind::failed) {
            services_.warn(id() + " does not say what this account may do: " + reply.detail);
        }
    };
    take(question, instance_.plan(query), nullptr);
}

void Asker::ask(core::Query query,
                About about,
                bool use_cache,
                Traffic& traffic,
                std::function<void(Reply)> done) {
    if (ending_) {
        done({Reply::Kind::deferred, {}, 0, "source_over", ending_->message});
        return;
    }
    ask_account();
    auto question = std::make_shared<Question>();
    question->query = std::move(query);
    question->system = std::move(about.system);
    question->about = std::move(about.entry);
    question->use_cache = use_cache;
    question->traffic = &traffic;
    question->done = std::move(done);
    const plugin::Crumbs::About crumb(question->about);
    take(question, instance_.plan(question->query), nullptr);
}

// What plan() or parse() pushed. request: the one that was answered; nullptr after plan().
void Asker::take(const std::shared_ptr<Question>& question,
                 plugin::Pushed pushed,
                 const core::Request* request) {
    learn(pushed.accounts);
    if (pushed.refusal) { // of plan(): parse() has dealt with its own
        const auto reaction = reaction_to(pushed.refusal->status);
        question->fail(reaction == Reaction::miss          ? Reply::Kind::miss
                       : reaction == Reaction::unsupported ? Reply::Kind::unsupported
                                                           : Reply::Kind::failed,
                       reason_word(pushed.refusal->status),
                       pushed.refusal->message);
        finish(question);
        return;
    }
    question->records.insert(question->records.end(),
                             std::make_move_iterator(pushed.records.begin()),
                             std::make_move_iterator(pushed.records.end()));
    if (request != nullptr && !pushed.requests.empty() && ++question->rounds > k_most_rounds) {
        question->fail(Reply::Kind::failed, "plugin_fault", id() + " asks without end");
        pushed.requests.clear();
    }
    question->open += pushed.requests.size();
    for (auto& next : pushed.requests) {
        auto sending = std::make_shared<Sending>();
        sending->request = std::move(next);
        sending->question = question;
        sending->traffic = question->traffic;
        sending->priority = question->priority;
        send(sending);
    }
    finish(question);
}

// Answers once nothing of the question is on its way.
void Asker::finish(const std::shared_ptr<Question>& question) {
    if (question->open > 0 || !question->done) {
        return;
    }
    Reply reply;
    reply.covers = question->covers;
    reply.reason = question->reason;
    reply.detail = question->detail;
    if (!question->records.empty()) {
        reply.kind = Reply::Kind::records;
        reply.records = std::move(question->records);
    } else {
        reply.kind = question->failure.value_or(Reply::Kind::miss);
    }
    std::exchange(question->done, nullptr)(std::move(reply));
}

void Asker::fetch(Download download, Traffic& traffic, std::function<void(Fetched)> done) {
    if (ending_) {
        Fetched none;
        none.detail = ending_->message;
        done(std::move(none));
        return;
    }
    ask_account();
    auto sending = std::make_shared<Sending>();
    sending->request = std::move(download.request);
    sending->file = std::move(download.file);
    sending->max_bytes = download.max_bytes;
    sending->size = download.size;
    sending->about = std::move(download.about);
    sending->traffic = &traffic;
    sending->fetched = std::move(done);
    send(sending);
}

void Asker::end(Ending ending) {
    if (ending_) {
        return;
    }
    ending_ = std::move(ending);
    for (const auto& [name, bucket] : buckets_) {
        services_.engine.cancel_waiting(bucket.lane);
    }
    services_.on_end(id(), *ending_);
}

} // namespace curateur::pipeline
