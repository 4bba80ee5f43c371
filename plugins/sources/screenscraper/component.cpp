// SPDX-License-Identifier: MIT
#include "component.hpp"

#include "source.hpp"
#include "tables.hpp"

namespace screenscraper {

namespace {

// A packager's credential, or none.
const char* compiled(const char* text) {
    return *text == '\0' ? nullptr : text;
}

void describe(curateur::SourceComponent<Source>& it) {
    it.lookups(CUR_LOOKUP_ID | CUR_LOOKUP_HASH | CUR_LOOKUP_FILE | CUR_LOOKUP_NAME |
               CUR_LOOKUP_ACCOUNT | CUR_LOOKUP_SERIAL)
        .hashes(CUR_HASH_CRC32 | CUR_HASH_MD5 | CUR_HASH_SHA1)
        .fields({"name",
                 "description",
                 "developer",
                 "publisher",
                 "genre",
                 "players",
                 "rating",
                 "release_date",
                 "age_rating",
                 "series",
                 "mode"})
        .media({"cover",
                "back_cover",
                "box_3d",
                "spine",
                "box_texture",
                "screenshot",
                "title_screen",
                "logo",
                "marquee",
                "fanart",
                "physical_media",
                "bezel",
                "map",
                "video",
                "manual",
                "mix",
                "tile",
                "flyer"})
        .origins({"api.screenscraper.fr", "screenscraper.fr", "*.screenscraper.fr"})
        .limit("api", 1, 3072, 10000, 1000) // what a guest may do
        .parse_revision(1);
    for (const Platform& row : platforms())
        it.platform(row.id, row.natives);
    for (const MediaType& row : media_types())
        it.media_code(row.code, row.kind);
}

} // namespace

const cur_component* component() {
    using curateur::Option;
    static const cur_component* const built = [] {
        auto& it = curateur::source<Source>("screenscraper", CURATEUR_VERSION);
        it.name("ScreenScraper")
            .summary("Games, media and descriptions from screenscraper.fr")
            .homepage("https://www.screenscraper.fr")
            .license("MIT")
            .option(Option("user_id", "Your ScreenScraper account; without one you are a guest")
                        .account())
            .option(Option("user_password", "Its password").secret())
            .option(Option("devid", "Developer id, issued per application")
                        .fallback(compiled(CURATEUR_DEVID)))
            .option(Option("devpassword", "Developer password")
                        .secret()
                        .fallback(compiled(CURATEUR_DEVPASSWORD)))
            .option(Option("softname", "Name this program gives to the service")
                        .fallback("curateur-" CURATEUR_VERSION))
            .option(Option("base_url", "Where the API is")
                        .origin()
                        .fallback("https://api.screenscraper.fr/api2"));
        describe(it);
        return it.finish();
    }();
    return built;
}

} // namespace screenscraper
