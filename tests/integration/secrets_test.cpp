// The password is nowhere but in the configuration and on the wire.
#include "support/end_to_end.hpp"

#include <sqlite3.h>
#include <zlib.h>

#include <functional>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

// What a deflated blob of the answers says; empty: it is none.
std::string inflated(std::string_view bytes, int window) {
    z_stream stream{};
    if (::inflateInit2(&stream, window) != Z_OK) {
        return {};
    }
    std::string in(bytes);
    std::string out;
    std::array<char, 65536> block{};
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    int status = Z_OK;
    while (status == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(block.data());
        stream.avail_out = static_cast<uInt>(block.size());
        status = ::inflate(&stream, Z_NO_FLUSH);
        out.append(block.data(), block.size() - stream.avail_out);
    }
    ::inflateEnd(&stream);
    return status == Z_STREAM_END ? out : std::string();
}

// Every value of every table, blobs also inflated.
void each_value(const fs::path& database, const std::function<void(const std::string&)>& look) {
    sqlite3* opened = nullptr;
    ASSERT_EQ(::sqlite3_open_v2(database.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr),
              SQLITE_OK);
    const auto each_row = [&](const std::string& query,
                              const std::function<void(sqlite3_stmt*)>& row) {
        sqlite3_stmt* statement = nullptr;
        ASSERT_EQ(::sqlite3_prepare_v2(opened, query.c_str(), -1, &statement, nullptr), SQLITE_OK)
            << query;
        while (::sqlite3_step(statement) == SQLITE_ROW) {
            row(statement);
        }
        ::sqlite3_finalize(statement);
    };
    const auto value = [](sqlite3_stmt* row, int column) {
        const auto* const bytes = static_cast<const char*>(::sqlite3_column_blob(row, column));
        return bytes == nullptr
                   ? std::string()
                   : std::string(bytes,
                                 static_cast<std::size_t>(::sqlite3_column_bytes(row, column)));
    };
    std::vector<std::string> tables;
    each_row("SELECT name FROM sqlite_schema WHERE type = 'table'",
             [&](sqlite3_stmt* row) { tables.push_back(value(row, 0)); });
    for (const auto& table : tables) {
        each_row("SELECT * FROM \"" + table + "\"", [&](sqlite3_stmt* row) {
            for (int i = 0; i < ::sqlite3_column_count(row); ++i) {
                const auto text = value(row, i);
                look(text);
                look(inflated(text, -MAX_WBITS));
                look(inflated(text, MAX_WBITS + 32));
            }
        });
    }
    ::sqlite3_close(opened);
}

class Secrets : public EndToEnd, public ::testing::WithParamInterface<const char*> {
protected:
    // The ways in which it could be written.
    static std::vector<std::string> spellings(const std::string& secret) {
        std::string percent, form, json;
        constexpr std::string_view k_hex = "0123456789ABCDEF";
        for (const char c : secret) {
            const auto byte = static_cast<unsigned char>(c);
            if (std::isalnum(byte) != 0) {
                percent += c;
                form += c;
            } else {
                const auto code = std::string("%") + k_hex[byte / 16] + k_hex[byte % 16];
                percent += code;
                form += c == ' ' ? "+" : code;
            }
            json += c == '"' || c == '\\' || c == '/' ? std::string("\\") + c : std::string(1, c);
        }
        return {secret, percent, form, json};
    }
};

TEST_P(Secrets, AreInNoFileAndOnNoStream) {
    password_ = GetParam();
    // A text of the service that holds the word is nobody's secret: it must reach the user
    // unharmed.
    add_game("nes", "Zebra Run (USA).nes", R"("synopsis": {"en": "Beware of the monsters."})");
    add_game("nes", "Comet Quest (USA).nes");
    add_game("nes", "Always Fails (USA).nes", R"("faults": {"status": 500})");
    add_rom("nes", "Nobody Knows (World).nes", "homebrew");
    serve();
    const auto ran = run({"--log-level", "DEBUG", "--log-file", "all.log"});
    run({"--json", "--update", "--log-level", "DEBUG"});
    if (password_.empty()) { // nothing to hide, and nobody to be let in
        EXPECT_EQ(ran.exit, 1) << ran.err;
        return;
    }
    EXPECT_GE(asked("found"), 4U); // with this password it was let in
    EXPECT_NE(gamelist("nes").find("Beware of the monsters."), std::string::npos);
    ASSERT_TRUE(fs::exists(state() / "curateur" / "default" / "answers.db"));

    std::string where = "?";
    const auto look = [&](const std::string& text) {
        for (const auto& spelling : spellings(password_)) {
            auto at = text.find(spelling);
            if (at != std::string::npos && text.compare(at > 14 ? at - 14 : 0,
                                                        14 + spelling.size(),
                                                        "Beware of the " + spelling) != 0) {
                ADD_FAILURE() << where << " holds it: " << text.substr(at > 60 ? at - 60 : 0, 140);
            }
        }
    };
    for (const char* const folder : {"state", "streams", "work", "home/ES-DE/gamelists"}) {
        for (const auto& [file, bytes] : tree_of(folder_.path() / folder)) {
            where = std::string(folder) + "/" + file;
            look(bytes);
            EXPECT_EQ(bytes.find("CURSECRET"), std::string::npos)
                << where; // nor what stands for it
        }
    }
    for (const char* const database : {"library.db", "answers.db"}) {
        where = database;
        each_value(state() / "curateur" / "default" / database, look);
    }
}

INSTANTIATE_TEST_SUITE_P(OfManyKinds,
                         Secrets,
                         ::testing::Values("monsters", "\xC3\xA4&#/ +\"", "qwxyz", ""));

} // namespace
} // namespace curateur::test
