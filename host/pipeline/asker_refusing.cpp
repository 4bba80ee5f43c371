// What becomes of a request that was refused or not answered.
#include "pipeline/asker.hpp"
#include "pipeline/asking.hpp"
#include "platform/clock.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace curateur::pipeline {
namespace {

constexpr std::int64_t k_second = 1'000;
constexpr std::int64_t k_minute = 60 * k_second;
constexpr std::array<std::int64_t, k_long_waits> k_long_waits_ms{
    5 * k_minute, 10 * k_minute, 20 * k_minute};    // decisions M12
constexpr std::int64_t k_closed_ms = 30 * k_minute; // then, with --wait
constexpr std::int64_t k_busy_ms = 10 * k_minute;   // the same when it is "too fast" for ever
constexpr int k_most_refusals = 10;                 // "too fast" without one answer in between
constexpr int k_most_down = 10;                     // things in a row that nobody answered for
constexpr int k_most_spent_misses = 20; // in a row, though digests were known; decisions M12
constexpr int k_most_faults = 3;        // of the plugin, before it is left alone
constexpr int k_malformed_tries = 2;

} // namespace

void Asker::refused(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal) {
    const auto& question = sending->question;
    const auto word = reason_word(refusal.status);
    services_.setup.log(config::LogLevel::debug,
                        id() + ": " + refusal.message +
                            (refusal.detail.empty() ? "" : " (" + refusal.detail + ")"));
    if (question && question->is_account()) {
        give_up(sending, Reply::Kind::failed, word, refusal.message);
        return;
    }
    switch (reaction_to(refusal.status)) {
    case Reaction::miss:
        missed(sending);
        give_up(sending, Reply::Kind::miss, word, refusal.message);
        return;
    case Reaction::unsupported:
        give_up(sending, Reply::Kind::unsupported, word, refusal.message);
        return;
    case Reaction::retry:
        repeat(sending, refusal);
        return;
    case Reaction::wait:
        wait(sending, refusal);
        return;
    case Reaction::wait_closed:
        wait_long(sending, word, refusal.message);
        return;
    case Reaction::spare:
        spare(sending, refusal);
        return;
    case Reaction::end_for_now:
        doubt(sending, refusal);
        return;
    case Reaction::end:
        end_and_give_up(sending, {"", refusal.message, true, 0});
        return;
    case Reaction::fail:
        if (plugin::known_status(refusal.status) == CUR_INTERNAL && ++faults_ >= k_most_faults) {
            end({"",
                 id() + " failed " + std::to_string(faults_) + " times: " + refusal.message,
                 true,
                 0});
        }
        give_up(sending, Reply::Kind::failed, word, refusal.message);
        return;
    }
}

// A true answer: there is no such thing.
void Asker::missed(const std::shared_ptr<Sending>& sending) {
    answered();
    if (const auto& question = sending->question) {
        question->covers |= sending->request.covers;
        if (is_first_) {
            bucket(sending->request.bucket).limits.missed(now());
        }
    }
}

void Asker::no_answer(const std::shared_ptr<Sending>& sending, const net::Completion& completion) {
    const bool is_account = sending->question && sending->question->is_account();
    switch (completion.outcome) {
    case net::Outcome::spent:
        end_of_day();
        give_up(sending, Reply::Kind::deferred, "quota", ending_->message);
        return;
    case net::Outcome::cancelled:
        if (doubt_ && !is_account) {
            doubt_->held.push_back(sending);
            return;
        }
        give_up(sending,
                Reply::Kind::deferred,
                ending_ ? ending_->word() : "stopped",
                ending_ ? ending_->message : "stopped");
        return;
    case net::Outcome::network:
    case net::Outcome::timeout:
        if (retry(sending, -1, services_.setup.config.api.max_retries)) {
            return;
        }
        if (is_account) { // it is asked beside the game's way, and only for its own sake
            give_up(sending, Reply::Kind::failed, "network", completion.message);
            return;
        }
        down(sending, "network", completion.message);
        return;
    case net::Outcome::unfit: // the whole is asked for at once
        if (!retry(sending, 0, services_.setup.config.api.max_retries)) {
            give_up(sending, Reply::Kind::failed, "rejected", completion.message);
        }
        return;
    case net::Outcome::disk:
        if (sending->fetched) {
            Fetched fetched;
            fetched.kind = Fetched::Kind::failed;
            fetched.detail = completion.message;
            fetched.disk_failed = true;
            sending->fetched(std::move(fetched));
        }
        return;
    default:
        if (completion.outcome == net::Outcome::too_big && sending->fetched && sending->size) {
            Fetched fetched;
            fetched.kind = Fetched::Kind::broken;
            fetched.detail = completion.message;
            sending->fetched(std::move(fetched));
            return;
        }
        give_up(sending, Reply::Kind::failed, "rejected", completion.message);
    }
}

void Asker::give_up(const std::shared_ptr<Sending>& sending,
                    Reply::Kind kind,
                    const std::string& reason,
                    const std::string& detail) {
    if (const auto& question = sending->question) {
        --question->open;
        question->fail(kind, reason, detail);
        finish(question);
        return;
    }
    Fetched fetched;
    fetched.kind = kind == Reply::Kind::deferred ? Fetched::Kind::deferred
                   : kind == Reply::Kind::miss   ? Fetched::Kind::absent
                                                 : Fetched::Kind::failed;
    fetched.detail = detail;
    sending->fetched(std::move(fetched));
}

void Asker::end_and_give_up(const std::shared_ptr<Sending>& sending, Ending ending) {
    end(std::move(ending));
    give_up(sending, Reply::Kind::deferred, ending_->word(), ending_->message);
}

// What may be well the next time.
void Asker::repeat(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal) {
    const bool malformed = plugin::known_status(refusal.status) == CUR_MALFORMED;
    const auto most = services_.setup.config.api.max_retries;
    if (retry(sending,
              refusal.retry_after_ms,
              malformed ? std::min(most, k_malformed_tries) : most)) {
        return;
    }
    const auto word = reason_word(refusal.status);
    malformed ? give_up(sending, Reply::Kind::failed, word, refusal.message)
              : down(sending, word, refusal.message);
}

// False: it was tried often enough.
bool Asker::retry(const std::shared_ptr<Sending>& sending, std::int64_t retry_after_ms, int most) {
    if (++sending->tries >= most) {
        return false;
    }
    net::RetryPolicy policy;
    policy.max_requests = most;
    policy.first_ms =
        static_cast<std::int64_t>(services_.setup.config.api.retry_backoff_s * k_second);
    join_or_submit(sending, net::retry_delay_ms(policy, sending->tries, retry_after_ms, chance_));
    return true;
}

// It failed. When all do, one after the other, it is not theirs: the service is away, and those
// that come are spared until it is back.
void Asker::down(const std::shared_ptr<Sending>& sending,
                 const std::string& word,
                 const std::string& why) {
    down_ += is_first_ ? 1 : 0;
    if (down_ < k_most_down) {
        give_up(sending, Reply::Kind::failed, word, why);
        return;
    }
    sending->tries = 0;
    wait_long(sending, word, "no answer to " + std::to_string(k_most_down) + " in a row: " + why);
}

// "Too fast": there is less at once, the lane pauses if that is not enough, and the request is
// repeated.
void Asker::wait(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal) {
    auto& of = bucket(sending->request.bucket);
    const auto steady = services_.setup.clock.steady_ms();
    const net::RetryPolicy policy{k_most_refusals, 2 * k_second, k_minute};
    const auto delay_after = [&](int refusals) {
        return net::retry_delay_ms(policy, refusals, refusal.retry_after_ms, chance_);
    };
    if (!is_first_ || sending->sent_ms < of.cut_ms) { // what was under way says nothing new
        join_or_submit(sending, steady < of.paused_until_ms ? 0 : delay_after(1));
        return;
    }
    of.cut_ms = steady;
    const auto before = of.limits.rules().concurrency;
    const bool is_first_for_a_while = of.limits.too_fast();
    if (of.limits.refused_in_a_row() >= k_most_refusals) {
        end_and_give_up(sending,
                        {reason_word(refusal.status), refusal.message, false, now() + k_busy_ms});
        return;
    }
    const auto delay_ms = delay_after(of.limits.refused_in_a_row());
    apply(of);
    const bool is_cut = of.limits.rules().concurrency < before;
    if (is_first_for_a_while && is_cut && refusal.retry_after_ms < 0) {
        join_or_submit(sending, delay_ms); // the others have room now
        return;
    }
    of.paused_until_ms = steady + delay_ms;
    services_.engine.pause_until(of.lane, of.paused_until_ms);
    join_or_submit(sending, 0);
}

void Asker::wait_long(const std::shared_ptr<Sending>& sending,
                      const std::string& word,
                      const std::string& why) {
    auto& of = bucket(sending->request.bucket);
    const auto steady = services_.setup.clock.steady_ms();
    if (steady >= of.paused_until_ms && is_first_) {
        const auto waited = static_cast<std::size_t>(closed_++);
        if (waited >= k_long_waits_ms.size()) {
            end_and_give_up(sending, {word, why, false, now() + k_closed_ms});
            return;
        }
        of.paused_until_ms = steady + k_long_waits_ms.at(waited);
        services_.engine.pause_until(of.lane, of.paused_until_ms);
        services_.warn(why + "; asking again in " +
                       std::to_string(k_long_waits_ms.at(waited) / k_minute) + " minutes");
    }
    join_or_submit(sending, 0);
}

// The day's misses are spent: it may be unknown, and is not asked for any more today. What is known
// goes on; it is told apart by its digests, until too many were unknown all the same.
void Asker::spare(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal) {
    const auto ends = refusal.retry_at_unix_ms > now()
                          ? refusal.retry_at_unix_ms + net::Ledger::k_midnight_margin_ms
                          : now() + k_closed_ms;
    misses_end_ms_ = ends;
    Ending ending{reason_word(refusal.status), refusal.message, false, ends};
    misses_in_a_row_ += is_first_ ? 1 : 0;
    if (misses_in_a_row_ >= k_most_spent_misses) {
        end_and_give_up(sending, std::move(ending));
        return;
    }
    if (!spared_) {
        services_.warn(id() + ": " + refusal.message);
    }
    spared_ = std::move(ending);
    give_up(sending, Reply::Kind::deferred, spared_->word(), spared_->message);
}

// The day's requests are said to be spent. The account says it for nothing, and better: a login
// that was not taken has a guest's quota. Nothing else is sent until it has answered.
void Asker::doubt(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal) {
    const auto& limits = bucket(sending->request.bucket).limits;
    auto ends = refusal.retry_at_unix_ms > now()
                    ? refusal.retry_at_unix_ms + net::Ledger::k_midnight_margin_ms
                    : limits.day_ends_ms(now());
    ends = ends > 0 ? ends : now() + k_closed_ms;
    Ending ending{reason_word(refusal.status), refusal.message, false, ends};
    if (doubt_) { // it was under way already
        doubt_->held.push_back(sending);
        return;
    }
    if ((facts_.lookups & core::lookup_account) == 0 || has_doubted_ || limits.is_spent(now())) {
        end_and_give_up(sending, std::move(ending));
        return;
    }
    has_doubted_ = true;
    doubt_ = Doubt{std::move(ending), {sending}};
    for (const auto& [name, bucket] : buckets_) {
        services_.engine.cancel_waiting(bucket.lane);
    }
    ask_account([this](const Reply& reply) { doubt_resolved(reply); });
}

void Asker::doubt_resolved(const Reply& account) {
    auto doubt = *std::exchange(doubt_, std::nullopt);
    const bool is_spent = std::any_of(buckets_.begin(), buckets_.end(), [&](const auto& bucket) {
        return bucket.second.limits.is_spent(now());
    });
    const bool has_answered = account.kind == Reply::Kind::miss; // it holds no record
    const bool says_so = !has_answered || is_spent;
    if (says_so) {
        end(std::move(doubt.ending));
    } else {
        services_.warn(id() + ": " + doubt.ending.message +
                       ", but the account says that it is not; asking once more");
    }
    for (const auto& sending : doubt.held) {
        says_so ? give_up(sending, Reply::Kind::deferred, ending_->word(), ending_->message)
                : join_or_submit(sending, 0);
    }
}

} // namespace curateur::pipeline
