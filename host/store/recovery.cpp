#include "store/recovery.hpp"

#include "platform/digest.hpp"
#include "platform/file.hpp"

#include <limits>

namespace curateur::store {
namespace fs = std::filesystem;

namespace {

void remove_leftovers(const fs::path& directory) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(directory, error)) {
        if (entry.path().filename().string().starts_with(platform::k_temp_prefix)) {
            std::error_code ignored;
            fs::remove(entry.path(), ignored);
        }
    }
}

} // namespace

Result<Recovered> recover(Library& library) {
    CURATEUR_TRY(const auto intents, library.intents());
    Recovered recovered;
    for (const auto& intent : intents) {
        remove_leftovers(fs::path(intent.document).parent_path());
        const auto bytes =
            platform::read_file(intent.document, std::numeric_limits<std::uint64_t>::max());
        if (!bytes && bytes.error().code != Errc::not_found) {
            return Error(bytes.error());
        }
        const auto now = bytes ? std::optional(platform::sha256_of(*bytes)) : std::nullopt;
        if (now == intent.new_sha256) {
            CURATEUR_CHECK(library.promote(intent.id));
            ++recovered.promoted;
            continue;
        }
        if (now == intent.old_sha256) {
            ++recovered.abandoned;
        } else {
            recovered.undecided.push_back(intent.document);
        }
        CURATEUR_CHECK(library.abandon(intent.id));
    }
    return recovered;
}

} // namespace curateur::store
