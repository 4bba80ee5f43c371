#include "core/redactor.hpp"
#include "net/wire.hpp"

#include <gtest/gtest.h>

#include <random>

using namespace curateur;
using namespace curateur::net;

namespace {

core::Request get(std::string url, std::vector<core::Param> query = {}) {
    core::Request request;
    request.url = std::move(url);
    request.query = std::move(query);
    return request;
}

OriginList example() {
    OriginList origins;
    origins.allow_host("*.example.org");
    return origins;
}

} // namespace

TEST(ToWire, EncodesParametersAndPutsSecretsIn) {
    SecretVault vault;
    const auto token = vault.add("lib", "src", "password", "a&b ä");
    const auto wire = to_wire(
        get("https://api.example.org/x", {{"q", "Mario & Co", false}, {"pw", token, false}}),
        example(),
        vault);
    ASSERT_TRUE(wire);
    EXPECT_EQ(wire->url, "https://api.example.org/x?q=Mario%20%26%20Co&pw=a%26b%20%C3%A4");
}

TEST(ToWire, RefusesOriginsThatAreNotDeclared) {
    SecretVault vault;
    for (const char* const url : {"https://evil.org/x",
                                  "http://api.example.org/x",
                                  "https://example.org.evil.org/",
                                  "https://api.example.org:8443/"}) {
        EXPECT_FALSE(to_wire(get(url), example(), vault)) << url;
    }
    EXPECT_TRUE(to_wire(get("https://example.org/"), example(), vault));
}

TEST(ToWire, RefusesUserNamesInAddresses) {
    SecretVault vault;
    EXPECT_FALSE(to_wire(get("https://api.example.org@evil.org/"), example(), vault));
}

TEST(ToWire, RefusesLineEndsInHeaders) {
    SecretVault vault;
    auto request = get("https://api.example.org/");
    request.headers = {{"X", "a\r\nHost: evil", false}};
    EXPECT_FALSE(to_wire(request, example(), vault));
}

TEST(Origins, OfLoopbackAllowEveryPort) {
    OriginList origins;
    ASSERT_TRUE(origins.allow_url("http://127.0.0.1:8000/api"));
    EXPECT_TRUE(origins.check(*parse_url("http://127.0.0.1:9000/media")));
    EXPECT_FALSE(origins.check(*parse_url("http://10.0.0.1:8000/")));
}

TEST(Origins, RefusePlainHttpElsewhere) {
    OriginList origins;
    EXPECT_FALSE(origins.allow_url("http://example.org/"));
}

TEST(CacheKey, IgnoresUnkeyedParametersAndTheirOrder) {
    const auto first =
        get("https://e/", {{"a", "1", false}, {"b", "2", false}, {"soft", "curateur-1", true}});
    const auto second =
        get("https://e/", {{"b", "2", false}, {"soft", "curateur-2", true}, {"a", "1", false}});
    EXPECT_EQ(cache_key("s", first), cache_key("s", second));
    EXPECT_NE(cache_key("s", first), cache_key("t", first));
}

// M18: whatever the secret and however an answer encodes it, it does not come back.
TEST(TakeBack, LeavesNoSecretThatWasSentInAParameter) {
    std::minstd_rand chance(7);
    const std::string letters = "abcXYZ019 &#/+ä%=é";
    const auto json = [](const std::string& text) {
        std::string made;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if (byte == 0xC3 && i + 1 < text.size()) {
                const unsigned code = 0xC0U | (static_cast<unsigned char>(text[++i]) & 0x3FU);
                constexpr std::string_view k_hex = "0123456789abcdef";
                made += "\\u00";
                made += k_hex[code >> 4U];
                made += k_hex[code & 15U];
            } else {
                made += text[i] == '/' ? "\\/" : std::string(1, text[i]);
            }
        }
        return made;
    };
    for (int round = 0; round < 500; ++round) {
        std::string secret;
        for (int i = 0; i < 8; ++i) {
            const auto at = chance() % 15;
            secret += letters[at];
        }
        SecretVault vault;
        const auto token = vault.add("lib", "src", "pw", secret);
        vault.sent_as("sspassword", token);
        const auto once = core::percent_encoded(secret);
        for (const auto& form : {once, core::percent_encoded(once), json(once)}) {
            const auto answer = R"({"url":"https://x/y?a=1&sspassword=)" + form + R"(&b=2"})";
            EXPECT_EQ(vault.take_back(answer),
                      R"({"url":"https://x/y?a=1&sspassword=)" + token + R"(&b=2"})")
                << form;
        }
    }
}

TEST(TakeBack, DoesNotTouchTheSameWordElsewhere) {
    SecretVault vault;
    vault.sent_as("pw", vault.add("lib", "src", "pw", "monsters"));
    const std::string answer = "Kill monsters. xpw=monsters";
    EXPECT_EQ(vault.take_back(answer), answer);
    EXPECT_TRUE(vault.still_bare(answer));
}

TEST(TakeBack, IgnoresEmptySecrets) {
    SecretVault vault;
    EXPECT_EQ(vault.add("lib", "src", "pw", ""), "");
    EXPECT_EQ(vault.take_back("pw=&x=1"), "pw=&x=1");
}

TEST(Redactor, CleansPlainAndEncodedSecrets) {
    core::Redactor redactor;
    redactor.add("p ä/w!");
    redactor.add("abc");
    EXPECT_EQ(redactor.clean("a p ä/w! b p%20%C3%A4%2Fw%21 c p%20%c3%a4%2fw%21 abc"),
              "a *** b *** c *** abc");
}
