// The vocabularies that plugins and host share, from the CSV files beside this one. Built once,
// before the first question; read from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curateur::registry {

struct Field {
    std::string_view name, type, doc; // type: text, multiline, list, number, date, bool
};

struct MediaKind {
    std::string_view name, type;            // type: image, video, document
    std::vector<std::string_view> variants; // "plain" is what a source gives without a word
    // What is to be expected before anything is known: how many of a hundred games have one, and
    // how large it is. Of 42 games as a service described them in 2025 and 2026; they are
    // well-known ones, others have less.
    unsigned of_hundred = 0, kilobytes = 0;
};

struct Region {
    std::string_view code, parent, name;
};

struct Platform {
    std::string_view id;
    std::string_view
        identity; // "bytes", "name" (arcade sets), "none" (shortcuts: nothing to look up by)
    std::string_view tag; // the frontend's platform tag it refines; the id itself when it is one
};

[[nodiscard]] const Field* find_field(std::string_view name);
[[nodiscard]] const MediaKind* find_media(std::string_view name_or_alias);
[[nodiscard]] const Region* find_region(std::string_view code_or_alias);
[[nodiscard]] bool is_language(std::string_view code);
[[nodiscard]] const Platform* find_platform(std::string_view id);

[[nodiscard]] const std::vector<Field>& fields();
[[nodiscard]] const std::vector<MediaKind>& media_kinds();
[[nodiscard]] const std::vector<Region>& regions();
[[nodiscard]] const std::vector<Platform>& platforms();

// The platform of a system: its own row when the row's tag is among the file's tags (or the file
// has none), else the first tag that is known. "": unknown.
[[nodiscard]] std::string platform_of(std::string_view system,
                                      const std::vector<std::string>& tags);

// One line of CSV in cells; "" stands for a quote inside quotes. Shared with the systems table.
[[nodiscard]] std::vector<std::string_view> cells_of(std::string_view line);

// Takes the next line off rest; the line end is not part of it.
[[nodiscard]] std::string_view next_line(std::string_view& rest);

} // namespace curateur::registry
