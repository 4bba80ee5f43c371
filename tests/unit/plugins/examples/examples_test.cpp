// The examples for authors, loaded and called by the host as any plugin is.
#include "plugin/loader.hpp"
#include "plugin/output_instance.hpp"
#include "plugin/source_instance.hpp"
#include "plugin/validator_instance.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

class Examples : public testing::Test {
protected:
    Examples() { loader_.load_from({EXAMPLE_DIR}); }

    plugin::SourceInstance source(const char* id) {
        plugin::Settings settings;
        settings.values["api_key"] = {"CURSECRET0123456789abcdef"};
        return *plugin::SourceInstance::create(
            **loader_.find(plugin::Kind::source, id), settings, {});
    }

    plugin::OutputInstance lines() {
        return *plugin::OutputInstance::create(
            **loader_.find(plugin::Kind::output, "lines-output"), {}, {});
    }

    plugin::Finding check(const std::string& bytes) {
        auto validator = plugin::ValidatorInstance::create(
            **loader_.find(plugin::Kind::validator, "png-validator"), {}, {});
        return *validator->check({"cover", "png", folder_.write("picture", bytes), false});
    }

    static plugin::Document list(std::string content) {
        return {"games", "/lists/nes/games.tsv", true, std::move(content)};
    }

    plugin::Target target_{"nes", "nes", "NES", "/roms/nes", "/lists/nes", "/media/nes", 0};
    test::TempFolder folder_;
    plugin::Loader loader_;
};

using ExampleSource = Examples;
using ExampleOutput = Examples;
using ExampleValidator = Examples;

plugin::Answer answer(std::uint32_t status, std::string_view body) {
    plugin::Answer made;
    made.status = status;
    made.body = body;
    return made;
}

// 1 × 1: signature, IHDR, IDAT, IEND.
std::string png() {
    using namespace std::string_literals;
    return "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x02\x08\x06\x00\x00"
           "\x00\x1f\x15\xc4\x89"
           "\x00\x00\x00\x0aIDAT\x78\x9c\x63\x00\x01\x00\x00\x05\x00\x01\x0d\x0a\x2d\xb4\x00\x00\x00\x00IEND\xae\x42\x60\x82"s;
}

} // namespace

TEST_F(Examples, AreLoadedWithoutAComplaint) {
    EXPECT_EQ(loader_.components().size(), 4U);
    EXPECT_TRUE(loader_.refused().empty());
    EXPECT_TRUE(loader_.notes().empty());
}

TEST_F(ExampleSource, DeclaresItsKeyAsASecret) {
    const auto* const found = *loader_.find(plugin::Kind::source, "json-source");
    ASSERT_EQ(found->options.size(), 1U);
    EXPECT_EQ(found->options[0].key, "api_key");
    EXPECT_EQ(found->options[0].flags, CUR_OPT_REQUIRED | CUR_OPT_SECRET);
    EXPECT_STREQ(found->source().info->platforms[0]->natives[0], "4");
}

TEST_F(ExampleSource, AsksForTheMostTellingMd5) {
    core::Query query;
    query.lookups = core::lookup_hash | core::lookup_name;
    query.native_platform = "4";
    query.evidence.emplace_back().name = "Game.zip";
    query.evidence.emplace_back().md5 = "0123456789abcdef0123456789abcdef";
    const auto planned = source("json-source").plan(query);
    ASSERT_EQ(planned.requests.size(), 1U);
    EXPECT_EQ(planned.requests[0].url, "https://api.example.org/v1/game");
    EXPECT_EQ(planned.requests[0].covers, core::lookup_hash);
    EXPECT_EQ(planned.requests[0].query,
              (std::vector<core::Param>{{"md5", "0123456789abcdef0123456789abcdef", false},
                                        {"platform", "4", false},
                                        {"key", "CURSECRET0123456789abcdef", false}}));
}

TEST_F(ExampleSource, AsksNothingWhenHashesWereAskedFor) {
    core::Query query;
    query.lookups = core::lookup_name;
    query.evidence.emplace_back().md5 = "0123456789abcdef0123456789abcdef";
    EXPECT_TRUE(source("json-source").plan(query).requests.empty());
}

TEST_F(ExampleSource, MakesARecordOfTheServicesJson) {
    const auto parsed = source("json-source").parse({}, answer(200, R"({"id": 7,
        "titles": [{"language": "en", "text": "Game"}, {"language": "fr", "text": "Jeu"}],
        "media": [{"kind": "cover", "url": "https://api.example.org/7.png"}]})"));
    ASSERT_FALSE(parsed.refusal) << parsed.refusal->message;
    ASSERT_EQ(parsed.records.size(), 1U);
    const auto& record = parsed.records[0];
    EXPECT_EQ(record.source_id, "7");
    ASSERT_EQ(record.values.size(), 2U);
    EXPECT_EQ(record.values[1].text, "Jeu");
    EXPECT_EQ(record.values[1].language, "fr");
    ASSERT_EQ(record.media.size(), 1U);
    EXPECT_EQ(record.media[0].request.url, "https://api.example.org/7.png");
}

TEST_F(ExampleSource, CallsWhatIsNotJsonMalformed) {
    const auto parsed = source("json-source").parse({}, answer(200, "<html>"));
    ASSERT_TRUE(parsed.refusal);
    EXPECT_EQ(parsed.refusal->status, static_cast<cur_status>(CUR_MALFORMED));
}

TEST_F(ExampleSource, TakesA404ForAMiss) {
    const auto parsed = source("json-source").parse({}, answer(404, ""));
    ASSERT_TRUE(parsed.refusal);
    EXPECT_EQ(parsed.refusal->status, static_cast<cur_status>(CUR_NOT_FOUND));
}

TEST_F(ExampleValidator, TellsFormatAndSizeOfAPng) {
    const auto finding = check(png());
    EXPECT_EQ(finding.verdict, static_cast<std::uint32_t>(CUR_VERDICT_GOOD)) << finding.reason;
    EXPECT_EQ(finding.texts.at("format"), "png");
    EXPECT_EQ(finding.numbers.at("width"), 1);
    EXPECT_EQ(finding.numbers.at("height"), 2);
}

TEST_F(ExampleValidator, FindsEveryPngThatIsCutShort) {
    for (std::size_t length = 8; length < png().size(); ++length) {
        EXPECT_EQ(check(png().substr(0, length)).verdict,
                  static_cast<std::uint32_t>(CUR_VERDICT_BAD))
            << length;
    }
}

TEST_F(ExampleValidator, LeavesOtherFormatsToOthers) {
    EXPECT_EQ(check("GIF89a").verdict, static_cast<std::uint32_t>(CUR_VERDICT_UNKNOWN));
}

TEST_F(ExampleOutput, KeepsItsListInTheMetadataDirectory) {
    const auto documents = lines().documents(target_);
    ASSERT_EQ(documents->size(), 1U);
    EXPECT_EQ(documents->front().path, "/lists/nes/games.tsv");
}

TEST_F(ExampleOutput, ReadsOneGameALine) {
    const auto contents = lines().read(target_, list("# mine\na.nes\tA\r\nb.nes\t\na.nes\tAA"));
    ASSERT_EQ(contents->entries.size(), 2U);
    EXPECT_EQ(contents->entries[0].key, "a.nes");
    EXPECT_EQ(contents->entries[0].fields, (plugin::NativeFields{{"name", "AA"}}));
    EXPECT_TRUE(contents->entries[1].fields.empty());
}

TEST_F(ExampleOutput, ExpressesANameAsOneLine) {
    plugin::Game game;
    game.key = "a.nes";
    game.values = {{"name", "A\tgame\n", "", "", "", 0}};
    EXPECT_EQ(*lines().express(target_, game), (plugin::NativeFields{{"name", "A game "}}));
}

TEST_F(ExampleOutput, ChangesTheLinesOfTheGamesThatChangeAndNoOthers) {
    const auto made = lines().render(target_,
                                     list("# mine\r\na.nes\tA\r\nb.nes\tB\nc.nes\tC"),
                                     {{"b.nes", "b.nes", false, false, {{"name", "Better"}}, {}},
                                      {"c.nes", "c.nes", false, false, {}, {"name"}},
                                      {"d.nes", "d.nes", false, true, {{"name", "D"}}, {}}});
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(*made, "# mine\r\na.nes\tA\r\nb.nes\tBetter\nc.nes\t\nd.nes\tD\n");
}

TEST_F(ExampleOutput, AppendsBehindALastLineWithoutALineFeed) {
    const auto made = lines().render(
        target_, list("a.nes\tA"), {{"b.nes", "b.nes", false, true, {{"name", "B"}}, {}}});
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(*made, "a.nes\tA\nb.nes\tB\n");
}

TEST_F(ExampleOutput, HasNoPlaceForMedia) {
    const auto path = lines().media_path(target_, {}, {"cover", "", "png", "", 0, 0, 0});
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, Errc::unsupported);
}
