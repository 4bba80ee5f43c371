// A second frontend: its list is one line a game, its media lie in folders of its own.
#include <curateur/output.hpp>

#include <sstream>

namespace {

constexpr const char* k_pictures[] = {"png", "jpg", nullptr};
constexpr const char* k_films[] = {"webm", "mp4", nullptr};

class Shelf : public curateur::Output {
public:
    explicit Shelf(const curateur::Settings&) {}

    void documents(const curateur::Target& target, curateur::DocumentSink out) override {
        out.document("list", std::string(target.metadata_dir) + "/shelf.txt");
    }

    void read(const curateur::Target&,
              const curateur::Document& document,
              const curateur::Games&,
              curateur::NativeSink out) override {
        std::istringstream lines{std::string(document.content)};
        for (std::string line; std::getline(lines, line);)
            out.entry(line, line, false);
    }

    void express(const curateur::Target&,
                 const curateur::Game& game,
                 curateur::NativeSink out) override {
        out.entry(game.key(), game.key(), false);
    }

    std::string render(const curateur::Target&,
                       const curateur::Document& old,
                       const curateur::Changes& changes) override {
        std::string text(old.content);
        for (std::size_t i = 0; i < changes.size(); ++i)
            if (changes[i].is_new)
                text.append(changes[i].key).append("\n");
        return text;
    }

    std::string media_path(const curateur::Target& target,
                           const curateur::Game& game,
                           const curateur::GameAsset& asset) override {
        const auto key = std::string(game.key());
        return std::string(target.media_dir) + "/shelf-" + std::string(asset.kind) + "/" +
               key.substr(0, key.rfind('.')) + "." + std::string(asset.format);
    }
};

} // namespace

CURATEUR_PLUGIN(curateur::output<Shelf>("shelf", "1.0.0")
                    .name("A shelf")
                    .slot("cover", k_pictures, "shelf-cover")
                    .slot("screenshot", k_pictures, "shelf-screenshot")
                    .slot("video", k_films, "shelf-video", false)
                    .finish());
