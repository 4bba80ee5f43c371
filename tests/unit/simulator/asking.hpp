// A service with a few games, asked without a socket.
#pragma once

#include "simulator/service.hpp"

#include <curateur/support/json.hpp>

#include <gtest/gtest.h>

namespace curateur::simulator {

inline ServiceOptions options_with(const std::string& catalogue) {
    ServiceOptions options;
    auto read = read_catalogue(catalogue);
    EXPECT_TRUE(read) << read.error().message;
    options.catalogue = *std::move(read);
    return options;
}

inline constexpr const char* k_games = R"json({
    "accounts": [
        {"user": "player", "password": "pass", "maxthreads": 2},
        {"user": "helper", "password": "pass", "tier": "contributor"}],
    "filler_dumps": 3,
    "games": [
        {"id": 11, "system": 4, "names": {"ss": "Zebra Run", "us": "Zebra Run : Turbo", "jp": "Shimauma"},
         "media": ["ss(us)", {"code": "box-2D(us)", "regions": ["us", "eu"]}, "video", "manuel(us)",
                   {"code": "fanart", "format": "jpg"}],
         "roms": [{"name": "Zebra Run (USA).sfc", "size": 1024, "crc": "0a0b0c0d",
                   "md5": "00112233445566778899aabbccddeeff",
                   "sha1": "00112233445566778899aabbccddeeff00112233", "serial": "SNS-ZR"}]},
        {"id": 12, "system": 4, "name": "Comet Kid", "media": []},
        {"id": 13, "system": 3, "name": "Comet Kid", "media": []},
        {"id": 14, "system": 4, "name": "Twin Peaks", "media": []},
        {"id": 15, "system": 4, "name": "Twin Peaks", "media": []},
        {"id": 16, "system": 6, "name": "Arcade Hero", "media": [],
         "roms": [{"name": "hero.zip", "size": 5}]},
        {"id": 17, "system": 4, "name": "Sound Test", "notgame": true, "media": [],
         "developer": null, "synopsis": null}]
})json";

class Asking : public testing::Test {
protected:
    explicit Asking(const std::string& catalogue = k_games) : service_(options_with(catalogue)) {
        service_.set_media_base("http://127.0.0.1:1/api2/");
    }

    static Parameters member() {
        return {{"devid", "developer"},
                {"devpassword", "developer-password"},
                {"softname", "test 1"},
                {"ssid", "player"},
                {"sspassword", "pass"},
                {"output", "json"}};
    }

    static Parameters guest() {
        auto all = member();
        all.erase("ssid");
        all.erase("sspassword");
        return all;
    }

    // The request has ended when it returns.
    Reply ask(const std::string& page, const Parameters& more, Parameters who = member()) {
        std::unique_ptr<Ticket> ticket;
        return ask(page, more, std::move(who), ticket);
    }

    // It is in flight until the ticket ends.
    Reply ask(const std::string& page,
              const Parameters& more,
              Parameters who,
              std::unique_ptr<Ticket>& ticket) {
        who.insert(more.begin(), more.end());
        return service_.answer({page, "/api2/" + page + "?…", who, "127.0.0.1", false, {}, {}},
                               ticket);
    }

    Reply game(const Parameters& more) { return ask("jeuInfos.php", more); }

    static json::Document parsed(const Reply& reply) {
        auto read = json::parse(reply.body);
        EXPECT_TRUE(read) << reply.body;
        return read ? *std::move(read) : json::Document();
    }

    static std::string id_of(const Reply& reply) {
        const auto document = parsed(reply);
        return document.root()["response"]["jeu"]["id"].text();
    }

    // What is changed by JSON, as the control page does.
    void change(const std::string& text) {
        const auto json = parse_json(text);
        ASSERT_TRUE(json);
        const auto done = service_.change(*json);
        ASSERT_TRUE(done) << done.error().message;
    }

    void fault(const std::string& text) {
        const auto json = parse_json(text);
        ASSERT_TRUE(json);
        const auto done = service_.add_faults(*json);
        ASSERT_TRUE(done) << done.error().message;
    }

    Service service_;
};

} // namespace
  // curateur::simulator
