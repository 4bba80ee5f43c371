#include "platform/paths.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace curateur::platform {
namespace fs = std::filesystem;

namespace {

// The XDG rule: a relative value is to be ignored.
fs::path xdg(const char* name, const char* fallback) {
    const auto set = environment(name);
    return set && fs::path(*set).is_absolute() ? fs::path(*set) : home() / fallback;
}

} // namespace

std::optional<std::string> environment(const char* name) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') {
        return std::nullopt;
    }
    return value;
}

fs::path home() {
    if (const auto set = environment("HOME")) {
        return *set;
    }
    const auto* const user = ::getpwuid(::getuid());
    return user != nullptr ? user->pw_dir : "/";
}

fs::path config_home() {
    return xdg("XDG_CONFIG_HOME", ".config");
}

fs::path state_home() {
    return xdg("XDG_STATE_HOME", ".local/state");
}

fs::path data_home() {
    return xdg("XDG_DATA_HOME", ".local/share");
}

fs::path absolute_from(std::string_view text, const fs::path& base) {
    fs::path path(text);
    if (text == "~") {
        path = home();
    } else if (text.starts_with("~/")) {
        path = home() / text.substr(2);
    } else if (path.is_relative()) {
        path = fs::absolute(base) / path;
    }
    path = path.lexically_normal();
    return path.has_filename() || path == path.root_path() ? path : path.parent_path();
}

fs::path executable() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error);
}

} // namespace curateur::platform
