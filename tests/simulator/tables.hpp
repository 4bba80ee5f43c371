// What the service's own lists hold: regions, languages, kinds of media, systems, genres.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curateur::simulator {

struct Region {
    std::string id, code, name, parent; // parent is an id, "0" at the top
};

struct Language {
    std::string id, code, name;
};

struct MediaType {
    std::string id, code, category, kind, format;
    bool regions = false, supports = false, versions = false, generated = false;
};

struct System {
    int id = 0;
    std::string name;
    int parent = 0; // 0 is none; the arcade makers' is 75
};

struct Genre {
    std::string id, parent, english, french;
};

[[nodiscard]] const std::vector<Region>& regions();
[[nodiscard]] const std::vector<Language>& languages();
[[nodiscard]] const std::vector<MediaType>& media_types();
[[nodiscard]] const std::vector<System>& systems();
[[nodiscard]] const std::vector<Genre>& genres();

// None of them when the list does not have it.
[[nodiscard]] const Region* region(std::string_view code);
[[nodiscard]] const Language* language(std::string_view code);
[[nodiscard]] const MediaType* media_type(std::string_view code);
[[nodiscard]] const System* system_of(int id);
[[nodiscard]] const Genre* genre(std::string_view id);

// Whether asking for a system also finds games of another: itself and its children.
[[nodiscard]] bool covers(int asked, int system);

} // namespace curateur::simulator
