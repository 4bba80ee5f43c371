#include "core/channel.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace curateur::core {
namespace {

TEST(Channel, HandsItemsOverInTheOrderTheyWereSent) {
    Channel<int> channel(4);
    const std::stop_token never;

    EXPECT_TRUE(channel.send(1, never));
    EXPECT_TRUE(channel.send(2, never));

    EXPECT_EQ(channel.receive(never), 1);
    EXPECT_EQ(channel.receive(never), 2);
}

TEST(Channel, GivesNothingOnceItIsClosedAndDrained) {
    Channel<int> channel(1);
    const std::stop_token never;
    EXPECT_TRUE(channel.send(7, never));

    channel.close();

    EXPECT_EQ(channel.receive(never), 7);
    EXPECT_EQ(channel.receive(never), std::nullopt);
    EXPECT_FALSE(channel.send(8, never));
}

TEST(Channel, LetsAWaitingSenderGoWhenStopIsRequested) {
    Channel<int> channel(1);
    EXPECT_TRUE(channel.send(1, {}));
    bool sent = true;
    {
        std::jthread sender([&](const std::stop_token& stop) { sent = channel.send(2, stop); });
        sender.request_stop();
    }
    EXPECT_FALSE(sent);
}

} // namespace
} // namespace curateur::core
