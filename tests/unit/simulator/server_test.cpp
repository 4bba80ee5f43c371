#include "asking.hpp"
#include "simulator/simulator.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include <future>

using namespace curateur::simulator;

namespace {

const std::string k_who = "devid=developer&devpassword=developer-password&softname=t&ssid=player&"
                          "sspassword=pass&output=json";

class SimulatorServer : public testing::Test {
protected:
    void SetUp() override {
        auto options = options_with(k_games);
        auto started = Simulator::start(std::move(options), {}, folder_.path() / "log");
        ASSERT_TRUE(started) << started.error().message;
        simulator_ = *std::move(started);
        client_ = std::make_unique<httplib::Client>("127.0.0.1", simulator_->ports().api);
        client_->set_keep_alive(true);
        media_ = std::make_unique<httplib::Client>("127.0.0.1", simulator_->ports().media);
        client_->set_read_timeout(10);
    }

    httplib::Result get(const std::string& page, const std::string& query) {
        return client_->Get("/api2/" + page + "?" + k_who + "&" + query);
    }

    httplib::Result picture() {
        return media_->Get("/api2/mediaJeu.php?" + k_who + "&systemeid=4&jeuid=11&media=ss(us)");
    }

    void post(const std::string& path, const std::string& body, int status = 200) {
        const auto answer = client_->Post(path, body, "application/json");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status) << answer->body;
    }

    curateur::test::TempFolder folder_;
    std::unique_ptr<Simulator> simulator_;
    std::unique_ptr<httplib::Client> client_, media_;
};

} // namespace

TEST_F(SimulatorServer, AnswersOverHttp) {
    const auto answer = get("jeuInfos.php", "gameid=11");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->get_header_value("Content-Type"), "application/json; charset=utf-8");
    EXPECT_EQ(answer->get_header_value("Transfer-Encoding"), "chunked");
    EXPECT_FALSE(answer->has_header("Content-Encoding"));
}

TEST_F(SimulatorServer, CompressesForThoseWhoLikeIt) {
    client_->set_decompress(false);
    const auto answer = client_->Get("/api2/jeuInfos.php?" + k_who + "&gameid=11",
                                     {{"Accept-Encoding", "gzip, deflate"}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->get_header_value("Content-Encoding"), "gzip");
    EXPECT_EQ(answer->body.substr(0, 2), "\x1F\x8B");
}

TEST_F(SimulatorServer, SendsMediaFromTheOtherPort) {
    const auto answer = get("jeuInfos.php", "gameid=11");
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->body.find("\"url\": \"" + simulator_->media_url() + "/mediaJeu.php?"),
              std::string::npos);
    const auto medium = picture();
    ASSERT_TRUE(medium);
    EXPECT_EQ(medium->get_header_value("Content-Type"), "image/png");
    EXPECT_EQ(medium->get_header_value("Content-Length"), std::to_string(medium->body.size()));
}

TEST_F(SimulatorServer, HasLoggedARequestWhenItsAnswerIsThere) {
    for (int i = 1; i <= 50; ++i) {
        ASSERT_TRUE(get("ssuserInfos.php", ""));
        EXPECT_EQ(simulator_->service().log().entries().size(), static_cast<std::size_t>(i));
    }
    const auto file = folder_.read("log");
    EXPECT_EQ(std::count(file.begin(), file.end(), '\n'), 50);
}

TEST_F(SimulatorServer, NeverRefusesWhoAsksOneAfterTheOtherOnTwoConnections) {
    post("/control/state", R"({"accounts": {"player": {"maxthreads": 1}}})");
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(get("jeuInfos.php", "gameid=11")->status, 200);
        EXPECT_EQ(picture()->status, 200);
    }
}

TEST_F(SimulatorServer, LatencyHoldsUpNobodyElse) {
    post("/control/state", R"({"latency_ms": 300, "accounts": {"player": {"maxthreads": 100}}})");
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::future<int>> answers;
    answers.reserve(40);
    for (int i = 0; i < 40; ++i) {
        answers.push_back(std::async(std::launch::async, [&] {
            httplib::Client client("127.0.0.1", simulator_->ports().api);
            const auto answer = client.Get("/api2/jeuInfos.php?" + k_who + "&gameid=11");
            return answer ? answer->status : 0;
        }));
    }
    for (auto& answer : answers) {
        EXPECT_EQ(answer.get(), 200);
    }
    // One after the other would take twelve seconds.
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(6));
    EXPECT_GE(simulator_->service().accounts().all().front().most_in_flight, 30);
}

TEST_F(SimulatorServer, ABodyCanBeCutShort) {
    post("/control/faults", R"({"fault": "truncated"})");
    EXPECT_FALSE(get("jeuInfos.php", "gameid=11"));
    EXPECT_FALSE(picture());
    EXPECT_FALSE(simulator_->service().log().entries().back().complete);
}

TEST_F(SimulatorServer, HalfABodyCanPretendToBeAll) {
    const auto whole = picture()->body.size();
    post("/control/faults", R"({"fault": "cut"})");
    EXPECT_EQ(picture()->body.size(), whole / 2);
}

TEST_F(SimulatorServer, AConnectionCanBeReset) {
    post("/control/faults",
         R"([{"fault": "reset", "times": 1}, {"fault": "reset_midway", "times": 1}])");
    EXPECT_FALSE(picture());
    EXPECT_FALSE(picture());
    EXPECT_TRUE(picture());
}

TEST_F(SimulatorServer, ABodyCanBeSlow) {
    post("/control/faults", R"({"endpoint": "media", "bytes_per_second": 200000})");
    ASSERT_TRUE(picture());
    const auto entry = simulator_->service().log().entries().back();
    EXPECT_GE(entry.took_ms, static_cast<double>(entry.bytes) / 200000 * 1000 * 0.8);
}

TEST_F(SimulatorServer, ABodyCanGoOnWithoutEnd) {
    post("/control/faults", R"({"fault": "endless"})");
    std::size_t received = 0;
    const auto answer =
        media_->Get("/api2/mediaJeu.php?" + k_who + "&systemeid=4&jeuid=11&media=ss(us)",
                    [&](const char*, std::size_t size) {
                        received += size;
                        return received < 500000;
                    });
    EXPECT_FALSE(answer);
    EXPECT_GE(received, 500000U);
}

TEST_F(SimulatorServer, AnAnswerCanFailToCome) {
    post("/control/faults", R"({"fault": "hang"})");
    client_->set_read_timeout(0, 200000);
    const auto answer = get("jeuInfos.php", "gameid=11");
    EXPECT_FALSE(answer);
}

TEST_F(SimulatorServer, EndsAtOnceWithConnectionsOpenAndAnswersOutstanding) {
    post("/control/state", R"({"latency_ms": 60000})");
    auto waiting = std::async(std::launch::async,
                              [&] { return static_cast<bool>(get("jeuInfos.php", "gameid=11")); });
    while (simulator_->service().accounts().all().front().in_flight == 0) {
        std::this_thread::yield();
    }
    const auto start = std::chrono::steady_clock::now();
    simulator_.reset();
    static_cast<void>(waiting.get());
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(SimulatorServer, IsControlledOverHttp) {
    post("/control/faults", R"({"say": "closed"})");
    EXPECT_EQ(get("jeuInfos.php", "gameid=11")->status, 423);
    EXPECT_EQ(client_->Delete("/control/faults")->status, 200);
    EXPECT_EQ(get("jeuInfos.php", "gameid=11")->status, 200);
    EXPECT_NE(client_->Get("/control/summary")->body.find("\"jeuInfos.php 423\":1"),
              std::string::npos);
    EXPECT_NE(client_->Get("/control/log")->body.find("\"outcome\":\"closed\""), std::string::npos);
    post("/control/reset", "");
    EXPECT_EQ(client_->Get("/control/log")->body, "");
    post("/control/state", R"({"latncy_ms": 1})", 400);
}

TEST_F(SimulatorServer, SaysThatAPortIsTaken) {
    const auto second = Simulator::start({}, {simulator_->ports().api, 0});
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().message.find("cannot be listened on"), std::string::npos);
}
