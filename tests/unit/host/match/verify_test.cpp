#include "match/verify.hpp"

#include <gtest/gtest.h>

namespace curateur::match {
namespace {

core::Record a_record(const char* name) {
    core::Record record;
    record.source_id = "7";
    record.native_platform = "3";
    core::Value value;
    value.field = "name";
    value.text = name;
    record.values.push_back(value);
    return record;
}

core::Dump a_dump(const char* sha1, std::uint64_t size) {
    core::Dump dump;
    dump.evidence.name = "Zebra Run (USA).nes";
    dump.evidence.sha1 = sha1;
    dump.evidence.crc32 = "0a0b0c0d";
    dump.evidence.size = size;
    dump.evidence.regions = "us";
    return dump;
}

Subject a_subject(const char* title) {
    Subject subject;
    subject.title = title;
    subject.native_platforms = {"3", "203"};
    return subject;
}

core::Evidence evidence_of(const char* sha1, std::uint64_t size) {
    core::Evidence evidence;
    evidence.sha1 = sha1;
    evidence.crc32 = "0a0b0c0d";
    evidence.size = size;
    return evidence;
}

TEST(Verify, TakesADigestThatADumpHasWhateverTheNameIs) {
    core::Record record = a_record("Shimauma Dash");
    record.dumps = {a_dump("aa", 10)};
    Subject subject = a_subject("Zebra Run");
    subject.evidence = {evidence_of("aa", 10)};

    const Verdict verdict = verify(record, subject, Level::strict);

    EXPECT_TRUE(verdict.accepted);
    EXPECT_EQ(verdict.how, How::hash);
    EXPECT_EQ(verdict.regions, "us");
}

TEST(Verify, DoesNotTakeACrcWhenTheSha1sDiffer) {
    core::Record record = a_record("Shimauma Dash");
    record.dumps = {a_dump("aa", 10)};
    Subject subject = a_subject("Zebra Run");
    subject.evidence = {evidence_of("bb", 10)};

    EXPECT_FALSE(verify(record, subject, Level::normal).accepted);
}

TEST(Verify, NeedsTheSizeBesideACrc) {
    core::Record record = a_record("Shimauma Dash");
    record.dumps = {a_dump("", 10)};
    Subject subject = a_subject("Zebra Run");
    subject.evidence = {evidence_of("", 11)};

    EXPECT_FALSE(verify(record, subject, Level::normal).accepted);
}

TEST(Verify, RefusesWhatIsNotAGame) {
    core::Record record = a_record("Zebra Run");
    record.flags = core::record_not_a_game;

    const Verdict verdict = verify(record, a_subject("Zebra Run"), Level::lenient);

    EXPECT_FALSE(verdict.accepted);
    EXPECT_EQ(verdict.reason, "the source says that this is not a game");
}

TEST(Verify, RefusesAnotherPlatform) {
    core::Record record = a_record("Zebra Run");
    record.native_platform = "4";

    EXPECT_EQ(verify(record, a_subject("Zebra Run"), Level::normal).reason,
              "the answer is for another platform (the source's 4, asked for 3)");
}

TEST(Verify, RefusesAnotherGameByItsNameAndSaysHowFarItIs) {
    const Verdict verdict =
        verify(a_record("Sonic the Hedgehog"), a_subject("Zebra Run"), Level::normal);

    EXPECT_FALSE(verdict.accepted);
    EXPECT_NE(verdict.reason.find("\"Sonic the Hedgehog\", distance 1.31"), std::string::npos)
        << verdict.reason;
}

TEST(Verify, ComparesWithEveryNameOfTheGame) {
    core::Record record = a_record("Shimauma Dash");
    record.values.push_back(a_record("Zebra Run").values.front());

    EXPECT_EQ(verify(record, a_subject("Zebra Run"), Level::strict).how, How::name);
}

TEST(Verify, CallsAnExactSizeWithAStrongNameASizeMatch) {
    core::Record record = a_record("Zebra Run");
    record.dumps = {a_dump("aa", 700000000)};
    Subject subject = a_subject("Zebra Run");
    core::Evidence evidence;
    evidence.size = 700000000;
    subject.evidence = {evidence};

    EXPECT_EQ(verify(record, subject, Level::normal).how, How::size);
}

TEST(Verify, TakesAPinWithoutAQuestion) {
    Subject subject = a_subject("Anything");
    subject.pinned = true;

    EXPECT_EQ(verify(a_record("Zebra Run"), subject, Level::strict).how, How::manual);
}

} // namespace
} // namespace curateur::match
