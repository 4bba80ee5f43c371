#include "match/distance.hpp"
#include "match/romaji.hpp"
#include "match/title.hpp"

#include <cstdlib>

// Two titles, a line each: whatever they hold, there is a distance, and none to oneself.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace curateur::match;
    constexpr std::size_t k_longest = 400; // of a file name, more or less
    const std::string_view text(reinterpret_cast<const char*>(data), std::min(size, k_longest));
    const auto end = std::min(text.find('\n'), text.size());
    const auto ours = text.substr(0, end);
    const auto theirs = text.substr(std::min(end + 1, text.size()));
    const auto distance = title_distance(ours, theirs);
    const bool has_words = !words_of(ours).empty();
    if (!(distance.value() >= 0) || distance.explain().empty() ||
        (has_words && title_distance(ours, ours).value() > 0)) {
        std::abort();
    }
    static_cast<void>(folded(romanised(text)));
    return 0;
}
