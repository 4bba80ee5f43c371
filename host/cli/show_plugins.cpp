#include "cli/show_plugins.hpp"

#include "cli/options.hpp"
#include "config/document.hpp"
#include "config/words.hpp"
#include "core/text.hpp"
#include "plugin/descriptors.hpp"

#include <algorithm>

namespace curateur::cli {

namespace {

using plugin::each;
using plugin::text_or;
using plugin::texts_of;

constexpr std::size_t k_column = 13;

// "  media      cover, back_cover ..."; nothing when there is no text.
std::string row(const std::string& label, const std::string& text) {
    if (text.empty()) {
        return "";
    }
    const auto body = wrapped(text, k_column);
    const auto head = "  " + label;
    return head + body.substr(std::min(head.size(), k_column - 1));
}

std::string bits(std::uint32_t set,
                 const std::vector<std::pair<std::uint32_t, const char*>>& names) {
    std::vector<std::string> words;
    for (const auto& [bit, name] : names) {
        if ((set & bit) != 0) {
            words.emplace_back(name);
        }
    }
    return core::comma_list(words);
}

std::string limit_text(const cur_limit& limit) {
    auto text = text_or(limit.bucket, "api") + ": " +
                (limit.concurrency == 0 ? "any number" : std::to_string(limit.concurrency)) +
                " at a time";
    const auto add = [&](std::uint32_t count, const char* what) {
        if (count != 0) {
            text += ", " + std::to_string(count) + what;
        }
    };
    add(limit.per_minute, " a minute");
    add(limit.per_day, " a day");
    add(limit.min_gap_ms, " ms apart");
    return text;
}

std::string about_source(const cur_source& source) {
    const auto& info = *source.info;
    std::string text;
    const auto hashes = bits(
        info.hashes, {{CUR_HASH_CRC32, "crc32"}, {CUR_HASH_MD5, "md5"}, {CUR_HASH_SHA1, "sha1"}});
    text += row("looks up",
                "by " +
                    bits(info.lookups,
                         {{CUR_LOOKUP_ID, "id"},
                          {CUR_LOOKUP_HASH, "digest"},
                          {CUR_LOOKUP_SERIAL, "serial"},
                          {CUR_LOOKUP_FILE, "file name"},
                          {CUR_LOOKUP_NAME, "title"}}) +
                    (hashes.empty() ? "" : " (digests: " + hashes + ")"));
    text += row("fills", core::comma_list(texts_of(info.fields)));
    text += row("media", core::comma_list(texts_of(info.media)));
    std::vector<std::string> codes;
    each(info.media_codes, [&](const cur_media_code& code) {
        codes.push_back(text_or(code.native, "") + " = " + text_or(code.kind, ""));
    });
    text += row("its words", core::comma_list(codes));
    const auto origins = core::comma_list(texts_of(info.origins));
    text += row("talks to",
                origins.empty() ? "nobody, but for addresses among its options"
                                : origins + ", and addresses among its options; nothing else");
    std::vector<std::string> limits;
    each(info.limits, [&](const cur_limit& limit) { limits.push_back(limit_text(limit)); });
    if (!limits.empty()) {
        text += row("limits", core::comma_list(limits) + "; then what the account allows");
    }
    std::vector<std::string> platforms;
    each(info.platforms,
         [&](const cur_platform& one) { platforms.push_back(text_or(one.platform, "")); });
    text += row("platforms",
                info.platforms == nullptr
                    ? "any"
                    : std::to_string(platforms.size()) + ": " + core::comma_list(platforms));
    return text;
}

std::string about_output(const cur_output& output) {
    const auto& info = *output.info;
    std::string text;
    std::vector<std::string> managed, seeds, kinds;
    each(info.fields, [&](const cur_field& field) {
        const auto native = text_or(field.native, "");
        if (field.owner == CUR_OWNER_MANAGED) {
            managed.push_back(native);
        } else if (field.owner == CUR_OWNER_SEED) {
            seeds.push_back(native);
        }
    });
    text += row("writes",
                core::comma_list(managed) + (managed.empty() ? "" : "; everything else is yours"));
    text += row("sets once", core::comma_list(seeds));
    each(info.slots, [&](const cur_slot& slot) {
        kinds.push_back(text_or(slot.kind, "") + " (" + core::comma_list(texts_of(slot.formats)) +
                        (slot.by_default != 0 ? ")" : "; on request)"));
    });
    text += row("media", core::comma_list(kinds));
    text += row("documents", text_or(info.metadata_dir, "{gamelists}/{system}"));
    text += row("media in", text_or(info.media_dir, "{media}/{system}"));
    text += row("waits for", core::comma_list(texts_of(info.processes)));
    return text;
}

std::string about_options(const config::Declared& declared) {
    const auto options = config::options_of(declared);
    if (options.empty()) {
        return "";
    }
    auto text = "  options in the configuration, under " + config::section_of(declared.part) + "." +
                declared.id + ":\n";
    for (const auto& option : options) {
        text += "    " + option.key + " (" + core::comma_list(option.facts) + ")\n";
        text += option.doc.empty() ? "" : wrapped(option.doc + ".", k_column - 5);
    }
    return text;
}

std::string about(const plugin::Component& component) {
    auto text = component.id + " " + component.version;
    text += component.name.empty() ? "" : ": " + component.name;
    text += " (" + std::string(plugin::name_of(component.kind)) + ")\n";
    text += row("does", component.summary);
    text += row("homepage", component.homepage);
    text += row("license", component.license);
    text += row("file", component.library.string());
    text += row("built with", component.built_with);
    if (component.kind == plugin::Kind::source) {
        text += about_source(component.source());
    } else if (component.kind == plugin::Kind::output) {
        text += about_output(component.output());
    }
    return text;
}

config::Part part_of(plugin::Kind kind) {
    switch (kind) {
    case plugin::Kind::source:
        return config::Part::source;
    case plugin::Kind::output:
        return config::Part::output;
    case plugin::Kind::validator:
        return config::Part::validator;
    }
    return config::Part::source;
}

config::Declared declared_of(const plugin::Component& component) {
    config::Declared declared;
    declared.part = part_of(component.kind);
    declared.id = component.id;
    declared.options = component.options;
    if (component.kind == plugin::Kind::source) {
        each(component.source().info->media_codes, [&](const cur_media_code& code) {
            declared.media_codes.emplace(text_or(code.native, ""), text_or(code.kind, ""));
        });
    }
    return declared;
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text + "  ";
}

} // namespace

std::vector<config::Declared> declared_of(const plugin::Loader& loader) {
    std::vector<config::Declared> all;
    for (const auto& component : loader.components()) {
        all.push_back(declared_of(component));
    }
    return all;
}

std::string list_of_plugins(const plugin::Loader& loader,
                            const std::vector<std::filesystem::path>& searched) {
    std::string text;
    std::size_t width = 0, version_width = 0;
    for (const auto& component : loader.components()) {
        width = std::max(width, component.id.size());
        version_width = std::max(version_width, component.version.size());
    }
    for (const auto kind : {plugin::Kind::source, plugin::Kind::output, plugin::Kind::validator}) {
        for (const auto& component : loader.components()) {
            if (component.kind == kind) {
                text += padded(std::string(plugin::name_of(kind)), 9) +
                        padded(component.id, width) + padded(component.version, version_width) +
                        component.summary + "\n";
            }
        }
    }
    if (loader.components().empty()) {
        text += "No plugin was found.\n";
    }
    text += "\nLooked for in:\n";
    for (const auto& directory : searched) {
        text += "  " + directory.string() + "\n";
    }
    if (!loader.refused().empty()) {
        text += "\nRefused:\n";
    }
    for (const auto& refused : loader.refused()) {
        text += "  " + refused.library.string() + " " + refused.why + "\n";
    }
    if (!loader.notes().empty()) {
        text += "\nNotes:\n";
    }
    for (const auto& note : loader.notes()) {
        text += "  " + note + "\n";
    }
    return text;
}

Result<std::string> about_plugin(const plugin::Loader& loader, const std::string& id) {
    std::string text;
    std::vector<std::string> known;
    for (const auto& component : loader.components()) {
        known.push_back(component.id);
        if (component.id != id) {
            continue;
        }
        text +=
            (text.empty() ? "" : "\n") + about(component) + about_options(declared_of(component));
    }
    if (!text.empty()) {
        return text;
    }
    auto what = "there is no plugin \"" + id + "\"" + config::suggestion(id, known);
    for (const auto& refused : loader.refused()) {
        if (refused.library.stem() == id) {
            what += "; " + refused.library.string() + " " + refused.why;
        }
    }
    return Error{Errc::not_found, what};
}

} // namespace curateur::cli
