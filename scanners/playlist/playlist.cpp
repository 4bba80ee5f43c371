#include "playlist/playlist.hpp"

#include <algorithm>
#include <filesystem>

namespace curateur::playlist {

std::vector<std::string> members(std::string_view text, std::string_view key) {
    return read(text, key).members;
}

Listed read(std::string_view text, std::string_view key) {
    Listed found;
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
        auto member = resolve(line, key);
        if (member.empty()) {
            found.refused.push_back(std::move(line));
        } else {
            found.members.push_back(std::move(member));
        }
    }
    return found;
}

std::string resolve(std::string_view pointer, std::string_view key) {
    std::string spelled(pointer);
    std::replace(spelled.begin(), spelled.end(), '\\', '/'); // written on Windows
    if (spelled.find('\0') != std::string::npos) {
        return {};
    }
    const std::filesystem::path path(spelled);
    auto target = (std::filesystem::path(key).parent_path() / path).lexically_normal().string();
    const bool outside = path.is_absolute() || target == ".." || target.starts_with("../");
    return outside || target == "." ? std::string() : target;
}

} // namespace curateur::playlist
