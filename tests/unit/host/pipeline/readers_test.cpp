#include "pipeline/readers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <string>

namespace curateur::pipeline {
namespace {

using platform::Storage;

const Storage k_turning{Storage::Kind::spindle, "sda"};
const Storage k_other{Storage::Kind::network, "0:50"};
const Storage k_solid{Storage::Kind::fast, "nvme0n1"};

// Something that a job waits for, or a test; false: it did not happen, and nobody hangs.
class Event {
public:
    void set() { promise_.set_value(); }

    [[nodiscard]] bool wait() const {
        return happened_.wait_for(std::chrono::seconds(20)) == std::future_status::ready;
    }

private:
    std::promise<void> promise_;
    std::shared_future<void> happened_ = promise_.get_future().share();
};

} // namespace

TEST(Readers, TakeOneAtATimeFromADiskThatTurns) {
    Event go, done;
    std::atomic<bool> second_began = false, second_began_early = false;
    Readers readers(0);
    readers.submit(k_turning, [&](const auto&) { EXPECT_TRUE(go.wait()); }, {});
    readers.submit(k_turning,
                   [&](const auto&) {
                       second_began = true;
                       done.set();
                   },
                   {});
    readers.submit(k_solid,
                   [&](const auto&) {
                       second_began_early = second_began.load();
                       go.set();
                   },
                   {});
    EXPECT_TRUE(done.wait());
    EXPECT_FALSE(second_began_early);
}

TEST(Readers, TakeOneFromEachOfTwoMountsAtOnce) {
    Event first, second;
    Readers readers(0);
    readers.submit(k_turning,
                   [&](const auto&) {
                       EXPECT_TRUE(second.wait());
                       first.set();
                   },
                   {});
    readers.submit(k_other, [&](const auto&) { second.set(); }, {});
    EXPECT_TRUE(first.wait());
}

TEST(Readers, TakeSeveralFromAFastDisk) {
    Event first, second;
    Readers readers(0);
    readers.submit(k_solid,
                   [&](const auto&) {
                       EXPECT_TRUE(second.wait());
                       first.set();
                   },
                   {});
    readers.submit(k_solid, [&](const auto&) { second.set(); }, {});
    EXPECT_TRUE(first.wait());
}

TEST(Readers, TakeAsManyAsTheUserSaysFromAnything) {
    Event first, second;
    Readers readers(2);
    readers.submit(k_turning,
                   [&](const auto&) {
                       EXPECT_TRUE(second.wait());
                       first.set();
                   },
                   {});
    readers.submit(k_turning, [&](const auto&) { second.set(); }, {});
    EXPECT_TRUE(first.wait());
}

TEST(Readers, TellWhatComesNextBeforeTheyReadWhatIsNow) {
    Event go, done;
    std::string order; // of one storage: by one thread at a time
    Readers readers(0);
    readers.submit(
        k_turning, [&](const auto&) { EXPECT_TRUE(go.wait()); }, [&] { order += "ahead 1, "; });
    readers.submit(
        k_turning, [&](const auto&) { order += "2, "; }, [&] { order += "ahead 2, "; });
    readers.submit(
        k_turning,
        [&](const auto&) {
            order += "3";
            done.set();
        },
        [&] { order += "ahead 3, "; });
    go.set();
    EXPECT_TRUE(done.wait());
    EXPECT_TRUE(order.ends_with("ahead 3, 2, 3")) << order;
}

TEST(Readers, DropWhatWaitsWhenTheyEnd) {
    Event began, go;
    std::atomic<bool> second = false;
    {
        Readers readers(1);
        readers.submit(k_turning,
                       [&](const std::stop_token& stop) {
                           std::stop_callback on_stop(stop, [&] { go.set(); });
                           began.set();
                           EXPECT_TRUE(go.wait());
                       },
                       {});
        readers.submit(k_turning, [&](const auto&) { second = true; }, {});
        EXPECT_TRUE(began.wait());
    }
    EXPECT_FALSE(second);
}

} // namespace curateur::pipeline
