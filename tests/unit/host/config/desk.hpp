// A folder with a configuration, and some plugins that declare options.
#pragma once

#include "config/load.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

namespace curateur::config {

inline core::Option option(std::uint32_t type, const std::string& key, cur_flags flags = 0) {
    core::Option made;
    made.type = type;
    made.key = key;
    made.flags = flags;
    return made;
}

// A source "games" like those there are, an output "lists", a validator "look".
inline std::vector<Declared> plugins() {
    Declared games;
    games.part = Part::source;
    games.id = "games";
    games.options = {option(CUR_OPT_STRING, "user_id"),
                     option(CUR_OPT_STRING, "user_password", CUR_OPT_SECRET),
                     option(CUR_OPT_URL, "base_url", CUR_OPT_ORIGIN)};
    games.options[2].fallback = "https://games.example/api";
    games.media_codes = {{"box-2D", "cover"}, {"ss", "screenshot"}};
    Declared lists;
    lists.part = Part::output;
    lists.id = "lists";
    Declared look;
    look.part = Part::validator;
    look.id = "look";
    return {games, lists, look};
}

class Desk {
public:
    Desk() {
        inputs.working_directory = folder.path() / "work";
        std::filesystem::create_directories(inputs.working_directory);
        inputs.user_file = folder.path() / "home" / "config.yaml";
        inputs.defaults_file = folder.path() / "share" / "defaults.yaml";
    }

    // The file of --config.
    void write(const std::string& yaml) {
        inputs.file = folder.write("own.yaml", yaml);
        std::filesystem::permissions(
            *inputs.file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }

    [[nodiscard]] Result<Loaded> load(Need need = Need::run) const {
        CURATEUR_TRY(const auto layers, read_layers(inputs));
        return config::load(layers, declared, need);
    }

    // The settings, which have to be right.
    [[nodiscard]] Loaded good() const {
        auto loaded = load();
        EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().message);
        return loaded ? *std::move(loaded) : Loaded();
    }

    // What is wrong with them, the folder's name taken out.
    [[nodiscard]] std::string complaint(Need need = Need::run) const {
        const auto loaded = load(need);
        return loaded ? "nothing" : short_names(loaded.error().message);
    }

    [[nodiscard]] std::string short_names(std::string text) const {
        const auto name = folder.path().string() + "/";
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) {
            text.erase(at, name.size());
        }
        return text;
    }

    test::TempFolder folder;
    Inputs inputs;
    std::vector<Declared> declared = plugins();
};

} // namespace curateur::config
