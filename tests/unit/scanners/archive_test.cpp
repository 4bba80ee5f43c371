#include "archive/archive.hpp"
#include "support/made_archives.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

using namespace curateur;
using namespace std::string_literals;
using archive::Directory;
using archive::Limits;
using test::Named;
using test::seven_zip_of;
using test::zip_of;

namespace {

std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    unsigned seed = 7;
    for (char& byte : bytes) {
        seed = seed * 1664525U + 1013904223U;
        byte = static_cast<char>(seed >> 27U);
    }
    return bytes;
}

Result<Directory> list(const std::string& bytes, const Limits& limits = {}) {
    return archive::list(reader::BytesReader(bytes), limits);
}

std::vector<std::string> names(const Directory& directory) {
    std::vector<std::string> out;
    for (const auto& member : directory.members) {
        out.push_back(member.name);
    }
    return out;
}

Result<std::string>
unpacked(const std::string& bytes, std::size_t index, const Limits& limits = {}) {
    const reader::BytesReader from(bytes);
    CURATEUR_TRY(const Directory directory, archive::list(from, limits));
    std::string out;
    CURATEUR_CHECK(archive::unpack(from, directory, index, limits, {}, [&](std::string_view block) {
        EXPECT_LE(block.size(), reader::k_block);
        out += block;
        return ok();
    }));
    return out;
}

struct Made {
    const char* name;
    std::string bytes;
};

const std::string& first() {
    static const std::string bytes = noise(300'000);
    return bytes;
}

const std::string& second() {
    static const std::string bytes = noise(3000);
    return bytes;
}

std::vector<Made> shapes() {
    const std::vector<Named> both{{"Game.nes", first()}, {"b/Other.nes", second()}};
    const test::ZipMember a{"Game.nes", first()};
    const test::ZipMember b{"b/Other.nes", second()};
    auto stored = a;
    stored.method = 0;
    auto later = a;
    later.flags = 8;
    auto wide = a;
    wide.zip64 = true;
    auto wide_b = b;
    wide_b.zip64 = true;
    return {
        {"zip_deflated", zip_of({a, b})},
        {"zip_stored", zip_of({stored, b})},
        {"zip_with_data_descriptors", zip_of({later, b})},
        {"zip_with_a_comment", zip_of({a, b}, {{}, noise(60'000), false})},
        {"zip_that_extracts_itself",
         zip_of({a, b}, {noise(500), {}, false}).replace(0, 4, "PK\x03\x04")},
        {"zip64_members", zip_of({wide, wide_b})},
        {"zip64_directory", zip_of({wide, wide_b}, {{}, "x", true})},
        {"zip64_behind_a_prefix", "PK\x03\x04"s + zip_of({a, b}, {noise(96), {}, true})},
        {"seven_zip_lzma", seven_zip_of(both)},
        {"seven_zip_lzma2", seven_zip_of(both, "lzma2")},
        {"seven_zip_stored", seven_zip_of(both, "store")},
        {"seven_zip_deflate", seven_zip_of(both, "deflate")},
        {"rar5", test::rar5_of(both)},
        {"rar4", test::rar4_of(both)},
    };
}

class Archives : public testing::TestWithParam<Made> {};

} // namespace

TEST_P(Archives, SayNameSizeAndCrcWithoutUnpacking) {
    const auto directory = list(GetParam().bytes);
    ASSERT_TRUE(directory) << directory.error().message;
    ASSERT_EQ(names(*directory), (std::vector<std::string>{"Game.nes", "b/Other.nes"}));
    EXPECT_EQ(directory->members[0].size, first().size());
    EXPECT_EQ(directory->members[0].crc32, test::crc32_of(first()));
    EXPECT_EQ(directory->members[1].size, second().size());
    EXPECT_EQ(directory->members[1].crc32, test::crc32_of(second()));
    EXPECT_FALSE(directory->members[0].encrypted);
}

TEST_P(Archives, UnpackEachMember) {
    for (const auto& [index, bytes] : {std::pair(0, &first()), std::pair(1, &second())}) {
        const auto out = unpacked(GetParam().bytes, static_cast<std::size_t>(index));
        ASSERT_TRUE(out) << out.error().message;
        EXPECT_EQ(*out, *bytes);
    }
}

TEST_P(Archives, CutAnywhereEndWithASentence) {
    const auto& whole = GetParam().bytes;
    for (std::size_t i = 0; i < 200; ++i) {
        const std::size_t size = i < 100 ? i : whole.size() - (i - 99);
        const auto directory = list(whole.substr(0, size));
        if (!directory) {
            EXPECT_FALSE(directory.error().message.empty()) << size;
        }
    }
}

TEST_P(Archives, WithADamagedByteEndWithASentenceOrAreRight) {
    const auto& whole = GetParam().bytes;
    for (std::size_t i = 0; i < 120; i += 3) {
        auto bytes = whole;
        const std::size_t at = i < 20 ? 6 + i : whole.size() - (i - 19);
        bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
        const auto out = unpacked(bytes, 1);
        EXPECT_TRUE(!out ? !out.error().message.empty() : out->size() <= 1'000'000) << at;
    }
}

TEST_P(Archives, StopWhenTold) {
    std::stop_source stop;
    stop.request_stop();
    const reader::BytesReader from(GetParam().bytes);
    const auto directory = archive::list(from, {});
    ASSERT_TRUE(directory);
    const auto status = archive::unpack(
        from, *directory, 0, {}, stop.get_token(), [](std::string_view) { return ok(); });
    EXPECT_EQ(status.error().code, Errc::cancelled);
}

INSTANTIATE_TEST_SUITE_P(Of, Archives, testing::ValuesIn(shapes()), [](const auto& it) {
    return std::string(it.param.name);
});

namespace {

struct Spelled {
    const char* name;
    test::ZipMember member;
    const char* expected;
};

std::string unicode_extra(const std::string& plain, const std::string& path) {
    const auto field = "\x01"s + test::little(test::crc32_of(plain), 4) + path;
    return test::little(0x7075, 2) + test::little(field.size(), 2) + field;
}

std::vector<Spelled> spellings() {
    return {
        {"ascii", {"Game.nes", "x"}, "Game.nes"},
        {"code_page_437", {"Pok\x82mon.gb", "x"}, "Pokémon.gb"},
        {"utf8_as_said", {"Pokémon.gb", "x", 8, 0x800}, "Pokémon.gb"},
        {"utf8_not_said_by_unix", {"Pokémon.gb", "x", 8, 0, 3}, "Pokémon.gb"},
        {"utf8_said_but_not_true", {"Pok\x82mon.gb", "x", 8, 0x800}, "Pokémon.gb"},
        {"unicode_path",
         {"Pokemon.gb", "x", 8, 0, 0, false, unicode_extra("Pokemon.gb", "ポケモン.gb")},
         "ポケモン.gb"},
        {"unicode_path_of_another_name",
         {"Pokemon.gb", "x", 8, 0, 0, false, unicode_extra("Other.gb", "ポケモン.gb")},
         "Pokemon.gb"},
        {"backslashes", {"dir\\Game.nes", "x"}, "dir/Game.nes"},
    };
}

class ZipNames : public testing::TestWithParam<Spelled> {};

} // namespace

TEST_P(ZipNames, ComeOutAsUtf8) {
    const auto directory = list(zip_of({GetParam().member}));
    ASSERT_TRUE(directory) << directory.error().message;
    EXPECT_EQ(directory->members[0].name, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Of, ZipNames, testing::ValuesIn(spellings()), [](const auto& it) {
    return std::string(it.param.name);
});

TEST(Archive, IsKnownByItsBytes) {
    EXPECT_EQ(list("GAME OF NES").error().code, Errc::unsupported);
    EXPECT_EQ(list("").error().code, Errc::unsupported);
}

TEST(Archive, OfAnEncryptedMemberSaysSoAndStillGivesItsCrc) {
    const auto bytes = zip_of({{"Game.nes", "secret", 8, 1}});
    const auto directory = list(bytes);
    ASSERT_TRUE(directory);
    EXPECT_TRUE(directory->members[0].encrypted);
    EXPECT_EQ(directory->members[0].crc32, test::crc32_of("secret"));
    EXPECT_THAT(unpacked(bytes, 0).error().message, testing::HasSubstr("Game.nes is encrypted"));
}

TEST(Archive, OfAnUnknownMethodIsNotUnpacked) {
    auto bytes = zip_of({{"Game.nes", "x", 93}});
    EXPECT_EQ(unpacked(bytes, 0).error().code, Errc::unsupported);
}

TEST(Archive, ThatUnpacksToMoreThanItSaysIsRefused) {
    test::ZipMember it{"Game.nes", {}};
    it.bytes.resize(10'000'000);
    it.claimed_size = 1000;
    EXPECT_THAT(unpacked(zip_of({it}), 0).error().message,
                testing::HasSubstr("more than the 1000 bytes"));
}

TEST(Archive, BeyondTheLimitOfSizeIsRefusedUnread) {
    test::ZipMember it{"Game.nes", "x"};
    it.zip64 = true;
    it.claimed_size = std::uint64_t{1} << 40U;
    EXPECT_EQ(unpacked(zip_of({it}), 0).error().code, Errc::invalid);
}

TEST(Archive, PackedTooWellIsRefusedUnread) {
    Limits limits;
    limits.small = 1000;
    const auto bytes = zip_of({{"Game.nes", std::string(1'000'000, '\0')}});
    EXPECT_THAT(unpacked(bytes, 0, limits).error().message, testing::HasSubstr("250 times"));
    EXPECT_TRUE(unpacked(bytes, 0));
}

TEST(Archive, WithTooManyMembersIsRefused) {
    Limits limits;
    limits.members = 1;
    const std::vector<Named> both{{"a", "1"}, {"b", "2"}};
    EXPECT_EQ(list(zip_of({{"a", "1"}, {"b", "2"}}), limits).error().code, Errc::invalid);
    EXPECT_EQ(list(test::rar5_of(both), limits).error().code, Errc::invalid);
    EXPECT_EQ(list(test::rar4_of(both), limits).error().code, Errc::invalid);
    EXPECT_FALSE(list(seven_zip_of(both), limits));
}

TEST(Archive, ThatIsOnePartOfSeveralSaysSo) {
    EXPECT_THAT(list(test::rar5_of({{"a", "1"}}, 1)).error().message, testing::HasSubstr("part"));
    EXPECT_THAT(list(test::rar4_of({{"a", "1"}}, 1)).error().message, testing::HasSubstr("part"));
}

TEST(Archive, OfSevenZipTellsFoldersFromEmptyFiles) {
    const auto directory = list(seven_zip_of({{"d/", ""}, {"empty", ""}, {"Game.nes", "x"}}));
    ASSERT_TRUE(directory) << directory.error().message;
    for (const auto& member : directory->members) {
        EXPECT_EQ(member.is_directory, member.name.starts_with("d")) << member.name;
    }
}

TEST(Archive, OfSevenZipThatPacksBytesInNoneIsRefused) {
    using namespace std::string_literals;
    // One packed stream of 0 bytes; one folder, of one coder (copy), that makes ten bytes of it.
    const auto directory =
        "\x01\x04\x06\x00\x01\x09\x00\x00\x07\x0B\x01\x00\x01\x01\x00\x0C\x0A\x00\x00"
        "\x05\x01\x11\x05\x00x\x00\x00\x00\x00\x00"s;
    const auto next = test::little(0, 8) + test::little(directory.size(), 8) +
                      test::little(test::crc32_of(directory), 4);
    const auto bytes =
        "7z\xBC\xAF\x27\x1C\x00\x04"s + test::little(test::crc32_of(next), 4) + next + directory;
    EXPECT_THAT(list(bytes).error().message, testing::HasSubstr("10 bytes are packed in none"));
}

namespace {

struct Chosen {
    const char* name;
    std::vector<Named> members;
    const char* expected; // "" for the archive itself
};

std::vector<Chosen> choices() {
    return {
        {"the_only_file", {{"whatever.dat2", "x"}}, "whatever.dat2"},
        {"the_only_rom", {{"readme.txt", "x"}, {"d/", ""}, {"x.nes", "x"}}, "x.nes"},
        {"not_what_a_mac_adds", {{"__MACOSX/._x.nes", "x"}, {"x.nes", "x"}}, "x.nes"},
        {"not_what_is_empty", {{"a.nes", ""}, {"x.nes", "x"}}, "x.nes"},
        {"the_one_named_alike", {{"a.nes", "x"}, {"Game.nes", "x"}}, "Game.nes"},
        {"named_alike_in_another_case", {{"a.nes", "x"}, {"GAME.NES", "x"}}, "GAME.NES"},
        {"known_before_unknown", {{"Game.abc", "x"}, {"Game.nes", "x"}}, "Game.nes"},
        {"the_first_by_name", {{"z.nes", "x"}, {"b.NES", "x"}, {"a.sav", "x"}}, "b.NES"},
        {"none", {{"a.one", "x"}, {"b.two", "x"}}, ""},
        {"nothing_in_it", {{"d/", ""}}, ""},
        {"the_track_not_the_cue",
         {{"Game.cue", "x"}, {"Game (Track 1).bin", "xxx"}, {"Game (Track 2).bin", "x"}},
         "Game (Track 1).bin"},
    };
}

class Choices : public testing::TestWithParam<Chosen> {};

} // namespace

TEST_P(Choices, FallOnTheRom) {
    std::vector<test::ZipMember> members;
    for (const auto& it : GetParam().members) {
        members.push_back({it.name, it.bytes});
    }
    const auto directory = list(zip_of(members));
    ASSERT_TRUE(directory);
    const auto choice = archive::choose(*directory, "Game", {".nes"});
    EXPECT_EQ(choice.index ? directory->members[*choice.index].name : "", GetParam().expected);
    EXPECT_FALSE(choice.rule.empty());
}

INSTANTIATE_TEST_SUITE_P(Of, Choices, testing::ValuesIn(choices()), [](const auto& it) {
    return std::string(it.param.name);
});

namespace {

// Archives that 7-Zip and Info-ZIP really wrote.
Result<Directory> really_written(const std::string& name) {
    auto file = reader::FileReader::open(CURATEUR_CORPUS "/archive/" + name, nullptr);
    return file ? archive::list(*file, {}) : std::move(file).error();
}

} // namespace

TEST(Archive, BySevenZipItselfIsRead) {
    const auto directory = really_written("solid.7z");
    ASSERT_TRUE(directory) << directory.error().message;
    EXPECT_THAT(names(*directory),
                testing::UnorderedElementsAre("Game.nes", "d", "d/Pokémon.nes", "readme.txt"));
    for (const auto& member : directory->members) {
        EXPECT_EQ(member.is_directory, member.name == "d");
        if (member.name == "readme.txt") {
            EXPECT_EQ(member.crc32, test::crc32_of("hello\n"));
        }
    }
}

TEST(Archive, BySevenZipWithAPasswordSaysWhichMembersAreEncrypted) {
    const auto directory = really_written("encrypted.7z");
    ASSERT_TRUE(directory) << directory.error().message;
    EXPECT_TRUE(directory->members.at(0).encrypted);
    EXPECT_THAT(really_written("hidden.7z").error().message, testing::HasSubstr("password"));
}

TEST(Archive, ByWinZipsEncryptionHasNoCrcToTrust) {
    const auto directory = really_written("aes.zip");
    ASSERT_TRUE(directory) << directory.error().message;
    EXPECT_TRUE(directory->members.at(0).encrypted);
    EXPECT_FALSE(directory->members.at(0).crc32);
}

TEST(Archive, NotSolidIsReadToo) {
    const auto directory = really_written("bzip2.7z");
    ASSERT_TRUE(directory) << directory.error().message;
    EXPECT_EQ(directory->members.size(), 3U);
}
