// A library in a folder of its own, and the values that its tests put there.
#pragma once

#include "store/library.hpp"
#include "support/temp_folder.hpp"

#include <sys/wait.h>
#include <unistd.h>

namespace curateur::test {

class Store : public testing::Test {
protected:
    store::Library open() {
        auto opened = store::Library::open(state());
        EXPECT_TRUE(opened) << opened.error().message;
        return *std::move(opened);
    }

    // As a kill: no destructor runs.
    [[noreturn]] static void die() { ::_exit(0); }

    // Runs work, which ends by die(), on the library in a process of its own.
    template <class Work>
    void killed_after(const Work& work) {
        const auto child = ::fork();
        if (child == 0) {
            auto library = store::Library::open(state());
            work(*library);
            ::_exit(1); // not reached
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }

    [[nodiscard]] std::filesystem::path state() const { return folder_.path() / "state"; }

    TempFolder folder_;
};

inline core::Evidence evidence(const char* sha1, const char* crc32, std::uint64_t size) {
    core::Evidence made;
    made.sha1 = sha1;
    made.crc32 = crc32;
    made.size = size;
    return made;
}

inline core::Record
record(const char* id, const char* sha1, const char* crc32, std::uint64_t size) {
    core::Record made;
    made.source = "src";
    made.source_id = id;
    made.values = {{"name", "A \"Game\"\n", "en", "us", "", 3}};
    made.ids = {{"igdb", "7"}};
    made.dumps = {{evidence(sha1, crc32, size), true}};
    core::Media media;
    media.kind = "cover";
    media.request.url = "https://x/";
    media.request.query = {{"pw", "CURSECRET0123456789abcdef", false}};
    media.size = 12;
    made.media = {media};
    made.fetched_unix_ms = 1'700'000'000'000;
    return made;
}

inline store::Bases bases(const char* name) {
    return {{{"a.nes", false}, {{{"name", name}}, "src:7", 99}}};
}

inline Result<std::int64_t>
begin_intent(store::Library& library, const store::Intent& intent, const store::Bases& bases) {
    return library.begin_intent(intent, [&](const store::PutBase& put) -> Status {
        for (const auto& [key, base] : bases) {
            CURATEUR_CHECK(put(key, base));
        }
        return ok();
    });
}

} // namespace curateur::test
