#include "pipeline/room.hpp"

#include "platform/volume.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

constexpr std::int64_t k_fresh_ms = 1000;
constexpr std::uint64_t k_megabyte = 1'000'000; // as disks are sold

} // namespace

Status Room::take(const std::filesystem::path& folder, std::uint64_t size) {
    const auto now = setup_.clock.steady_ms();
    const auto [at, is_new] = known_.try_emplace(folder);
    auto& known = at->second;
    if (is_new || known.at_ms + k_fresh_ms <= now) {
        const auto free = platform::free_bytes(folder);
        if (!free) {
            known_.erase(at); // what is wrong there is told by who writes there
            return ok();
        }
        known = {now, *free};
    }
    const auto keep = setup_.config.media.keep_free_mb * k_megabyte;
    if (known.free < keep + size) {
        return Error{Errc::no_space,
                     folder.string() + ": only " + std::to_string(known.free / k_megabyte) +
                         " MB are free there, and media.keep_free_mb is " +
                         std::to_string(setup_.config.media.keep_free_mb) +
                         "; make room and run again: nothing is asked for twice"};
    }
    known.free -= size;
    return ok();
}

} // namespace curateur::pipeline
