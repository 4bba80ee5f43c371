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
constexpr std::int64_t k_download_ms = 120 * k_second_ms, k_long_download_ms = 600 * k_second_ms;

std::int64_t api_timeout_ms(const config::Config& config) {
    return static_cast<std::int64_t>(config.api.request_timeout_s * 1000);
}

} // namespace

void Asker::send(const std::shared_ptr<Sending>& sending) {
    sending->key = net::cache_key(id(), sending->request);
    const auto& question = sending->question;
    if (question && answer_from_cache(sending)) {
        return;
    }
    if (question && question->only_cache) {
        give_up(sending, Reply::Kind::unsupported, "unsupported", "the answer is not kept");
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
    const bool is_old = found && ttl_s > 0 && found->received_unix_ms + ttl_s * k_second_ms < now();
    if (!found || (is_old && !sending->question->only_cache)) {
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
    const bool is_account = sending->question && sending->question->is_account();
    if (doubt_ && !is_account) {
        for (auto& one : take_joined(sending)) {
            doubt_->held.push_back(std::move(one));
        }
        return;
    }
    if (!ending_ && !is_account && to.limits.is_spent(now())) {
        end_of_day();
    }
    if (!ending_ && services_.budget != nullptr && !services_.budget->take()) {
        end({"max_requests",
             "the " + std::to_string(services_.budget->most) + " requests of this run are used up",
             false,
             0},
            true);
    }
    auto wire = net::to_wire(sending->request, setup_.origins, *setup_.vault);
    if (ending_ || !wire) {
        for (const auto& one : take_joined(sending)) {
            ending_ ? give_up(one, Reply::Kind::deferred, ending_->word(), ending_->message)
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
    transfer.stall_ms = sending->question ? 0 : api_timeout_ms(services_.setup.config);
    transfer.max_bytes = sending->max_bytes;
    transfer.file = sending->file;
    if (sending->file && sending->file->rest()) {
        services_.setup.log(config::LogLevel::debug,
                            sending->about + ": a download that broke off goes on after " +
                                std::to_string(sending->file->rest()->from) + " bytes");
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
    transfer.counts = !is_account;
    services_.engine.submit(std::move(transfer));
}

std::int64_t Asker::timeout_ms(const Sending& sending, const Limits& limits) const {
    const auto api = api_timeout_ms(services_.setup.config);
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
    is_first_ = true;
    if (completion.outcome == net::Outcome::cancelled ||
        completion.outcome == net::Outcome::spent) {
        if (services_.budget != nullptr) {
            services_.budget->give_back();
        }
    } else {
        ++sending->traffic->requests;
    }
    sending->traffic->bytes += completion.received;
    sending->digests = completion.digests;
    sending->sent_ms = completion.sent_ms;
    if (completion.outcome != net::Outcome::ok) {
        for (const auto& one : all) {
            no_answer(one, completion);
            is_first_ = false;
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
        is_first_ = false;
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
    if (!answer.from_cache) {
        if (!question->is_account()) { // which may be answered when nothing else is
            answered();
            has_doubted_ = false;
        }
        keep(*sending, answer);
    }
    --question->open;
    take(question, std::move(pushed), &sending->request);
}

// A clean answer: the service is there and has time.
void Asker::answered() {
    closed_ = down_ = misses_in_a_row_ = 0;
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

} // namespace curateur::pipeline
