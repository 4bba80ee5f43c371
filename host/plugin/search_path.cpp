#include "plugin/search_path.hpp"

#include "platform/paths.hpp"

#include <sys/auxv.h>

#include <algorithm>

namespace curateur::plugin {
namespace fs = std::filesystem;

namespace {

constexpr const char* k_variable = "CURATEUR_PLUGIN_PATH";

Result<fs::path> given_one(const fs::path& given) {
    std::error_code error;
    auto directory = fs::absolute(given, error).lexically_normal();
    if (!directory.has_filename()) {
        directory = directory.parent_path(); // it ended in a slash
    }
    if (error || !fs::is_directory(directory, error)) {
        return Error{Errc::invalid,
                     "the plugin directory " + directory.string() +
                         " does not exist or is not a directory"};
    }
    return directory;
}

Result<std::vector<fs::path>> listed(std::string_view text) {
    std::vector<fs::path> directories;
    for (;;) {
        const auto colon = text.find(':');
        const fs::path one(text.substr(0, colon));
        if (one.empty()) {
            return Error{Errc::invalid,
                         std::string(k_variable) +
                             " has an empty entry, which would mean the current directory: remove "
                             "the colon too many"};
        }
        if (!one.is_absolute()) {
            return Error{Errc::invalid,
                         std::string(k_variable) + ": \"" + one.string() +
                             "\" is not an absolute path: write it from / on"};
        }
        directories.push_back(one.lexically_normal());
        if (colon == std::string_view::npos) {
            return directories;
        }
        text.remove_prefix(colon + 1);
    }
}

// The folder of the executable or one above it that CMake builds in.
std::optional<fs::path> build_tree(const fs::path& executable) {
    std::error_code error;
    for (auto folder = executable.parent_path(); folder != folder.root_path();
         folder = folder.parent_path()) {
        if (fs::is_regular_file(folder / "CMakeCache.txt", error)) {
            return folder;
        }
    }
    return std::nullopt;
}

// A prefix inside a build tree is an installation all the same.
fs::path shipped(const fs::path& executable) {
    std::error_code error;
    auto installed = (executable.parent_path() / CURATEUR_PLUGINS_FROM_BIN).lexically_normal();
    if (fs::is_directory(installed, error)) {
        return installed;
    }
    const auto tree = build_tree(executable);
    return tree ? *tree / "plugins" : installed;
}

} // namespace

SearchPlaces search_places(std::vector<fs::path> given) {
    SearchPlaces places;
    places.given = std::move(given);
    if (::getauxval(AT_SECURE) == 0) {
        places.environment = platform::environment(k_variable);
    }
    places.data_home = platform::data_home();
    places.executable = platform::executable();
    return places;
}

Result<std::vector<fs::path>> search_path(const SearchPlaces& places) {
    std::vector<fs::path> all;
    for (const auto& given : places.given) {
        CURATEUR_TRY(auto directory, given_one(given));
        all.push_back(std::move(directory));
    }
    if (places.environment) {
        CURATEUR_TRY(const auto directories, listed(*places.environment));
        all.insert(all.end(), directories.begin(), directories.end());
    }
    all.push_back(places.data_home / "curateur" / "plugins");
    all.push_back(shipped(places.executable));
    std::vector<fs::path> once;
    for (auto& directory : all) {
        if (std::find(once.begin(), once.end(), directory) == once.end()) {
            once.push_back(std::move(directory));
        }
    }
    return once;
}

} // namespace curateur::plugin
