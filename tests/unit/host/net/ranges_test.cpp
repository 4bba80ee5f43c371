// Files whose transfer broke off.
#include "net/engine.hpp"
#include "net/ranges.hpp"
#include "net/writer.hpp"
#include "scripted_server.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <future>

using namespace curateur;
using namespace curateur::net;
using curateur::test::ScriptedServer;

namespace {

const std::string k_whole = "0123456789";
const std::string k_date = "Last-Modified: Thu, 01 Jan 2015 12:00:00 GMT\r\n";

// What breaks off after so many bytes of the whole.
std::string broken(std::size_t bytes, const std::string& more = "Accept-Ranges: bytes\r\n") {
    return "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: " +
           std::to_string(k_whole.size()) + "\r\n" + more + "\r\n" + k_whole.substr(0, bytes);
}

std::string answer(const std::string& status, const std::string& headers, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           headers + "\r\n" + body;
}

std::string part(std::size_t from, const std::string& more = "") {
    return answer("206 Partial Content",
                  "Content-Range: bytes " + std::to_string(from) + "-9/10\r\n" + more,
                  k_whole.substr(from));
}

// One file, through several tries.
class BrokenOff : public testing::Test {
protected:
    // The last of as many tries as there are answers.
    Completion after(const std::vector<std::string>& answers, std::uint64_t max_bytes = 100) {
        server_.emplace(answers);
        OriginList origins;
        EXPECT_TRUE(origins.allow_url(server_->url()));
        const auto lane = engine_.add_lane({4, 0, 0});
        Completion last;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            Transfer transfer;
            transfer.lane = lane;
            transfer.request.url = server_->url();
            transfer.origins = origins;
            transfer.max_bytes = max_bytes;
            transfer.file = file_;
            const auto promise = std::make_shared<std::promise<Completion>>();
            transfer.done = [promise](Completion completion) {
                promise->set_value(std::move(completion));
            };
            auto future = promise->get_future();
            engine_.submit(std::move(transfer));
            last = future.get();
        }
        return last;
    }

    // Of the last request; "" if it had none.
    [[nodiscard]] std::string header(const std::string& name) const {
        const auto requests = server_->requests();
        const auto& last = requests.back();
        const auto at = last.find("\r\n" + name + ": ");
        if (at == std::string::npos) {
            return "";
        }
        const auto from = at + name.size() + 4;
        return last.substr(from, last.find('\r', from) - from);
    }

    void expect_whole(const Completion& completion) const {
        EXPECT_EQ(completion.outcome, Outcome::ok) << completion.message;
        EXPECT_EQ(completion.digests.sha256, platform::sha256_of(k_whole));
        EXPECT_EQ(completion.digests.size, k_whole.size());
        EXPECT_EQ(folder_.read("a.tmp"), k_whole);
    }

    test::TempFolder folder_;
    std::shared_ptr<FileSink> file_ = std::make_shared<FileSink>(folder_.path() / "a.tmp");
    std::optional<ScriptedServer> server_;
    Engine engine_{{}};
};

} // namespace

TEST(ContentRange, IsReadOnlyAsItIsDefined) {
    struct Case {
        const char* text;
        std::optional<std::array<std::uint64_t, 3>> is; // 0: the total is not known
    };

    for (const auto& [text, is] : std::vector<Case>{
             {"bytes 5-9/10", {{5, 9, 10}}},
             {"Bytes 0-0/1", {{0, 0, 1}}},
             {"bytes 5-9/*", {{5, 9, 0}}},
             {"bytes 0-18446744073709551614/18446744073709551615",
              {{0, 18446744073709551614U, 18446744073709551615U}}},
             {"bytes 0-1/18446744073709551616", {}},
             {"bytes 5-9/9", {}},
             {"bytes 9-5/10", {}},
             {"bytes */10", {}},
             {"bytes -5/10", {}},
             {"bytes 5-/10", {}},
             {"bytes 5-9/", {}},
             {"bytes 5-9", {}},
             {"bytes 5/9-10", {}},
             {"bytes=5-9/10", {}},
             {"bytes 5-9/10 ", {}},
             {"bytes  5-9/10", {}},
             {"bytes 5-9/10, 5-9/10", {}},
             {"bytes +5-9/10", {}},
             {"bytes 5--9/10", {}},
             {"bytes", {}},
             {"pages 5-9/10", {}},
             {"", {}},
         }) {
        SCOPED_TRACE(text);
        const auto read = parse_content_range(text);
        ASSERT_EQ(read.has_value(), is.has_value());
        if (read) {
            EXPECT_EQ(read->first, is->at(0));
            EXPECT_EQ(read->last, is->at(1));
            EXPECT_EQ(read->total.value_or(0), is->at(2));
        }
    }
}

TEST(Rest, IsHadOnlyOfServersThatOfferItAndTellFilesApart) {
    struct Case {
        const char* what;
        Headers headers;
        bool is_had;
        std::string validator;
    };

    const core::Param length{"content-length", "10", false};
    const core::Param ranges{"accept-ranges", "bytes", false};
    const core::Param tag{"etag", "\"a\"", false};
    const core::Param modified{"last-modified", "Thu, 01 Jan 2015 12:00:00 GMT", false};
    const core::Param later{"date", "Thu, 01 Jan 2015 12:01:00 GMT", false};
    const core::Param at_once{"date", "Thu, 01 Jan 2015 12:00:59 GMT", false};
    for (const auto& [what, headers, is_had, validator] : std::vector<Case>{
             {"offered", {length, ranges}, true, ""},
             {"of any case", {length, {"accept-ranges", "Bytes", false}}, true, ""},
             {"a tag is an offer", {length, tag}, true, "\"a\""},
             {"a date is an offer", {length, modified, later}, true, modified.value},
             {"the tag is better", {length, modified, later, tag}, true, "\"a\""},
             {"a tag says whether it is the same", {ranges, tag}, true, "\"a\""},
             {"neither offered nor told", {length}, false, ""},
             {"nothing tells that it is the same", {ranges}, false, ""},
             {"a length that is none", {ranges, {"content-length", "1x", false}}, false, ""},
             {"chunked", {ranges, length, {"transfer-encoding", "chunked", false}}, false, ""},
             {"refused", {length, tag, {"accept-ranges", "none", false}}, false, ""},
             {"a weak tag", {length, {"etag", "W/\"a\"", false}}, false, ""},
             {"a tag of two lines", {length, {"etag", "\"a\r\nX: b\"", false}}, false, ""},
             {"a date of just now", {length, modified, at_once}, false, ""},
             {"a date without a clock", {length, modified}, false, ""},
             {"compressed", {length, tag, {"content-encoding", "gzip", false}}, false, ""},
             {"as it is", {length, tag, {"content-encoding", "identity", false}}, true, "\"a\""},
         }) {
        SCOPED_TRACE(what);
        const auto rest = rest_of(headers, 4, "");
        ASSERT_EQ(rest.has_value(), is_had);
        EXPECT_EQ(rest ? rest->validator : "", validator);
    }
    EXPECT_FALSE(rest_of({length, tag}, 0, "")) << "nothing is there";
    EXPECT_FALSE(rest_of({length, tag}, 10, "")) << "all is there";
}

TEST_F(BrokenOff, AsksForTheRestAloneAndDigestsTheWhole) {
    const auto completion = after({broken(4), part(4)});
    expect_whole(completion);
    EXPECT_EQ(header("Range"), "bytes=4-");
    EXPECT_EQ(header("If-Range"), "");
    EXPECT_EQ(header("Accept-Encoding"), "");
    EXPECT_EQ(completion.received, 6U);
}

TEST_F(BrokenOff, AsksForTheRestOfTheSameFileIfItHasAName) {
    expect_whole(after({broken(4, "ETag: \"a\"\r\n"), part(4, "ETag: \"a\"\r\n")}));
    EXPECT_EQ(header("If-Range"), "\"a\"");
}

TEST_F(BrokenOff, TellsNobodyThatItCameInParts) {
    const auto completion = after({broken(4), part(4, "Content-Type: text/plain\r\n")});
    EXPECT_EQ(completion.status, 200U);
    EXPECT_EQ(header_of(completion.headers, "content-type"), "image/png");
    EXPECT_EQ(header_of(completion.headers, "content-range"), "");
    EXPECT_EQ(completion.body, k_whole);
}

TEST_F(BrokenOff, MayBreakOffAgain) {
    expect_whole(after({broken(2),
                        "HTTP/1.1 206 Partial Content\r\nContent-Length: 8\r\n"
                        "Content-Range: bytes 2-9/10\r\n\r\n234",
                        part(5)}));
    EXPECT_EQ(header("Range"), "bytes=5-");
}

TEST_F(BrokenOff, BeginsAgainInTheSameAnswerIfTheWholeComes) {
    const auto completion = after({broken(4), answer("200 OK", "", k_whole)});
    expect_whole(completion);
    EXPECT_EQ(completion.received, 10U);
}

TEST_F(BrokenOff, BeginsAgainWhereRangesAreNotOffered) {
    expect_whole(after({broken(4, ""), answer("200 OK", "", k_whole)}));
    EXPECT_EQ(header("Range"), "");
    EXPECT_NE(header("Accept-Encoding"), "");
}

TEST_F(BrokenOff, BeginsAgainIfItIsNotToBeResumed) {
    file_ = std::make_shared<FileSink>(folder_.path() / "a.tmp", FileSink::Tries::anew);
    expect_whole(after({broken(4), answer("200 OK", "", k_whole)}));
    EXPECT_EQ(header("Range"), "");
}

TEST_F(BrokenOff, BeginsAgainAfterACompressedOne) {
    expect_whole(after({broken(4, "Accept-Ranges: bytes\r\nContent-Encoding: gzip\r\n"),
                        answer("200 OK", "", k_whole)}));
    EXPECT_EQ(header("Range"), "");
}

TEST_F(BrokenOff, BeginsAgainAfterAnAnswerThatDoesNotFit) {
    const std::string unmarked = answer("206 Partial Content", "", k_whole.substr(4));
    const auto marked = [](const std::string& range) {
        return answer("206 Partial Content", "Content-Range: " + range + "\r\n", k_whole.substr(4));
    };
    for (const auto& unfit :
         {answer("416 Range Not Satisfiable", "", "no"),
          unmarked,
          marked("bytes 5-9/10"),
          marked("bytes 4-9/11"),
          marked("bytes 4-8/10"),
          answer(
              "206 Partial Content", "Content-Range: bytes 4-10/11\r\n", k_whole.substr(4) + "x"),
          part(4, "ETag: \"b\"\r\n"),
          part(4, "Content-Encoding: gzip\r\n"),
          answer("200 OK", "Content-Encoding: gzip\r\n", k_whole),
          answer("203 Changed", "", k_whole),
          answer("204 No Content", "", "")}) {
        SCOPED_TRACE(unfit);
        file_ = std::make_shared<FileSink>(folder_.path() / "a.tmp");
        const auto first = broken(4, "ETag: \"a\"\r\n");
        EXPECT_EQ(after({first, unfit}).outcome, Outcome::unfit);
        EXPECT_EQ(header("Range"), "bytes=4-");
        file_ = std::make_shared<FileSink>(folder_.path() / "a.tmp");
        expect_whole(after({first, unfit, answer("200 OK", "", k_whole)}));
        EXPECT_EQ(header("Range"), "") << "once is enough";
    }
}

// What comes is longer or shorter than it says.
TEST_F(BrokenOff, BeginsAgainAfterAnAnswerThatSaysOtherThanItSends) {
    for (const std::string sent : {"45678", "456789x"}) {
        file_ = std::make_shared<FileSink>(folder_.path() / "a.tmp");
        const auto lie = answer("206 Partial Content", "Content-Range: bytes 4-9/10\r\n", sent);
        EXPECT_EQ(after({broken(4), lie}).outcome, Outcome::unfit) << sent;
        EXPECT_FALSE(file_->rest());
    }
}

TEST_F(BrokenOff, KeepsWhatIsThereWhenItIsPutOffOrNobodyAnswers) {
    const auto answers =
        std::vector{broken(4),
                    answer("429 Too Many Requests", "", "too many threads"),
                    answer("503 Service Unavailable", "", "<html>"),
                    std::string(),
                    std::string("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 9\r\n\r\n"),
                    part(4)};
    expect_whole(after(answers));
    EXPECT_EQ(header("Range"), "bytes=4-");
}

TEST_F(BrokenOff, TellsAnErrorAsItCame) {
    const auto completion = after({broken(4), answer("430 Quota", "X: y\r\n", "quota")});
    EXPECT_EQ(completion.outcome, Outcome::ok);
    EXPECT_EQ(completion.status, 430U);
    EXPECT_EQ(completion.body, "quota");
    EXPECT_EQ(header_of(completion.headers, "x"), "y");
    EXPECT_EQ(folder_.read("a.tmp"), "0123");
}

TEST_F(BrokenOff, IsNoLargerInPartsThanItMayBeInOne) {
    EXPECT_EQ(after({broken(4), part(4)}, 9).outcome, Outcome::too_big);
    EXPECT_FALSE(file_->rest());
}

TEST_F(BrokenOff, IsNotGoneOnWithOnceItWasWhole) {
    expect_whole(after({broken(4), part(4), answer("200 OK", "", k_whole)}));
    EXPECT_EQ(header("Range"), "");
}

TEST_F(BrokenOff, IsSaidByTheLastAnswerNotByOneInPassing) {
    expect_whole(
        after({"HTTP/1.1 103 Early Hints\r\nContent-Encoding: gzip\r\n\r\n" + broken(4), part(4)}));
    EXPECT_EQ(header("Range"), "bytes=4-");
}

TEST_F(BrokenOff, DateIsSentBackAsItCame) {
    expect_whole(after({broken(4, k_date + "Date: Fri, 02 Jan 2015 12:00:00 GMT\r\n"), part(4)}));
    EXPECT_EQ(header("If-Range"), "Thu, 01 Jan 2015 12:00:00 GMT");
}

TEST(FileSink, DigestsAllThatWasWrittenThroughItsBreaks) {
    const test::TempFolder folder;
    FileSink file(folder.path() / "a");
    file.begin();
    ASSERT_TRUE(file.append("01"));
    file.break_off(Rest{2, {}, "", {}, ""});
    ASSERT_TRUE(file.rest());
    EXPECT_EQ(folder.read("a"), "01") << "on the disk before the next try";
    ASSERT_TRUE(file.append("23"));
    const auto closed = file.close();
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->sha256, platform::sha256_of("0123"));
    EXPECT_EQ(folder.read("a"), "0123");
    EXPECT_FALSE(file.rest());
}

TEST(FileSink, DropsWhatIsThereWhenItBeginsAgain) {
    const test::TempFolder folder;
    FileSink file(folder.path() / "a");
    file.begin();
    ASSERT_TRUE(file.append("0123"));
    file.break_off({});
    file.begin();
    ASSERT_TRUE(file.append("ab"));
    const auto closed = file.close();
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->size, 2U);
    EXPECT_EQ(folder.read("a"), "ab");
}

TEST(FileSink, IsMadeEvenIfNothingIsInIt) {
    const test::TempFolder folder;
    FileSink file(folder.path() / "a");
    file.begin();
    const auto closed = file.close();
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->size, 0U);
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "a"));
}

TEST(FileSink, CannotBeResumedIfItCouldNotBeWritten) {
    const test::TempFolder folder;
    FileSink file(folder.path() / "not there" / "a");
    file.begin();
    ASSERT_TRUE(file.append("0123"));
    file.break_off(Rest{4, {}, "", {}, ""});
    EXPECT_FALSE(file.rest());
    EXPECT_FALSE(file.close());
}
