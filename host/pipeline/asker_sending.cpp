// Requests on their way: sent, answered, refused, repeated.
#include "net/wire.hpp"
#include "pipeline/asker.hpp"
#include "pipeline/asking.hpp"
#include "platform/clock.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace curateur::pipeline {
namespace {

constexpr std::int64_t k_second_ms = 1'000;
constexpr std::int64_t k_minute_ms = 60 * k_second_ms;
constexpr std::array<std::int64_t, 3> k_closed_waits_ms{
    5 * k_minute_ms, 10 * k_minute_ms, 20 * k_minute_ms}; // decisions M12
constexpr int k_most_refusals = 10; // "too fast" without one answer in between
constexpr int k_most_faults = 3;    // of the plugin, before it is left alone
constexpr int k_malformed_tries = 2;
constexpr std::int64_t k_download_ms = 120 * k_second_ms, k_long_download_ms = 600 * k_second_ms;

} // namespace

void Asker::send(const std::shared_ptr<Sending>& sending) {
    sending->key = net::cache_key(id(), sending->request);
    if (sending->question && answer_from_cache(sending)) {
        return;
    }
    join_or_submit(sending, 0);
}

bool Asker::answer_from_cache(const std::shared_ptr<Sending>& sending) {
    const auto ttl_s = sending->request.cache_ttl_s;
    if (services_.answers == nullptr || !sending->question->use_cache || ttl_s == 0) {
        return false;
    }
    auto found = services_.answers->find(sending->key);
    const auto now = services_.setup.clock.unix_ms();
    if (!found || (ttl_s > 0 && found->received_unix_ms + ttl_s * k_second_ms < now)) {
        return false;
    }
    services_.loop.post([this, sending, cached = *std::move(found)] {
        parse(sending,
              {sending->request.tag,
               static_cast<std::uint32_t>(cached.status),
               true,
               cached.body,
               cached.received_unix_ms,
               cached.headers});
    });
    return true;
}

void Asker::join_or_submit(const std::shared_ptr<Sending>& sending, std::int64_t delay_ms) {
    if (sending->question) {
        auto& joined = joined_[sending->key];
        joined.push_back(sending);
        if (joined.size() > 1) {
            return;
        }
    }
    submit(sending, delay_ms);
}

void Asker::submit(const std::shared_ptr<Sending>& sending, std::int64_t delay_ms) {
    auto& to = bucket(sending->request.bucket);
    if (!ending_ && to.limits.is_spent()) {
        end_of_day();
    }
    auto wire = net::to_wire(sending->request, setup_.origins, *setup_.vault);
    if (ending_ || !wire) {
        for (const auto& one : take_joined(sending)) {
            ending_ ? give_up(one, Reply::Kind::deferred, ending_->stopped_by, ending_->message)
                    : give_up(one, Reply::Kind::failed, "plugin_fault", wire.error().message);
        }
        return;
    }
    net::Transfer transfer;
    transfer.lane = to.lane;
    transfer.priority = sending->priority;
    transfer.not_before_ms = delay_ms > 0 ? services_.setup.clock.steady_ms() + delay_ms : 0;
    transfer.request = *std::move(wire);
    transfer.origins = setup_.origins;
    transfer.timeout_ms = timeout_ms(*sending, to.limits);
    transfer.max_bytes = sending->max_bytes;
    transfer.file = sending->file;
    if (std::exchange(sending->was_sent, true) && !sending->file.empty()) {
        std::error_code ignored; // what an earlier try left behind
        std::filesystem::remove(sending->file, ignored);
    }
    transfer.keeps_lane = true; // a kill loses what is in flight, and nothing else
    transfer.done = [this, sending, lane = to.lane](net::Completion completion) {
        auto kept = std::make_shared<net::Completion>(std::move(completion));
        services_.loop.post([this, sending, kept, lane] {
            const bool keeps_lane = kept->keeps_lane;
            arrived(sending, std::move(*kept));
            if (keeps_lane) {
                services_.engine.release(lane);
            }
        });
    };
    to.limits.sent();
    services_.engine.submit(std::move(transfer));
}

std::int64_t Asker::timeout_ms(const Sending& sending, const Limits& limits) const {
    const auto api = static_cast<std::int64_t>(services_.setup.config.api.request_timeout_s * 1000);
    if (sending.question) {
        return api;
    }
    // Four times what the account's own speed needs, within bounds.
    const auto speed = limits.bytes_per_second();
    const auto needed = speed > 0 && sending.size
                            ? static_cast<std::int64_t>(*sending.size) * 4 * k_second_ms / speed
                            : k_long_download_ms;
    return std::max(api, std::clamp(needed, k_download_ms, k_long_download_ms));
}

// All that wait for the same answer, the sender among them.
std::vector<std::shared_ptr<Asker::Sending>>
Asker::take_joined(const std::shared_ptr<Sending>& sending) {
    if (!sending->question) {
        return {sending};
    }
    auto node = joined_.extract(sending->key);
    return node.empty() ? std::vector{sending} : std::move(node.mapped());
}

void Asker::arrived(const std::shared_ptr<Sending>& sending, net::Completion completion) {
    const auto all = take_joined(sending);
    if (completion.outcome != net::Outcome::cancelled) {
        ++sending->traffic->requests;
        sending->traffic->bytes +=
            sending->question ? completion.body.size() : completion.digests.size;
    }
    sending->digests = completion.digests;
    if (completion.outcome != net::Outcome::ok) {
        for (const auto& one : all) {
            no_answer(one, completion);
        }
        return;
    }
    const auto body = setup_.vault->take_back(completion.body);
    for (auto& header : completion.headers) {
        header.value = setup_.vault->take_back(header.value);
    }
    const plugin::Answer answer{sending->request.tag,
                                completion.status,
                                false,
                                body,
                                completion.received_unix_ms,
                                completion.headers};
    for (const auto& one : all) {
        sending->question ? parse(one, answer) : downloaded(one, answer);
    }
}

void Asker::parse(const std::shared_ptr<Sending>& sending, const plugin::Answer& answer) {
    const auto question = sending->question;
    const plugin::Crumbs::About about(question->about);
    auto pushed = instance_.parse(question->query, answer);
    if (pushed.refusal) {
        learn(pushed.accounts);
        refused(sending, *pushed.refusal);
        return;
    }
    answered();
    if (!answer.from_cache) {
        keep(*sending, answer);
    }
    --question->open;
    take(question, std::move(pushed), &sending->request);
}

// A clean answer: the service is there and has time.
void Asker::answered() {
    closed_ = 0;
    for (auto& [name, bucket] : buckets_) {
        const auto before = bucket.limits.rules().concurrency;
        bucket.limits.clean();
        if (bucket.limits.rules().concurrency != before) {
            apply(bucket);
        }
    }
}

void Asker::keep(const Sending& sending, const plugin::Answer& answer) {
    if (services_.answers == nullptr || sending.request.cache_ttl_s == 0 || answer.status != 200) {
        return;
    }
    if (setup_.vault->still_bare(answer.body)) {
        services_.setup.log(config::LogLevel::warning,
                            id() + ": an answer holds a secret; it is used but not kept");
        return;
    }
    services_.answers->put(sending.key,
                           sending.question->system,
                           {static_cast<int>(answer.status),
                            answer.received_unix_ms,
                            answer.headers,
                            std::string(answer.body)});
}

void Asker::downloaded(const std::shared_ptr<Sending>& sending, const plugin::Answer& answer) {
    const plugin::Crumbs::About about(sending->about);
    auto refusal = instance_.media_answer(answer);
    if (!refusal && (answer.status < 200 || answer.status > 299)) {
        refusal = plugin::Refusal{};
        refusal->status = answer.status == 404   ? CUR_NOT_FOUND
                          : answer.status >= 500 ? CUR_TRANSIENT
                                                 : CUR_REJECTED;
        refusal->message = "HTTP " + std::to_string(answer.status);
    }
    if (refusal) {
        refused(sending, *refusal);
        return;
    }
    answered();
    Fetched fetched;
    fetched.kind = Fetched::Kind::ok;
    fetched.digests = sending->digests;
    sending->fetched(std::move(fetched));
}

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
        answered();
        if (question) {
            question->covers |= sending->request.covers;
        }
        give_up(sending, Reply::Kind::miss, word, refusal.message);
        return;
    case Reaction::unsupported:
        give_up(sending, Reply::Kind::unsupported, word, refusal.message);
        return;
    case Reaction::retry: {
        const bool malformed = plugin::known_status(refusal.status) == CUR_MALFORMED;
        const auto most = services_.setup.config.api.max_retries;
        if (retry(sending,
                  refusal.retry_after_ms,
                  malformed ? std::min(most, k_malformed_tries) : most)) {
            return;
        }
        break;
    }
    case Reaction::wait:
        wait(sending, refusal);
        return;
    case Reaction::wait_closed:
        wait_closed(sending, refusal);
        return;
    case Reaction::end_for_now:
        end({word, refusal.message, false});
        give_up(sending, Reply::Kind::deferred, word, refusal.message);
        return;
    case Reaction::end:
        end({"", refusal.message, true});
        give_up(sending, Reply::Kind::deferred, word, refusal.message);
        return;
    case Reaction::fail:
        if (plugin::known_status(refusal.status) == CUR_INTERNAL && ++faults_ >= k_most_faults) {
            end({"",
                 id() + " failed " + std::to_string(faults_) + " times: " + refusal.message,
                 true});
        }
        break;
    }
    give_up(sending, Reply::Kind::failed, word, refusal.message);
}

void Asker::no_answer(const std::shared_ptr<Sending>& sending, const net::Completion& completion) {
    switch (completion.outcome) {
    case net::Outcome::cancelled:
        give_up(sending, Reply::Kind::deferred, "stopped", ending_ ? ending_->message : "stopped");
        return;
    case net::Outcome::network:
    case net::Outcome::timeout:
        if (!retry(sending, -1, services_.setup.config.api.max_retries)) {
            give_up(sending, Reply::Kind::failed, "network", completion.message);
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

// False: it was tried often enough.
bool Asker::retry(const std::shared_ptr<Sending>& sending, std::int64_t retry_after_ms, int most) {
    if (++sending->tries >= most) {
        return false;
    }
    net::RetryPolicy policy;
    policy.max_requests = most;
    policy.first_ms =
        static_cast<std::int64_t>(services_.setup.config.api.retry_backoff_s * k_second_ms);
    join_or_submit(sending, net::retry_delay_ms(policy, sending->tries, retry_after_ms, chance_));
    return true;
}

// "Too fast": the lane pauses, the request is repeated.
void Asker::wait(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal) {
    auto& of = bucket(sending->request.bucket);
    const auto now = services_.setup.clock.steady_ms();
    if (now >= of.paused_until_ms) { // answers to what was under way already say nothing new
        of.limits.too_fast();
        if (of.limits.refused_in_a_row() >= k_most_refusals) {
            end({reason_word(refusal.status), refusal.message, false});
            give_up(sending, Reply::Kind::deferred, reason_word(refusal.status), refusal.message);
            return;
        }
        const net::RetryPolicy policy{k_most_refusals, 2 * k_second_ms, k_minute_ms};
        of.paused_until_ms =
            now + net::retry_delay_ms(
                      policy, of.limits.refused_in_a_row(), refusal.retry_after_ms, chance_);
        services_.engine.pause_until(of.lane, of.paused_until_ms);
        apply(of);
    }
    join_or_submit(sending, 0);
}

void Asker::wait_closed(const std::shared_ptr<Sending>& sending, const plugin::Refusal& refusal) {
    auto& of = bucket(sending->request.bucket);
    const auto now = services_.setup.clock.steady_ms();
    if (now >= of.paused_until_ms) {
        const auto waited = static_cast<std::size_t>(closed_++);
        if (waited >= k_closed_waits_ms.size()) {
            end({reason_word(refusal.status), refusal.message, false});
            give_up(sending, Reply::Kind::deferred, reason_word(refusal.status), refusal.message);
            return;
        }
        of.paused_until_ms = now + k_closed_waits_ms.at(waited);
        services_.engine.pause_until(of.lane, of.paused_until_ms);
        services_.warn(refusal.message + "; asking again in " +
                       std::to_string(k_closed_waits_ms.at(waited) / k_minute_ms) + " minutes");
    }
    join_or_submit(sending, 0);
}

} // namespace curateur::pipeline
