#include "net/engine.hpp"
#include "net/writer.hpp"
#include "platform/digest.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <future>
#include <latch>

using namespace curateur;
using namespace curateur::net;

namespace {

// A server on loopback for the life of a test.
class Network : public testing::Test {
protected:
    void SetUp() override {
        server_.new_task_queue = [] {
            return new httplib::ThreadPool(32);
        };
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::jthread([this] { server_.listen_after_bind(); });
        while (!server_.is_running()) {
            std::this_thread::yield();
        }
        ASSERT_TRUE(origins_.allow_url(url("/")));
        lane_ = engine_->add_lane({4, 0, 0});
    }

    // The connections are closed first: the server waits for their end.
    void TearDown() override {
        engine_.reset();
        server_.stop();
    }

    [[nodiscard]] std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }

    Transfer transfer(const std::string& path) {
        Transfer made;
        made.lane = lane_;
        made.request.url = url(path);
        made.origins = origins_;
        return made;
    }

    // The promise is shared: the network thread may still be in set_value() when the answer is out.
    Completion run(Transfer transfer) {
        const auto promise = std::make_shared<std::promise<Completion>>();
        auto future = promise->get_future();
        transfer.done = [promise](Completion answer) {
            promise->set_value(std::move(answer));
        };
        engine_->submit(std::move(transfer));
        return future.get();
    }

    httplib::Server server_;
    OriginList origins_;
    int port_ = 0;
    LaneId lane_ = 0;
    std::optional<Engine> engine_{EngineOptions{}};

private:
    std::jthread thread_;
};

} // namespace

TEST_F(Network, BringsAnAnswerWithItsStatusAndHeaders) {
    server_.Get("/x", [](const httplib::Request&, httplib::Response& answer) {
        answer.status = 430;
        answer.set_header("Retry-After", "7");
        answer.set_content("quota", "text/plain");
    });
    const auto completion = run(transfer("/x"));
    EXPECT_EQ(completion.outcome, Outcome::ok);
    EXPECT_EQ(completion.status, 430U);
    EXPECT_EQ(completion.body, "quota");
    EXPECT_TRUE(
        std::any_of(completion.headers.begin(), completion.headers.end(), [](const auto& one) {
            return one.name == "retry-after" && one.value == "7";
        }));
}

TEST_F(Network, StreamsIntoAFileAndDigestsIt) {
    const test::TempFolder folder;
    const std::string bytes(3'000'000, 'x');
    server_.Get("/x", [&](const httplib::Request&, httplib::Response& answer) {
        answer.set_content(bytes, "image/png");
    });
    auto wanted = transfer("/x");
    wanted.file = std::make_shared<FileSink>(folder.path() / "a.tmp");
    const auto completion = run(std::move(wanted));
    EXPECT_EQ(completion.outcome, Outcome::ok);
    EXPECT_EQ(completion.digests.size, bytes.size());
    EXPECT_EQ(completion.digests.sha256, platform::sha256_of(bytes));
    EXPECT_EQ(folder.read("a.tmp"), bytes);
    EXPECT_EQ(completion.body.size(), 4096U);
}

TEST_F(Network, AnAnswerThatKeepsItsLaneHoldsTheNextOneBackUntilItIsDealtWith) {
    server_.Get("/x", [](const httplib::Request&, httplib::Response& answer) {
        answer.set_content("x", "text/plain");
    });
    auto first = transfer("/x");
    first.keeps_lane = true;
    EXPECT_TRUE(run(std::move(first)).keeps_lane);
    EXPECT_EQ(engine_->report(lane_).in_flight, 1U);
    engine_->release(lane_);
    EXPECT_EQ(engine_->report(lane_).in_flight, 0U);
    EXPECT_FALSE(run(transfer("/x")).keeps_lane);
}

TEST_F(Network, RefusesAnAnswerThatIsTooLarge) {
    server_.Get("/x", [](const httplib::Request&, httplib::Response& answer) {
        answer.set_content(std::string(1000, 'x'), "text/plain");
    });
    auto wanted = transfer("/x");
    wanted.max_bytes = 999;
    EXPECT_EQ(run(std::move(wanted)).outcome, Outcome::too_big);
}

TEST_F(Network, FollowsRedirectsWithinTheOrigins) {
    server_.Get("/a", [](const httplib::Request&, httplib::Response& answer) {
        answer.set_redirect("/b");
    });
    server_.Get("/b", [](const httplib::Request&, httplib::Response& answer) {
        answer.set_content("b", "text/plain");
    });
    EXPECT_EQ(run(transfer("/a")).body, "b");
}

TEST_F(Network, DoesNotFollowARedirectElsewhere) {
    server_.Get("/a", [](const httplib::Request&, httplib::Response& answer) {
        answer.set_redirect("https://evil.example/");
    });
    const auto completion = run(transfer("/a"));
    EXPECT_EQ(completion.outcome, Outcome::origin_refused);
    EXPECT_NE(completion.message.find("evil.example"), std::string::npos);
}

TEST_F(Network, SaysThatNobodyListens) {
    auto wanted = transfer("/x");
    wanted.request.url = "http://127.0.0.1:1/x";
    EXPECT_EQ(run(std::move(wanted)).outcome, Outcome::network);
}

TEST_F(Network, NeverSendsMoreAtOnceThanTheLaneAllows) {
    std::atomic<int> now{0};
    std::atomic<int> most{0};
    server_.Get("/x", [&](const httplib::Request&, httplib::Response& answer) {
        const int count = ++now;
        for (int seen = most; count > seen && !most.compare_exchange_weak(seen, count);) {
        }
        --now;
        answer.set_content("x", "text/plain");
    });
    constexpr int k_transfers = 200;
    std::latch left(k_transfers);
    for (int i = 0; i < k_transfers; ++i) {
        auto wanted = transfer("/x");
        wanted.done = [&](const Completion&) {
            left.count_down();
        };
        engine_->submit(std::move(wanted));
    }
    left.wait();
    EXPECT_LE(most, 4);
    EXPECT_EQ(engine_->report(lane_).sent, 200U);
    EXPECT_LE(engine_->report(lane_).most_in_flight, 4U);
}

TEST_F(Network, CancelAnswersEveryTransfer) {
    std::latch asked(1);
    std::promise<void> release;
    auto released = release.get_future().share();
    server_.Get("/x", [&asked, released](const httplib::Request&, httplib::Response&) {
        asked.count_down();
        released.wait();
    });
    engine_->set_rules(lane_, {1, 0, 0});
    std::latch left(3);
    std::atomic<int> cancelled{0};
    for (int i = 0; i < 3; ++i) {
        auto wanted = transfer("/x");
        wanted.done = [&](const Completion& completion) {
            cancelled += completion.outcome == Outcome::cancelled ? 1 : 0;
            left.count_down();
        };
        engine_->submit(std::move(wanted));
    }
    asked.wait();
    engine_->cancel_all();
    left.wait();
    release.set_value();
    EXPECT_EQ(cancelled, 3);
}
