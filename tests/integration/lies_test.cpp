// A service that lies about media, in every way that was met or can be thought of: what it says is
// never put in its place, the next candidate is.
#include "simulator/bodies.hpp"
#include "simulator/media_store.hpp"
#include "support/end_to_end.hpp"
#include "support/made_pictures.hpp"

#include <sqlite3.h>

#include <functional>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using simulator::MediaKey;

enum class Of { cover, video, manual };
enum class Promise { kept_in_view, none }; // whether digests and size are in the listing

struct Lie {
    const char* name;
    Of of;
    Promise promise;
    const char* rule; // what is sent for the better candidate; "": body() is
    std::function<std::string()> body;
    const char* says; // part of what is kept of it
};

std::string half(const std::string& bytes) {
    return bytes.substr(0, bytes.size() / 2);
}

std::string film() {
    return simulator::mp4_body({64, 48, 9}, 20);
}

std::string paper() {
    return simulator::pdf_body("A manual", 3, 4000);
}

// A film whose index is called otherwise.
std::string film_without(const std::string& box) {
    auto bytes = film();
    bytes.replace(bytes.find(box), box.size(), "free");
    return bytes;
}

// 400 megabytes of nothing, in some hundred kilobytes.
std::string bomb() {
    return png_of(20'000, 20'000, std::string(std::size_t{1} << 20U, '\0'));
}

std::string picture() {
    return simulator::png_body({64, 48, 9});
}

std::string picture_without_end() {
    const auto bytes = picture();
    return bytes.substr(0, bytes.rfind("IEND") - 4);
}

std::string picture_with_a_wrong_byte() {
    auto bytes = picture();
    bytes[bytes.size() / 2] =
        static_cast<char>(static_cast<unsigned char>(bytes[bytes.size() / 2]) ^ 1U);
    return bytes;
}

const std::vector<Lie>& lies() {
    constexpr auto k_promised = Promise::kept_in_view;
    constexpr auto k_unknown = Promise::none;
    static const std::vector<Lie> all{
        // The listing says which bytes come.
        {"ends in the middle",
         Of::cover,
         k_promised,
         R"("fault": "truncated")",
         {},
         "partial file"},
        {"half, as if it were all", Of::cover, k_promised, R"("fault": "cut")", {}, "promised"},
        {"more behind it", Of::cover, k_promised, R"("fault": "padded")", {}, "larger"},
        {"another picture", Of::cover, k_promised, R"("fault": "wrong_digest")", {}, "promised"},
        {"another format", Of::cover, k_promised, R"("fault": "wrong_type")", {}, "larger"},
        {"wrong bytes, right length",
         Of::cover,
         k_promised,
         R"("fault": "corrupt")",
         {},
         "promised"},
        {"nothing", Of::cover, k_promised, R"("fault": "empty")", {}, "empty file"},
        {"a web page", Of::cover, k_promised, R"("fault": "html")", {}, "web page"},
        {"NOMEDIA", Of::cover, k_promised, R"("fault": "no_media")", {}, "no such medium"},
        {"a tiny blank", Of::cover, k_promised, R"("fault": "blank")", {}, "promised"},
        {"another film", Of::video, k_promised, R"("fault": "wrong_digest")", {}, "larger"},
        {"another manual", Of::manual, k_promised, R"("fault": "wrong_digest")", {}, "promised"},
        // It does not; the bytes speak for themselves.
        {"half a picture", Of::cover, k_unknown, R"("fault": "cut")", {}, "cut"},
        {"damaged picture", Of::cover, k_unknown, "", picture_with_a_wrong_byte, "damaged"},
        {"picture without an end", Of::cover, k_unknown, "", picture_without_end, "cut short"},
        {"half a JPEG",
         Of::cover,
         k_unknown,
         "",
         [] {
             return half(simulator::jpeg_body({64, 48, 9}));
         },
         "cut short"},
        {"an error page under 200", Of::cover, k_unknown, R"("fault": "html")", {}, "web page"},
        {"an error in words",
         Of::cover,
         k_unknown,
         R"("body": "Erreur : fichier introuvable")",
         {},
         "a text instead"},
        {"an error in JSON",
         Of::cover,
         k_unknown,
         R"("body": "{\"error\": \"no\"}")",
         {},
         "a text instead"},
        {"no byte at all", Of::cover, k_unknown, R"("fault": "empty")", {}, "empty file"},
        {"NOMEDIA again", Of::cover, k_unknown, R"("fault": "no_media")", {}, "no such medium"},
        {"green",
         Of::cover,
         k_unknown,
         "",
         [] { return one_colour(64, 64, "\x00\xFF\x00"s); },
         "green"},
        {"white",
         Of::cover,
         k_unknown,
         "",
         [] { return one_colour(64, 64, "\xFF\xFF\xFF"s); },
         "colour"},
        {"one pixel", Of::cover, k_unknown, "", [] { return one_colour(1, 1, "abc"); }, "pixel"},
        {"a bomb", Of::cover, k_unknown, "", bomb, "64 megapixels"},
        {"a film for a cover", Of::cover, k_unknown, "", film, "is mp4"},
        {"a drawing for a cover",
         Of::cover,
         k_unknown,
         "",
         [] {
             return simulator::svg_body({64, 48, 9});
         },
         "nothing that a validator knows"},
        {"half a film", Of::video, k_unknown, R"("fault": "cut")", {}, "cut short"},
        {"a film without its index",
         Of::video,
         k_unknown,
         "",
         [] { return film_without("moov"); },
         "no moov"},
        {"a film without pictures",
         Of::video,
         k_unknown,
         "",
         [] { return film_without("trak"); },
         "no video"},
        {"a picture for a film", Of::video, k_unknown, "", picture, "is png"},
        {"a web page for a film", Of::video, k_unknown, R"("fault": "html")", {}, "web page"},
        {"half a manual", Of::manual, k_unknown, R"("fault": "cut")", {}, "end mark"},
        {"a web page for a manual", Of::manual, k_unknown, R"("fault": "html")", {}, "web page"},
        {"an archive for a manual",
         Of::manual,
         k_unknown,
         "",
         [] {
             return simulator::zip_body({{"a.pdf", paper()}});
         },
         "nothing that a validator knows"},
        // The service fails.
        {"an error of the server", Of::cover, k_promised, R"("status": 500)", {}, "overloaded"},
        {"not there", Of::cover, k_promised, R"("status": 404)", {}, "does not know it"},
        {"no end", Of::cover, k_unknown, R"("fault": "endless")", {}, "larger than 67108864"},
        {"no answer", Of::cover, k_unknown, R"("fault": "hang")", {}, "2 s"},
        {"a byte a second", Of::video, k_unknown, R"("bytes_per_second": 50)", {}, "2 s"},
        {"a reset", Of::cover, k_promised, R"("fault": "reset")", {}, "receiving"},
        {"a reset in the middle",
         Of::video,
         k_promised,
         R"("fault": "reset_midway")",
         {},
         "receiving"},
    };
    return all;
}

struct Shape {
    const char *code, *format, *folder;
};

Shape shape_of(Of of) {
    return of == Of::cover   ? Shape{"box-2D", "png", "covers"}
           : of == Of::video ? Shape{"video", "mp4", "videos"}
                             : Shape{"manuel", "pdf", "manuals"};
}

class Lies : public EndToEnd {
protected:
    // As the catalogue has it.
    static std::string medium_of(const Shape& shape, const std::string& region) {
        return "{\"code\": \""s + shape.code + "(" + region + ")\", \"regions\": [\"" + region +
               "\"], \"format\": \"" + shape.format + "\"}";
    }

    // A game whose American medium is a lie and whose European one is good.
    void tell(std::size_t index) {
        const auto& lie = lies()[index];
        const auto shape = shape_of(lie.of);
        games_of_.push_back(add_game("nes",
                                     rom_of(index),
                                     "\"media\": [" + medium_of(shape, "us") + ", " +
                                         medium_of(shape, "eu") + "]"));
    }

    static std::string stem_of(std::size_t index) {
        return "Lie " + std::to_string(index) + " (USA)";
    }

    static std::string rom_of(std::size_t index) { return stem_of(index) + ".nes"; }

    void arm(std::size_t index) const {
        const auto& lie = lies()[index];
        const auto game = "\"game\": " + std::to_string(games_of_[index]);
        if (lie.promise == Promise::none) {
            fault("{" + game + R"(, "endpoint": "jeuInfos.php", "fault": "no_digests"})");
        }
        auto what = std::string(lie.rule);
        if (lie.body) {
            what = "\"body_file\": \"" +
                   folder_.write("lies/" + std::to_string(index), lie.body()).string() + "\"";
        }
        fault("{" + game + ", \"media\": \"" + shape_of(lie.of).code + "(us)\", " + what + "}");
    }

    // What the service has for Europe.
    [[nodiscard]] std::string good(std::size_t index) const {
        const auto shape = shape_of(lies()[index].of);
        const auto page = lies()[index].of == Of::cover   ? "mediaJeu.php"
                          : lies()[index].of == Of::video ? "mediaVideoJeu.php"
                                                          : "mediaManuelJeu.php";
        return simulator::MediaStore(1, 0.2).body(
            {page,
             "systemeid=3&jeuid=" + std::to_string(games_of_[index]),
             std::string(shape.code) + "(eu)",
             shape.format});
    }

    [[nodiscard]] fs::path place_of(std::size_t index) const {
        const auto shape = shape_of(lies()[index].of);
        return medium("nes", std::string(shape.folder) + "/" + stem_of(index) + "." + shape.format);
    }

    // What the store says of the file that lies there.
    [[nodiscard]] std::string why(const fs::path& file) const {
        sqlite3* raw = nullptr;
        const auto library = state() / "curateur" / "default" / "library.db";
        EXPECT_EQ(sqlite3_open_v2(library.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
        sqlite3_stmt* row = nullptr;
        sqlite3_prepare_v2(raw, "SELECT why FROM asset WHERE path=?", -1, &row, nullptr);
        sqlite3_bind_text(row, 1, file.c_str(), -1, SQLITE_TRANSIENT);
        std::string text;
        if (sqlite3_step(row) == SQLITE_ROW) {
            text = reinterpret_cast<const char*>(sqlite3_column_text(row, 0));
        }
        sqlite3_finalize(row);
        sqlite3_close(raw);
        return text;
    }

    std::vector<std::uint64_t> games_of_;
};

TEST_F(Lies, AreNeverAtTheirPlaceTheNextCandidateIsAndTheStoreSaysWhy) {
    for (std::size_t i = 0; i < lies().size(); ++i) {
        tell(i);
    }
    serve({}, 8);
    for (std::size_t i = 0; i < lies().size(); ++i) {
        arm(i);
    }
    const auto ran = run({},
                         {{"CURATEUR_MEDIA__MEDIA_TYPES", "cover,video,manual"},
                          {"CURATEUR_MEDIA__IMAGE_MIN_DIMENSION", "16"},
                          {"CURATEUR_API__REQUEST_TIMEOUT", "2"},
                          {"CURATEUR_API__MAX_RETRIES", "1"},
                          {"CURATEUR_RUNTIME__MAX_FAILURES", "0"}});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    std::size_t files = 0;
    for (std::size_t i = 0; i < lies().size(); ++i) {
        SCOPED_TRACE(lies()[i].name);
        ASSERT_TRUE(fs::exists(place_of(i))) << ran.out;
        EXPECT_TRUE(read_whole(place_of(i)) == good(i));
        const auto told = why(place_of(i));
        const auto variant = lies()[i].of == Of::video ? ", variant plain"s : ""s;
        EXPECT_EQ(told.find("region eu" + variant + "; not region us" + variant + ": "), 0U)
            << told;
        EXPECT_NE(told.find(lies()[i].says), std::string::npos) << told;
    }
    for (const auto& [path, bytes] : tree()) {
        files += path.starts_with("downloaded_media") ? 1U : 0U;
    }
    EXPECT_EQ(files, lies().size()) << "no temporary file outlives a run";
}

TEST_F(Lies, AreNotAskedForAgain) {
    constexpr std::size_t k_wrong_digest = 3;
    tell(0), tell(1), tell(2), tell(k_wrong_digest);
    serve();
    arm(k_wrong_digest);
    const Environment wanted{{"CURATEUR_MEDIA__MEDIA_TYPES", "cover"}};
    ASSERT_EQ(run({}, wanted).exit, 0);
    fs::remove(place_of(k_wrong_digest));
    const auto before = asked();
    EXPECT_EQ(run({}, wanted).exit, 0);
    EXPECT_EQ(asked(), before + 1) << "the good one, at once";
    EXPECT_TRUE(read_whole(place_of(k_wrong_digest)) == good(k_wrong_digest));
}

TEST_F(Lies, ThatComeBeforeAPoorOneAreToldWithItAndNoOthers) {
    const auto shape = shape_of(Of::cover);
    const auto game = add_game("nes",
                               rom_of(0),
                               "\"media\": [" + medium_of(shape, "us") + ", " +
                                   medium_of(shape, "eu") + ", " + medium_of(shape, "jp") + "]");
    serve();
    const auto rule = [&](const std::string& what) {
        fault("{\"game\": " + std::to_string(game) + ", " + what + "}");
    };
    const auto white = folder_.write("lies/white", one_colour(64, 64, "\xFF\xFF\xFF"s)).string();
    rule(R"("endpoint": "jeuInfos.php", "fault": "no_digests")");
    rule("\"media\": \"box-2D(us)\", \"fault\": \"html\"");
    rule("\"media\": \"box-2D(eu)\", \"body_file\": \"" + white + "\"");
    rule("\"media\": \"box-2D(jp)\", \"fault\": \"html\"");
    const auto ran = run({}, {{"CURATEUR_MEDIA__MEDIA_TYPES", "cover"}});
    ASSERT_EQ(ran.exit, 0) << ran.out << ran.err;
    const auto told = why(place_of(0));
    EXPECT_EQ(told.find("region eu"), 0U) << told;
    EXPECT_NE(told.find("; not region us: "), std::string::npos) << told;
    EXPECT_EQ(told.find("region jp"), std::string::npos) << told;
}

TEST_F(Lies, AboutEveryCandidateLeaveThePlaceEmpty) {
    tell(0);
    serve();
    fault(R"({"media": "box-2D", "fault": "html"})");
    const auto ran = run();
    EXPECT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(read_whole(work() / "scraping_errors.log").find("cover: "), std::string::npos);
    EXPECT_FALSE(fs::exists(place_of(0)));
}

} // namespace
} // namespace curateur::test
