#include "pipeline/asker.hpp"

#include "net/wire.hpp"
#include "pipeline/asking.hpp"
#include "platform/digest.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

constexpr std::int64_t k_day_ms = std::int64_t{24} * 3600 * 1000;

// A lookup that surely is of a game: misses are not to be feared.
bool is_sure(const core::Query& query) {
    return !query.source_id.empty() ||
           std::any_of(query.evidence.begin(), query.evidence.end(), [](const auto& one) {
               return one.size && (!one.crc32.empty() || !one.md5.empty() || !one.sha1.empty());
           });
}

} // namespace

Asker::Asker(const SourceSetup& setup, Services services, plugin::SourceInstance instance)
    : setup_(setup)
    , services_(std::move(services))
    , facts_(facts_of(setup.component->source()))
    , instance_(std::move(instance))
    , closed_(services_.was_closed ? k_long_waits : 0) {}

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
                        setup_.is_loopback,
                        ledger_of(name));
    const auto lane = services_.engine.add_lane(limits.rules(), limits.ledger());
    return buckets_.emplace(name, Bucket{lane, limits, 0, 0}).first->second;
}

std::filesystem::path
ledger_file(const Setup& setup, const SourceSetup& source, const std::string& bucket) {
    const auto name =
        platform::sha256_of(source.component->id + '\n' + source.account + '\n' + bucket);
    return setup.places.accounts / name.substr(0, 32);
}

// Other processes that use the account share it.
std::shared_ptr<net::Ledger> Asker::ledger_of(const std::string& bucket) const {
    auto opened = net::Ledger::open(ledger_file(services_.setup, setup_, bucket));
    if (opened) {
        return *std::move(opened);
    }
    services_.warn("another curateur that uses the same account would not be noticed: " +
                   opened.error().message);
    return std::make_shared<net::Ledger>();
}

void Asker::apply(Bucket& bucket) {
    services_.engine.set_rules(bucket.lane, bucket.limits.rules());
    const auto share = bucket.limits.used_share(now());
    if (!warned_of_quota_ && share >= services_.setup.config.api.quota_warning) {
        warned_of_quota_ = true;
        services_.warn(id() + ": " + std::to_string(static_cast<int>(share * 100)) +
                       " % of the account's requests for today are used");
    }
}

void Asker::learn(const std::vector<core::Account>& accounts) {
    for (const auto& account : accounts) {
        auto& one = bucket(account.bucket);
        one.limits.learn(account, now());
        if (account.misses_per_day.value_or(0) > 0) {
            misses_left_ = 1 - static_cast<double>(account.misses_today.value_or(0)) /
                                   static_cast<double>(*account.misses_per_day);
        }
        apply(one);
        if (one.limits.is_spent(now()) && !doubt_) {
            end_of_day();
        }
    }
}

void Asker::end_of_day() {
    std::int64_t ends = 0;
    for (const auto& [name, bucket] : buckets_) {
        if (bucket.limits.is_spent(now())) {
            ends = std::max(ends, bucket.limits.day_ends_ms(now()));
        }
    }
    end({"quota",
         "the account's requests for today are used up",
         false,
         ends > 0 ? ends : now() + k_day_ms});
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
    ask_account([this](const Reply& reply) {
        if (reply.kind == Reply::Kind::failed) {
            services_.warn(id() + " does not say what this account may do: " + reply.detail);
        }
    });
}

void Asker::ask_account(std::function<void(const Reply&)> done) {
    auto question = std::make_shared<Question>();
    question->query.lookups = core::lookup_account;
    question->priority = k_account_first;
    question->traffic = &overhead_;
    question->done = std::move(done);
    take(question, instance_.plan(question->query), nullptr);
}

// The day's misses are spent: only what is surely there is asked for.
bool Asker::is_spared(const core::Query& query) {
    const auto& limits = bucket("api").limits;
    if (misses_end_ms_ <= now() && limits.misses_are_spent(now())) {
        const auto ends = limits.day_ends_ms(now());
        misses_end_ms_ = ends > 0 ? ends : now() + k_day_ms;
    }
    if (misses_end_ms_ <= now() || is_sure(query)) {
        return false;
    }
    if (!spared_) {
        spared_ = Ending{"misses",
                         "the day's allowance of unknown games is used up; what has no digest "
                         "is asked for tomorrow",
                         false,
                         misses_end_ms_};
        services_.warn(id() + ": " + spared_->message);
    }
    return true;
}

void Asker::ask(core::Query query,
                About about,
                bool use_cache,
                Traffic& traffic,
                std::function<void(Reply)> done) {
    if (ending_) {
        done({Reply::Kind::deferred, {}, 0, ending_->word(), ending_->message});
        return;
    }
    if (is_spared(query)) {
        done({Reply::Kind::deferred, {}, 0, "misses", spared_->message});
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

void Asker::recall(core::Query query,
                   About about,
                   Traffic& traffic,
                   std::function<void(Reply)> done) {
    auto question = std::make_shared<Question>();
    question->query = std::move(query);
    question->system = std::move(about.system);
    question->about = std::move(about.entry);
    question->only_cache = true;
    question->traffic = &traffic;
    question->done = std::move(done);
    const plugin::Crumbs::About crumb(question->about);
    take(question, instance_.plan(question->query), nullptr);
}

std::vector<Asker::Kept> Asker::kept(const core::Query& query) {
    std::vector<Kept> all;
    for (auto& request : instance_.plan(query).requests) {
        auto answer = services_.answers != nullptr
                          ? services_.answers->find(net::cache_key(id(), request))
                          : std::nullopt;
        all.push_back({std::move(request), std::move(answer)});
    }
    return all;
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
    sending->file = std::make_shared<net::FileSink>(
        std::move(download.file),
        download.in_one ? net::FileSink::Tries::anew : net::FileSink::Tries::resumed);
    sending->max_bytes = download.max_bytes;
    sending->size = download.size;
    sending->about = std::move(download.about);
    sending->traffic = &traffic;
    sending->fetched = std::move(done);
    send(sending);
}

void Asker::end(Ending ending, bool is_gentle) {
    if (ending_) {
        return;
    }
    ending_ = std::move(ending);
    for (const auto& [name, bucket] : buckets_) {
        if (!is_gentle) {
            services_.engine.cancel_waiting(bucket.lane);
        }
    }
    services_.on_end(id(), *ending_);
}

} // namespace curateur::pipeline
