// A run in simulated time: what takes a month there is over here in seconds. The lanes, the ledger,
// the asker and the plugin are the real ones; the network is not.
#pragma once

#include "net/secrets.hpp"
#include "pipeline/asker.hpp"
#include "plugin/loader.hpp"
#include "simulated.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

namespace curateur::test {

// What a run keeps of each ROM.
struct RomState {
    enum class Lookup : std::uint8_t { open, have, absent, failed } lookup = Lookup::open;
    std::uint8_t media = 0; // that are there
};

// The passes of a run over made-up ROMs.
class SimulatedRun {
public:
    // seed: of how long it waits before it asks again.
    SimulatedRun(const Level& level,
                 Chances chances,
                 std::size_t roms,
                 std::uint8_t media,
                 std::uint32_t seed = 1)
        : service(clock, level, chances)
        , roms_(roms)
        , media_(media)
        , is_guest_(level.level == 0)
        , seed_(seed) {
        plugins_.load_from({PLUGIN_DIR});
        const auto found = plugins_.find(plugin::Kind::source, "screenscraper");
        EXPECT_TRUE(found) << found.error().message;
        source_.component = *found;
        source_.settings.values = {{"devid", {"dev"}},
                                   {"devpassword", {"secret"}},
                                   {"softname", {"test"}},
                                   {"base_url", {"https://api.screenscraper.fr/api2"}}};
        if (!is_guest_) {
            source_.settings.values["user_id"] = {"ann"};
            source_.settings.values["user_password"] = {"secret"};
        }
        source_.vault = std::make_shared<net::SecretVault>();
        source_.origins.allow_host("api.screenscraper.fr");
        places_.accounts = folder_.path();
    }

    // One pass, killed after so many requests. Returns why something is left.
    std::optional<pipeline::Ending> pass(std::uint64_t kill_after = 0) {
        const pipeline::Log log = [](config::LogLevel, const std::string&) {
        };
        const pipeline::Setup setup{
            config, places_, {}, {}, {}, {}, false, "1", reporter_, log, clock, {}, {}};
        pipeline::Loop loop;
        FakeTransport transport(clock, service);
        bool is_over = false;
        pipeline::Budget budget;
        auto asker = pipeline::Asker::create(source_,
                                             {setup,
                                              loop,
                                              transport,
                                              nullptr,
                                              &budget,
                                              false,
                                              [&](const auto&, const auto&) { is_over = true; },
                                              [](const auto&) {},
                                              seed_});
        EXPECT_TRUE(asker) << asker.error().message;
        asker_ = asker->get();
        next_ = open_ = 0;
        const auto begun = service.requests;
        loop.run(
            [&] {
                return (open_ == 0 && (is_over || next_ == roms_.size())) ||
                       (kill_after > 0 && service.requests - begun >= kill_after);
            },
            [&] {
                while (!is_over && next_ < roms_.size() &&
                       open_ < 4 * std::size_t{asker_->concurrency()} + 16) {
                    ask(next_++);
                }
                transport.step();
            },
            std::chrono::milliseconds(0));
        return asker_->unfinished();
    }

    FakeClock clock{1'790'000'000'000};
    FakeService service;
    config::Config config;

    [[nodiscard]] const std::vector<RomState>& roms() const { return roms_; }

private:
    void ask(std::size_t number) {
        auto& rom = roms_[number];
        if (rom.lookup == RomState::Lookup::absent) {
            return;
        }
        ++open_;
        if (rom.lookup == RomState::Lookup::have) {
            fetch(number);
            return;
        }
        core::Query query;
        query.lookups = core::lookup_hash | core::lookup_file;
        query.platform = "snes";
        query.native_platform = "4";
        core::Evidence evidence;
        evidence.size = 1'024;
        evidence.name = "Game " + std::to_string(number) + ".sfc";
        evidence.crc32 = "00000001";
        query.evidence = {evidence};
        asker_->ask(std::move(query),
                    {"snes", evidence.name},
                    true,
                    traffic_,
                    [this, number](const pipeline::Reply& reply) { replied(number, reply); });
    }

    void replied(std::size_t number, const pipeline::Reply& reply) {
        using Kind = pipeline::Reply::Kind;
        auto& rom = roms_[number];
        switch (reply.kind) {
        case Kind::records:
            rom.lookup = RomState::Lookup::have;
            fetch(number);
            return;
        case Kind::miss:
            rom.lookup = RomState::Lookup::absent;
            break;
        case Kind::failed:
            rom.lookup = RomState::Lookup::failed;
            break;
        default:
            break;
        }
        --open_;
    }

    void fetch(std::size_t number) {
        const auto wanted = static_cast<std::uint8_t>(media_ - roms_[number].media);
        if (wanted == 0) {
            --open_;
            return;
        }
        const auto left = std::make_shared<std::uint8_t>(wanted);
        for (std::uint8_t i = 0; i < wanted; ++i) {
            core::Request request;
            request.url =
                "https://api.screenscraper.fr/api2/mediaJeu.php?n=" + std::to_string(number) + "-" +
                std::to_string(i);
            asker_->fetch({std::move(request), folder_.path() / "none", 1'000, {}, "snes/Game"},
                          traffic_,
                          [this, number, left](const pipeline::Fetched& fetched) {
                              if (fetched.kind == pipeline::Fetched::Kind::ok) {
                                  ++roms_[number].media;
                              }
                              open_ -= --*left == 0 ? 1U : 0U;
                          });
        }
    }

    TempFolder folder_;
    plugin::Loader plugins_;
    pipeline::SourceSetup source_;
    pipeline::Places places_;
    report::Reporter reporter_;
    std::vector<RomState> roms_;
    std::uint8_t media_;
    bool is_guest_;
    std::uint32_t seed_;
    pipeline::Asker* asker_ = nullptr;
    pipeline::Traffic traffic_;
    std::size_t next_ = 0, open_ = 0;
};

} // namespace curateur::test
