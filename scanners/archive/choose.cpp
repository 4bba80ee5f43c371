#include "archive/archive.hpp"

#include <curateur/support/ascii.hpp>

#include <algorithm>
#include <array>

namespace curateur::archive {
namespace {

std::string_view base_of(std::string_view name) {
    return name.substr(name.rfind('/') + 1); // npos + 1 is 0
}

std::string_view extension_of(std::string_view base) {
    const auto dot = base.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : base.substr(dot);
}

std::string_view stem_of(std::string_view base) {
    return base.substr(0, base.size() - extension_of(base).size());
}

template <std::size_t n>
bool among(const std::array<std::string_view, n>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// What lies beside ROMs and is none.
bool is_beside(std::string_view name) {
    static constexpr std::array<std::string_view, 9> k_texts{
        ".txt", ".nfo", ".diz", ".md5", ".sfv", ".dat", ".xml", ".url", ".html"};
    const auto base = base_of(name);
    return base.starts_with('.') || name.starts_with("__MACOSX/") ||
           among(k_texts, lower(extension_of(base)));
}

bool is_descriptor(std::string_view name) {
    static constexpr std::array<std::string_view, 6> k_descriptors{
        ".cue", ".gdi", ".ccd", ".mds", ".m3u", ".toc"};
    return among(k_descriptors, lower(extension_of(base_of(name))));
}

bool is_image(std::string_view name) {
    static constexpr std::array<std::string_view, 5> k_images{
        ".bin", ".img", ".iso", ".mdf", ".raw"};
    return among(k_images, lower(extension_of(base_of(name))));
}

} // namespace

Choice choose(const Directory& directory,
              std::string_view stem,
              const std::vector<std::string>& extensions) {
    const auto& members = directory.members;
    std::vector<std::size_t> files;
    bool is_disc = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Member& member = members[i];
        is_disc = is_disc || is_descriptor(member.name);
        if (!member.is_directory && member.size > 0 && !is_beside(member.name) &&
            !is_descriptor(member.name)) {
            files.push_back(i);
        }
    }
    std::sort(files.begin(), files.end(), [&](std::size_t a, std::size_t b) {
        return members[a].name < members[b].name;
    });
    if (files.size() == 1) {
        return {files.front(), is_disc, "the only ROM in the archive"};
    }
    if (is_disc) {
        const auto smaller = [&](std::size_t a, std::size_t b) {
            return std::pair(is_image(members[a].name), members[a].size) <
                   std::pair(is_image(members[b].name), members[b].size);
        };
        const auto largest = std::max_element(files.begin(), files.end(), smaller);
        if (largest != files.end() && is_image(members[*largest].name)) {
            return {*largest, true, "the largest track of the disc in the archive"};
        }
    }
    const auto is_known = [&](std::size_t i) {
        const std::string extension = lower(extension_of(base_of(members[i].name)));
        return std::any_of(extensions.begin(), extensions.end(), [&](const std::string& one) {
            return lower(one) == extension;
        });
    };
    const auto is_named = [&](std::size_t i) {
        return lower(stem_of(base_of(members[i].name))) == lower(stem);
    };
    const auto first = [&](const auto& fits) -> std::optional<std::size_t> {
        const auto found = std::find_if(files.begin(), files.end(), fits);
        return found == files.end() ? std::nullopt : std::optional(*found);
    };
    if (auto both = first([&](std::size_t i) { return is_named(i) && is_known(i); })) {
        return {both, false, "the member named as the archive is"};
    }
    if (auto named = first(is_named)) {
        return {named, false, "the member named as the archive is"};
    }
    if (auto known = first(is_known)) {
        return {known, false, "the first member by name with an extension of the system"};
    }
    return {std::nullopt,
            false,
            files.empty()
                ? "the archive holds no ROM"
                : "none of the archive's members has its name or an extension of the system"};
}

} // namespace curateur::archive
