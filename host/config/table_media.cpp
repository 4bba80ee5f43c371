// The rows of the settings of media.
#include "config/table.hpp"

#include <array>

namespace curateur::config {

namespace {

constexpr auto k_media = std::to_array<Setting>({
    {.key = "media.media_types",
     .also = "scraping.media_types",
     .type = Type::list,
     .doc = "The kinds of media to get; the codes of an installed source serve as well. Without "
            "it, what the frontend shows by default; an empty list means none",
     .words = Words::media,
     .flag = "--media-types",
     .operand = "A,B",
     .set =
         [](Config& to, const Value& v) {
             to.media.kinds = v.texts;
         }},
    {.key = "media.variants",
     .type = Type::map_of_lists,
     .doc = "Which variants of a kind are taken first, whatever their region: {logo: [hd, plain, "
            "carbon], video: [normalized, plain]}. Those that are not named come after them; "
            "without it, the source's order",
     .fallback = "{}",
     .words = Words::variant,
     .set =
         [](Config& to, const Value& v) {
             to.media.variants = {v.pairs.begin(), v.pairs.end()};
         }},
    {.key = "media.validation_mode",
     .type = Type::choice,
     .doc =
         "normal looks whether a file is whole and what it should be; strict also decodes it, and "
         "refuses what no validator knows (docs/media.md)",
     .fallback = "normal",
     .choices = "disabled|normal|strict",
     .set =
         [](Config& to, const Value& v) {
             to.media.validation = chosen<Validation>(v);
         }},
    {.key = "media.image_min_dimension",
     .type = Type::integer,
     .doc = "Pictures with fewer pixels, in width or height, are refused",
     .fallback = "50",
     .min = 1,
     .max = 100000,
     .set =
         [](Config& to, const Value& v) {
             to.media.image_min_dimension = whole<std::uint32_t>(v);
         }},
    {.key = "media.keep_free_mb",
     .type = Type::integer,
     .doc = "So many megabytes stay free where media go: before less is left the run ends, and the "
            "next goes on",
     .fallback = "100",
     .min = 0,
     .max = k_any,
     .set =
         [](Config& to, const Value& v) {
             to.media.keep_free_mb = whole<std::uint64_t>(v);
         }},
    {.key = "media.max_width",
     .type = Type::integer,
     .doc = "Pictures (PNG, JPEG) that are wider, in pixels, are scaled down when they are "
            "downloaded, their shape kept; 0: they stay as they are (docs/media.md)",
     .fallback = "0",
     .min = 0,
     .max = 100000,
     .set =
         [](Config& to, const Value& v) {
             to.media.max_width = whole<std::uint32_t>(v);
         }},
    {.key = "media.max_height",
     .type = Type::integer,
     .doc = "The same for their height",
     .fallback = "0",
     .min = 0,
     .max = 100000,
     .set =
         [](Config& to, const Value& v) {
             to.media.max_height = whole<std::uint32_t>(v);
         }},
    {.key = "media.link",
     .type = Type::choice,
     .doc = "How a file that is there already comes to a second place, for another output or game: "
            "auto shares its bytes on the disk where the file system can (a reflink), else copies; "
            "reflink and hardlink say once when they cannot. A hard link is one file with two "
            "names: what changes it in one place changes it in the other",
     .fallback = "auto",
     .choices = "auto|reflink|hardlink|copy",
     .set =
         [](Config& to, const Value& v) {
             to.media.link = chosen<Link>(v);
         }},
    {.key = "media.clean_mismatched_media",
     .type = Type::boolean,
     .doc =
         "At the end of each system a run moves away media that curateur put there and whose kind "
         "is not wanted any more; \"curateur clean\" does that, and more, when you ask for it",
     .fallback = "false",
     .set =
         [](Config& to, const Value& v) {
             to.media.clean_kinds = v.is_true();
         }},
});

} // namespace

std::span<const Setting> media_settings() {
    return k_media;
}

} // namespace curateur::config
