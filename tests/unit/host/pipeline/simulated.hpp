// A clock, a service and what lies between it and an asker, in simulated time.
#pragma once

#include "net/transport.hpp"
#include "platform/clock.hpp"

#include <curateur/support/midnight.hpp>

#include <random>

namespace curateur::test {

class FakeClock : public platform::Clock {
public:
    explicit FakeClock(std::int64_t unix_ms) : unix_ms_(unix_ms) {}

    [[nodiscard]] std::int64_t unix_ms() const override { return unix_ms_ + steady_ms_; }

    [[nodiscard]] std::int64_t steady_ms() const override { return steady_ms_; }

    void advance_to(std::int64_t steady_ms) { steady_ms_ = std::max(steady_ms_, steady_ms); }

    void sleep_until(std::int64_t unix_ms) { advance_to(unix_ms - unix_ms_); }

private:
    std::int64_t unix_ms_, steady_ms_ = 1'000'000;
};

struct Level {
    std::string name;
    int level = 1; // 0: a guest
    std::int64_t threads = 1, per_minute = 3'072, per_day = 20'000, misses_per_day = 2'000;
};

struct Chances { // of each request
    double too_fast = 0, closed = 0, overloaded = 0, reset = 0;
    std::uint64_t two_of = 0; // of so many requests two, one after the other, are too fast
};

// Answers as ScreenScraper does, and watches that no limit is passed.
class FakeService {
public:
    FakeService(const FakeClock& clock, Level level, Chances chances)
        : clock_(clock), level_(std::move(level)), chances_(chances) {}

    struct Answer {
        std::int64_t latency_ms = 0;
        net::Completion completion;
    };

    Answer begin(const net::Transfer& transfer) {
        count();
        const auto& url = transfer.request.url;
        Answer answer;
        if (url.find("ssuserInfos") != std::string::npos) {
            answer = {300, body(200, "{" + user() + "}")};
            ++accounts;
            return answer;
        }
        ++today_;
        most_in_a_day = std::max(most_in_a_day, today_);
        answer.latency_ms = 100;
        if (today_ > level_.per_day) {
            ++refused;
            answer.completion = body(430, "Votre quota de scrape est d\xC3\xA9pass\xC3\xA9 !");
        } else if (!refuse(answer)) {
            answer = url.find("jeuInfos") != std::string::npos ? game(url) : medium();
        }
        return answer;
    }

    void end() { --in_flight_; }

    void end_all() { in_flight_ = 0; }

    // ROMs are named "Game 17.sfc"; every tenth is not known.
    static bool is_known(std::size_t number) { return number % 10 != 9; }

    std::uint64_t requests = 0, refused = 0, accounts = 0, found = 0, missed = 0, media = 0;
    std::int64_t most_in_flight = 0, most_in_a_minute = 0, most_in_a_day = 0;
    std::int64_t work_ms = 0; // what all answers that were not refusals took

private:
    void count() {
        const auto now = clock_.unix_ms();
        ++requests;
        most_in_flight = std::max(most_in_flight, ++in_flight_);
        while (!minute_.empty() && minute_.front() <= now - 60'000) {
            minute_.pop_front();
        }
        minute_.push_back(now);
        most_in_a_minute = std::max(most_in_a_minute, static_cast<std::int64_t>(minute_.size()));
        if (now >= midnight_) {
            today_ = misses_ = 0;
            midnight_ = next_midnight_ms("CET-1CEST,M3.5.0,M10.5.0/3", now).value_or(0);
        }
    }

    bool refuse(Answer& answer) {
        const auto dice = std::uniform_real_distribution<>()(chance_);
        auto limit = chances_.too_fast;
        const bool is_of_two = chances_.two_of > 0 && requests % chances_.two_of < 2;
        if (is_of_two || dice < limit) {
            constexpr std::array k_wordings{
                "Le nombre de threads autoris\xC3\xA9 pour le membre est atteint  ",
                "Le nombre de threads par minute autoris\xC3\xA9 pour le membre est atteint  ",
                "The maximum threads allowed to leecher users is already used  ",
                "The maximum threads is already used  "};
            if (is_of_two) {
                answer.latency_ms = 700; // the second is sent before the first comes back
            }
            const auto at = all_wordings ? refused % k_wordings.size() : 0;
            answer.completion = body(429, k_wordings.at(at));
        } else if (dice < (limit += chances_.closed)) {
            answer.completion = body(401, "API ferm\xC3\xA9 pour les non membres  ");
        } else if (dice < (limit += chances_.overloaded)) {
            answer.completion = body(503, "<html>busy</html>");
        } else if (dice < limit + chances_.reset) {
            answer.completion.outcome = net::Outcome::network;
            answer.completion.message = "reset";
        } else {
            return false;
        }
        ++refused;
        return true;
    }

    Answer game(const std::string& url) {
        const auto at = url.find("Game%20") + 7;
        const auto number = std::stoull(url.substr(at));
        if (!is_known(number)) {
            ++missed;
            work_ms += 1'300;
            if (++misses_ > level_.misses_per_day) {
                return {1'300, body(431, "Faite du tri dans vos fichiers roms !")};
            }
            return {1'300,
                    body(404,
                         "Erreur : Rom/Iso/Dossier non trouv\xC3\xA9"
                         "e !  ")};
        }
        ++found;
        work_ms += 2'500;
        return {2'500,
                body(200,
                     "{" + user() + R"(,"jeu":{"id":")" + std::to_string(number + 1) +
                         R"(","systeme":{"id":"4"},"noms":[{"region":"ss","text":"Game )" +
                         std::to_string(number) + "\"}]}}")};
    }

    Answer medium() {
        ++media;
        work_ms += 700;
        net::Completion completion;
        completion.status = 200;
        completion.body = "\x89PNG\r\n\x1A\n\x01";
        return {700, completion};
    }

    [[nodiscard]] std::string user() const {
        const auto text = [](std::int64_t number) {
            return "\"" + std::to_string(number) + "\"";
        };
        return R"("ssuser":{"id":"ann","niveau":)" + text(level_.level) +
               ",\"maxthreads\":" + text(level_.threads) +
               ",\"maxrequestspermin\":" + text(level_.per_minute) +
               ",\"maxrequestsperday\":" + text(level_.per_day) +
               ",\"requeststoday\":" + text(today_ / 10 * 10) +
               ",\"maxrequestskoperday\":" + text(level_.misses_per_day) +
               ",\"requestskotoday\":" + text(misses_) + "}";
    }

    static net::Completion body(std::uint32_t status, std::string text) {
        net::Completion completion;
        completion.status = status;
        completion.body = status == 200 ? R"({"header":{"success":"true"},"response":)" + text + "}"
                                        : std::move(text);
        return completion;
    }

    const FakeClock& clock_;
    Level level_;
    Chances chances_;
    std::minstd_rand chance_{1};
    std::int64_t in_flight_ = 0, today_ = 0, misses_ = 0, midnight_ = 0;
    std::deque<std::int64_t> minute_;

public:
    bool all_wordings = false; // of "too fast"; else the one for too many at once
};

// The real lanes between an asker and that service.
class FakeTransport : public net::Transport {
public:
    FakeTransport(FakeClock& clock, FakeService& service) : clock_(clock), service_(service) {}

    ~FakeTransport() override { service_.end_all(); } // the connections are gone

    net::LaneId add_lane(net::LaneRules rules, std::shared_ptr<net::Ledger> ledger) override {
        return lanes_.add(rules, std::move(ledger));
    }

    void set_rules(net::LaneId lane, net::LaneRules rules) override {
        lanes_.set_rules(lane, rules);
    }

    void pause_until(net::LaneId lane, std::int64_t steady_ms) override {
        lanes_.pause_until(lane, steady_ms);
    }

    void submit(net::Transfer transfer) override {
        const auto ticket = ++last_ticket_;
        lanes_.push(
            transfer.lane, ticket, transfer.priority, transfer.not_before_ms, transfer.counts);
        waiting_.emplace(ticket, std::move(transfer));
    }

    void release(net::LaneId lane) override { lanes_.finished(lane, clock_.unix_ms()); }

    void cancel_waiting(net::LaneId lane) override {
        for (const auto ticket : lanes_.clear(lane)) {
            auto node = waiting_.extract(ticket);
            tell(node.mapped(), net::Outcome::cancelled);
        }
    }

    // Once nothing is left to do at this instant: the next that something happens.
    void step() {
        while (const auto start = lanes_.take(clock_.steady_ms(), clock_.unix_ms())) {
            auto node = waiting_.extract(start->ticket);
            if (start->is_spent) {
                tell(node.mapped(), net::Outcome::spent);
                return;
            }
            auto answer = service_.begin(node.mapped());
            answer.completion.sent_ms = clock_.steady_ms();
            coming_.emplace(clock_.steady_ms() + answer.latency_ms,
                            Coming{std::move(node.mapped()), std::move(answer.completion)});
        }
        const auto opens = lanes_.next_ms(clock_.steady_ms());
        const auto comes = coming_.empty() ? std::nullopt : std::optional(coming_.begin()->first);
        if (opens && (!comes || *opens < *comes)) {
            clock_.advance_to(*opens);
        } else if (comes) {
            clock_.advance_to(*comes);
            auto node = coming_.extract(coming_.begin());
            service_.end();
            auto& [transfer, completion] = node.mapped();
            completion.keeps_lane = transfer.keeps_lane;
            completion.received_unix_ms = clock_.unix_ms();
            transfer.done(std::move(completion));
        }
    }

private:
    struct Coming {
        net::Transfer transfer;
        net::Completion completion;
    };

    static void tell(const net::Transfer& transfer, net::Outcome outcome) {
        net::Completion completion;
        completion.outcome = outcome;
        transfer.done(std::move(completion));
    }

    FakeClock& clock_;
    FakeService& service_;
    net::Lanes lanes_;
    std::map<net::Lanes::Ticket, net::Transfer> waiting_;
    std::multimap<std::int64_t, Coming> coming_;
    net::Lanes::Ticket last_ticket_ = 0;
};

} // namespace curateur::test
