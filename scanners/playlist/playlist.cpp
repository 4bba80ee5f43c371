#include "playlist/playlist.hpp"

#include <filesystem>

namespace curateur::playlist {

std::vector<std::string> members(std::string_view text, std::string_view key) {
    std::vector<std::string> found;
    const auto folder = std::filesystem::path(key).parent_path();
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string line(text.substr(0, end));
        text = end == std::string_view::npos ? "" : text.substr(end + 1);
        while (!line.empty() &&
               (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
            line.pop_back();
        }
        if (line.empty() || line.front() == '#') {
            continue;
        }
        line = line.substr(0, line.find('|'));
        const std::filesystem::path path(line);
        auto member = (folder / path).lexically_normal().string();
        if (path.is_absolute() || member.starts_with("..")) {
            continue;
        }
        found.push_back(std::move(member));
    }
    return found;
}

} // namespace curateur::playlist
