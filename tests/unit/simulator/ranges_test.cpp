// Parts of media, over HTTP: the library that serves has its own idea of them.
#include "asking.hpp"
#include "simulator/simulator.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

using namespace curateur::simulator;

namespace {

class SimulatorRanges : public testing::Test {
protected:
    void SetUp() override {
        auto started = Simulator::start(options_with(k_games));
        ASSERT_TRUE(started) << started.error().message;
        simulator_ = *std::move(started);
        whole_ = get({});
    }

    httplib::Response get(const httplib::Headers& headers) {
        httplib::Client client("127.0.0.1", simulator_->ports().media);
        auto answer = client.Get("/api2/mediaJeu.php?devid=developer&devpassword="
                                 "developer-password&softname=t&ssid=player&sspassword=pass&"
                                 "systemeid=4&jeuid=11&media=ss(us)",
                                 headers);
        EXPECT_TRUE(answer);
        return answer ? *answer : httplib::Response();
    }

    httplib::Response part(const std::string& range, const std::string& if_range = "") {
        return get(if_range.empty() ? httplib::Headers{{"Range", range}}
                                    : httplib::Headers{{"Range", range}, {"If-Range", if_range}});
    }

    void fault(const std::string& name) {
        const auto json = parse_json(R"({"times": 1, "fault": ")" + name + "\"}");
        ASSERT_TRUE(json);
        ASSERT_TRUE(simulator_->service().add_faults(*json));
    }

    [[nodiscard]] std::string from(std::size_t first) const {
        return "bytes " + std::to_string(first) + "-" + std::to_string(whole_.body.size() - 1) +
               "/" + std::to_string(whole_.body.size());
    }

    std::unique_ptr<Simulator> simulator_;
    httplib::Response whole_;
};

} // namespace

TEST_F(SimulatorRanges, AreOffered) {
    EXPECT_EQ(whole_.status, 200);
    EXPECT_EQ(whole_.get_header_value("Accept-Ranges"), "bytes");
    EXPECT_NE(whole_.get_header_value("ETag"), "");
    EXPECT_EQ(whole_.get_header_value("ETag"), get({}).get_header_value("ETag"));
}

TEST_F(SimulatorRanges, AreSentAloneAndLogged) {
    const auto rest = part("bytes=100-");
    EXPECT_EQ(rest.status, 206);
    EXPECT_EQ(rest.get_header_value("Content-Range"), from(100));
    EXPECT_TRUE(rest.body == whole_.body.substr(100));
    EXPECT_EQ(simulator_->service().log().entries().back().range, "bytes=100-");
}

TEST_F(SimulatorRanges, AreOfTheFileThatIsMeantOrTheWholeComes) {
    EXPECT_EQ(part("bytes=100-", whole_.get_header_value("ETag")).status, 206);
    EXPECT_EQ(part("bytes=100-", whole_.get_header_value("Last-Modified")).status, 206);
    const auto other = part("bytes=100-", "\"another\"");
    EXPECT_EQ(other.status, 200);
    EXPECT_TRUE(other.body == whole_.body);
}

TEST_F(SimulatorRanges, ThatAreNotUnderstoodAreIgnored) {
    for (const auto* const range : {"bytes=5-9", "bytes=-5", "bytes=0-,5-"}) {
        EXPECT_EQ(part(range).status, 200) << range;
    }
}

TEST_F(SimulatorRanges, BeyondTheEndAreRefused) {
    const auto refused = part("bytes=" + std::to_string(whole_.body.size()) + "-");
    EXPECT_EQ(refused.status, 416);
    EXPECT_EQ(refused.get_header_value("Content-Range"),
              "bytes */" + std::to_string(whole_.body.size()));
}

TEST_F(SimulatorRanges, AreNotOfferedIfTheyAreSwitchedOff) {
    const auto json = parse_json(R"({"ranges": false})");
    ASSERT_TRUE(simulator_->service().change(*json));
    const auto answer = part("bytes=100-");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.get_header_value("Accept-Ranges"), "");
    EXPECT_EQ(answer.get_header_value("ETag"), "");
}

TEST_F(SimulatorRanges, HaveTheirLies) {
    const auto tag = whole_.get_header_value("ETag");
    fault("new_tag");
    EXPECT_EQ(part("bytes=100-", tag).status, 200);
    fault("range_ignored");
    EXPECT_EQ(part("bytes=100-").status, 200);
    fault("range_refused");
    EXPECT_EQ(part("bytes=100-").status, 416);
    fault("range_shifted");
    EXPECT_EQ(part("bytes=100-").get_header_value("Content-Range"), from(101));
    fault("range_unmarked");
    EXPECT_FALSE(part("bytes=100-").has_header("Content-Range"));
    fault("range_of_new");
    const auto of_new = part("bytes=100-", tag);
    EXPECT_EQ(of_new.status, 206);
    EXPECT_NE(of_new.get_header_value("ETag"), tag);
    fault("range_spoilt");
    const auto spoilt = part("bytes=100-", tag);
    EXPECT_EQ(spoilt.get_header_value("Content-Range"), from(100));
    EXPECT_EQ(spoilt.body.size(), whole_.body.size() - 100);
    EXPECT_FALSE(spoilt.body == whole_.body.substr(100));
}
