#include "plugin/loader.hpp"
#include "support/temp_folder.hpp"

using namespace curateur;
namespace fs = std::filesystem;

namespace {

std::string refusal_of(const fs::path& library) {
    plugin::Loader loader;
    loader.load(library);
    EXPECT_TRUE(loader.components().empty());
    return loader.refused().empty() ? "" : loader.refused().front().why;
}

fs::path broken(const std::string& name) {
    return fs::path(BROKEN_DIR) / ("broken-" + name + ".so");
}

std::string bytes_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

const fs::path k_good = fs::path(EXAMPLE_DIR) / "example-plain-c.so";

} // namespace

TEST(Loader, LoadsAPluginInPlainC) {
    plugin::Loader loader;
    loader.load(k_good);
    ASSERT_EQ(loader.components().size(), 1U);
    EXPECT_EQ(loader.components().front().id, "plain-c");
    EXPECT_EQ(loader.components().front().kind, plugin::Kind::source);
}

TEST(Loader, RefusesAnotherMajor) {
    EXPECT_EQ(refusal_of(broken("another_major")),
              "needs plugin ABI 9.1, this curateur has 0.1 (built with sdk 9.9): update curateur");
}

TEST(Loader, RefusesANewerMinor) {
    EXPECT_EQ(refusal_of(broken("newer_minor")),
              "needs plugin ABI 0.99, this curateur has 0.1 (built with sdk 9.9): update curateur");
}

TEST(Loader, RefusesAWrongMagic) {
    EXPECT_EQ(refusal_of(broken("wrong_magic")),
              "is not a curateur plugin (it does not define curateur_plugin)");
}

TEST(Loader, RefusesALibraryWithoutTheSymbol) {
    EXPECT_EQ(refusal_of(broken("no_symbol")),
              "is not a curateur plugin (it does not define curateur_plugin)");
}

TEST(Loader, RefusesAPluginThatOffersNothing) {
    EXPECT_EQ(refusal_of(broken("no_components")), "offers nothing");
}

TEST(Loader, RefusesAPluginThatCannotStart) {
    EXPECT_EQ(refusal_of(broken("refuses_to_start")), "could not start");
}

TEST(Loader, RefusesAFileThatIsNoLibrary) {
    const test::TempFolder folder;
    EXPECT_EQ(refusal_of(folder.write("x.so", "hello")), "is not a shared library");
}

TEST(Loader, RefusesALibraryThatIsCutShort) {
    const test::TempFolder folder;
    const auto why = refusal_of(folder.write("x.so", bytes_of(k_good).substr(0, 3000)));
    EXPECT_TRUE(why.starts_with("is cut short (3000 bytes, its header says at least ")) << why;
}

TEST(Loader, RefusesAnotherMachine) {
    const test::TempFolder folder;
    auto bytes = bytes_of(k_good);
    bytes[18] = '\x08'; // e_machine: MIPS
    bytes[19] = 0;
    EXPECT_EQ(refusal_of(folder.write("x.so", bytes)), "is built for another kind of machine");
}

TEST(Loader, RefusesAFileThatOthersMayWrite) {
    const test::TempFolder folder;
    const auto library = folder.write("x.so", bytes_of(k_good));
    fs::permissions(library, fs::perms::group_write, fs::perm_options::add);
    EXPECT_EQ(refusal_of(library), "is writable by others than its owner");
}

TEST(Loader, RefusesAFileInAFolderThatOthersMayWrite) {
    const test::TempFolder folder;
    const auto library = folder.write("open/x.so", bytes_of(k_good));
    fs::permissions(folder.path() / "open", fs::perms::others_write, fs::perm_options::add);
    EXPECT_EQ(refusal_of(library),
              "lies in " + (folder.path() / "open").string() +
                  ", which is writable by others than its owner");
}

TEST(Loader, SkipsAComponentOfAnUnknownKindAndSaysSo) {
    plugin::Loader loader;
    loader.load(broken("unknown_kind"));
    ASSERT_EQ(loader.notes().size(), 1U);
    EXPECT_TRUE(loader.notes().front().ends_with(
        " offers \"curateur.scanner/1\", which this curateur does not know"));
}

TEST(Loader, UsesTheFirstOfTwoWithTheSameId) {
    const test::TempFolder folder;
    plugin::Loader loader;
    loader.load(k_good);
    loader.load(folder.write("copy.so", bytes_of(k_good)));
    EXPECT_EQ(loader.components().size(), 1U);
    ASSERT_EQ(loader.notes().size(), 1U);
    EXPECT_TRUE(loader.notes().front().ends_with(" is used (earlier in the search path)"))
        << loader.notes().front();
}

TEST(Loader, SaysWhatIsInstalledWhenAskedForSomethingElse) {
    plugin::Loader loader;
    loader.load(k_good);
    const auto found = loader.find(plugin::Kind::source, "plain-d");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message, "there is no source \"plain-d\"; installed: plain-c");
}
