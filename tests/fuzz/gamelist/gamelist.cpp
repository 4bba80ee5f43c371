// Whatever is understood can be changed, and reads back with exactly that change.
#include "gamelist-xml/gamelist.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view xml(reinterpret_cast<const char*>(data), size);
    std::vector<curateur::gamelist::Game> games;
    try {
        games = curateur::gamelist::read(xml);
    } catch (const curateur::Failure&) {
        return 0;
    }
    curateur::Change change;
    change.key = "new";
    change.native_key = "./new";
    change.is_new = true;
    change.fields = {{"name", "New & <old>", false}};
    const auto made = curateur::gamelist::render(xml, {change}, {"path", "name"});
    if (curateur::gamelist::read(made).size() != games.size() + 1) {
        std::abort();
    }
    return 0;
}
