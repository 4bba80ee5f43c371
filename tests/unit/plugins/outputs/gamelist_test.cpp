#include "gamelist-xml/gamelist.hpp"
#include "gamelist-xml/rendering.hpp"

#include <gtest/gtest.h>
#include <tinyxml2.h>

#include <random>

using namespace curateur;

namespace {

const std::vector<std::string_view> k_order{"path", "name", "desc", "rating", "players"};

constexpr std::string_view k_two_roots =
    "<?xml version=\"1.0\"?>\n"
    "<!-- by hand -->\n"
    "<alternativeEmulator>\n\t<label>Mesen</label>\n</alternativeEmulator>\n"
    "<gameList>\n"
    "\t<provider><System>nes</System></provider>\n"
    "\t<game id=\"47>11\">\n\t\t<path>./A &amp; B.nes</path>\n\t\t<name>A</name>\n"
    "\t\t<mine:x>kept</mine:x>\n\t\t<desc />\n\t</game>\n"
    "\t<game>\n\t\t<path>./Dup.nes</path>\n\t\t<name>First</name>\n\t</game>\n"
    "\t<game>\n\t\t<path>./Dup.nes</path>\n\t\t<name>Last</name>\n\t</game>\n"
    "\t<folder>\n\t\t<path>./sub</path>\n\t\t<desc><![CDATA[a <b> & c]]></desc>\n\t</folder>\n"
    "</gameList>\n";

Change change(std::string_view path, std::vector<Native> fields, bool is_new = false) {
    return {path, path, false, is_new, std::move(fields)};
}

std::string rendered(std::string_view xml, const std::vector<Change>& changes) {
    gamelist::Rendering made(xml, k_order);
    for (const auto& one : changes) {
        made.add(one);
    }
    return std::move(made).text();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.rfind(from);
    EXPECT_NE(at, std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string fault_of(std::string_view xml) {
    try {
        static_cast<void>(gamelist::read(xml));
        return "";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.status(), static_cast<cur_status>(CUR_MALFORMED));
        return std::to_string(gamelist::line_of(xml, failure.error().offset)) + ": " +
               failure.what();
    }
}

} // namespace

TEST(Gamelist, IsReadWithTwoRootsAndUnknownElements) {
    const auto games = gamelist::read(k_two_roots);
    ASSERT_EQ(games.size(), 4U);
    const auto first = games[0];
    EXPECT_EQ(first.native_path, "./A & B.nes");
    EXPECT_EQ(first.line, 8U);
    EXPECT_EQ(first.fields.size(), 2U); // an empty <desc /> is not a value
    const auto last = games[3];
    EXPECT_TRUE(last.is_folder);
    EXPECT_EQ(last.line, 22U);
    EXPECT_EQ(last.fields[0].value, "a <b> & c");
}

TEST(Gamelist, RenderedWithoutChangesIsTheSameBytes) {
    EXPECT_EQ(rendered(k_two_roots, {}), k_two_roots);
}

TEST(Gamelist, ChangesOneValueAndNoOtherByte) {
    EXPECT_EQ(
        rendered(k_two_roots, {change("./A & B.nes", {{"name", "B & <C>"}})}),
        replaced(std::string(k_two_roots), "<name>A</name>", "<name>B &amp; &lt;C&gt;</name>"));
}

TEST(Gamelist, FillsAnEmptyElement) {
    EXPECT_EQ(rendered(k_two_roots, {change("./A & B.nes", {{"desc", "x"}})}),
              replaced(std::string(k_two_roots), "<desc />", "<desc>x</desc>"));
}

TEST(Gamelist, InsertsAFieldWhereTheFrontendHasIt) {
    EXPECT_EQ(rendered(k_two_roots, {change("./Dup.nes", {{"desc", "x"}})}),
              replaced(std::string(k_two_roots),
                       "<name>Last</name>",
                       "<name>Last</name>\n\t\t<desc>x</desc>"));
}

TEST(Gamelist, RemovesAFieldWithItsLine) {
    EXPECT_EQ(rendered(k_two_roots, {change("./Dup.nes", {{"name", "", true}})}),
              replaced(std::string(k_two_roots), "\n\t\t<name>Last</name>", ""));
}

TEST(Gamelist, RemovesAFieldThatStandsTwice) {
    EXPECT_EQ(
        rendered("<gameList><game><path>./a</path><desc>x</desc><desc>y</desc></game></gameList>",
                 {change("./a", {{"desc", "", true}})}),
        "<gameList><game><path>./a</path></game></gameList>");
}

TEST(Gamelist, AppendsANewGameAtTheEnd) {
    EXPECT_EQ(rendered(k_two_roots, {change("./N.nes", {{"players", "1"}, {"name", "N"}}, true)}),
              replaced(std::string(k_two_roots),
                       "\n</gameList>",
                       "\n\t<game>\n\t\t<path>./N.nes</path>\n\t\t<name>N</name>\n\t\t<players>1</"
                       "players>\n\t</game>\n</gameList>"));
}

TEST(Gamelist, MakesANewDocument) {
    EXPECT_EQ(rendered("", {change("./N.nes", {{"name", "N"}}, true)}),
              "<?xml "
              "version=\"1.0\"?>\n<gameList>\n\t<game>\n\t\t<path>./N.nes</path>\n\t\t<name>N</"
              "name>\n\t</game>\n</gameList>\n");
}

TEST(Gamelist, OpensAnEmptyList) {
    EXPECT_EQ(rendered("<gameList />", {change("./N.nes", {}, true)}),
              "<gameList>\n\t<game>\n\t\t<path>./N.nes</path>\n\t</game>\n</gameList>");
}

TEST(Gamelist, KeepsLineEndsAndIndentation) {
    const std::string xml =
        "<gameList>\r\n  <game>\r\n    <path>./a</path>\r\n  </game>\r\n</gameList>\r\n";
    EXPECT_EQ(rendered(xml, {change("./a", {{"desc", "x\ny"}})}),
              "<gameList>\r\n  <game>\r\n    <path>./a</path>\r\n    <desc>x\r\ny</desc>\r\n  "
              "</game>\r\n</gameList>\r\n");
}

TEST(Gamelist, ThatCannotBeUnderstoodIsNamedWithItsLine) {
    EXPECT_EQ(fault_of("<?xml version=\"1.0\"?>\n"),
              "1: has no <gameList>; is the file cut short?");
    EXPECT_EQ(fault_of(k_two_roots.substr(0, 200)),
              "9: <path> is never closed; is the file cut short?");
    EXPECT_EQ(fault_of("<gameList>\n<game>\n<path>./a\x01</path></game></gameList>"),
              "3: holds a character that XML does not allow (code 1)");
    EXPECT_EQ(fault_of("<gameList>\n</game></gameList>"),
              "2: </game> stands where </gameList> is due");
    EXPECT_EQ(fault_of("<gameList>\n<game><desc>a < b</desc></game></gameList>"),
              "2: \"<\" begins no tag here; a \"<\" in a text is written &lt;");
    EXPECT_EQ(fault_of("<gameList></gameList>\nrest"), "2: there is text outside of all elements");
}

// The tokenizer understands these, tinyxml2 does not.
TEST(Gamelist, ThatOnlyOneReaderUnderstandsIsNamedWithItsLine) {
    EXPECT_EQ(fault_of("<gameList>\n<game id=5><path>./a</path></game></gameList>"),
              "2: is not well-formed XML");
    EXPECT_EQ(fault_of("<gameList>\n<game>\n<path>./a</path>\n<x y=1/></game></gameList>"),
              "4: is not well-formed XML");
    EXPECT_EQ(fault_of("<gameList>\n<game>\n</game>\n<folder>\n</folder>\n<x y=1/></gameList>"),
              "6: is not well-formed XML");
    EXPECT_EQ(fault_of("<gameList>\n<game>\n<?late?></game></gameList>"),
              "3: is not well-formed XML");
}

// As deep as tinyxml2 goes, counted from the top of the document.
TEST(Gamelist, ThatIsNestedTooDeeplyIsNotUnderstood) {
    const auto nested = [](int depth) {
        std::string open;
        std::string close;
        for (int i = 2; i < depth; ++i) { // <gameList> and <game> are two
            open += "<x>";
            close += "</x>";
        }
        return "<gameList><game>" + open + close + "</game></gameList>";
    };
    for (int depth = 50; depth < 2 * TINYXML2_MAX_ELEMENT_DEPTH; ++depth) {
        const auto xml = nested(depth);
        tinyxml2::XMLDocument whole;
        const bool is_fine = whole.Parse(xml.data(), xml.size()) == tinyxml2::XML_SUCCESS;
        EXPECT_EQ(fault_of(xml), is_fine ? "" : "1: is not well-formed XML") << depth;
    }
}

TEST(Gamelist, ThatIsEmptyHasNoEntries) {
    EXPECT_TRUE(gamelist::read(" \n").empty());
}

// Cut anywhere, it is understood only where nothing but trailing white space is missing.
TEST(Gamelist, CutShortAnywhereIsNotUnderstood) {
    for (std::size_t length = 1; length + 1 < k_two_roots.size(); ++length) {
        EXPECT_NE(fault_of(k_two_roots.substr(0, length)), "") << length;
    }
}

// Laws b and c of abi_output.h, over changes by chance.
TEST(Gamelist, ReadsBackExactlyWhatWasChanged) {
    std::minstd_rand chance(11);
    const std::vector<std::string> values{
        "x", "a & b", "<tag>", "two\nlines", "  blanks  ", "ä€😀", "]]>", "&amp;", "\"q\" 'a'"};
    for (int round = 0; round < 300; ++round) {
        std::map<std::string, std::string> wanted;
        std::vector<Native> fields;
        for (const char* const name : {"name", "desc", "rating", "players"}) {
            const auto pick = chance() % (values.size() + 2);
            if (pick < values.size()) {
                wanted[name] = values[pick];
                fields.push_back({name, values[pick], false});
            } else if (pick == values.size()) {
                fields.push_back({name, "", true});
            } else if (std::string_view(name) == "name") {
                wanted[name] = "Last";
            }
        }
        const auto made = rendered(k_two_roots, {change("./Dup.nes", fields)});
        const auto games = gamelist::read(made);
        ASSERT_EQ(games.size(), 4U);
        std::map<std::string, std::string> found;
        const auto changed = games[2];
        for (const auto& field : changed.fields) {
            found[field.name] = field.value;
        }
        EXPECT_EQ(found, wanted);
        EXPECT_EQ(games[1].fields[0].value, "First");
        EXPECT_TRUE(
            made.starts_with(k_two_roots.substr(0, k_two_roots.rfind("<path>./Dup.nes</path>"))));
    }
}

TEST(Storable, IsWhatComesBack) {
    EXPECT_EQ(gamelist::storable("a\r\nb\rc\x01"), "a\nb\nc");
    EXPECT_EQ(gamelist::storable(" \n"), "");
}
