#include "plugin/entry.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace curateur::plugin {
namespace {

std::string text_or_empty(const char* text) {
    return text != nullptr ? text : "";
}

bool is_id(std::string_view id) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return id.size() >= 2 && id.size() <= 32 && id[0] >= 'a' && id[0] <= 'z' &&
           std::all_of(id.begin(), id.end(), fits);
}

Option option_of(const cur_option& raw) {
    Option option;
    option.type = raw.type;
    option.flags = raw.flags;
    option.key = text_or_empty(raw.key);
    option.doc = text_or_empty(raw.doc);
    if (raw.default_text != nullptr) {
        option.fallback = raw.default_text;
    }
    for (const char* const* choice = raw.choices; choice != nullptr && *choice != nullptr;
         ++choice) {
        option.choices.emplace_back(*choice);
    }
    option.min = raw.min;
    option.max = raw.max;
    return option;
}

struct Part {
    bool is_there;
    const char* name;
};

template <std::size_t N>
std::optional<std::string> first_missing(const std::array<Part, N>& parts) {
    for (const auto& part : parts) {
        if (!part.is_there) {
            return std::string("no ") + part.name;
        }
    }
    return std::nullopt;
}

template <class T>
bool has_all(const void* table) {
    return static_cast<const T*>(table)->struct_size >= sizeof(T);
}

std::optional<std::string> lacking_source(const cur_source& table) {
    return first_missing<3>({{{table.info != nullptr, "description"},
                              {table.plan != nullptr, "plan()"},
                              {table.parse != nullptr, "parse()"}}});
}

std::optional<std::string> lacking_output(const cur_output& table) {
    return first_missing<6>({{{table.info != nullptr, "description"},
                              {table.documents != nullptr, "documents()"},
                              {table.read != nullptr, "read()"},
                              {table.express != nullptr, "express()"},
                              {table.render != nullptr, "render()"},
                              {table.media_path != nullptr, "media_path()"}}});
}

std::optional<std::string> lacking_validator(const cur_validator& table) {
    return first_missing<2>(
        {{{table.info != nullptr, "description"}, {table.check != nullptr, "check()"}}});
}

} // namespace

std::string spelled(AbiVersion version) {
    return std::to_string(version.major) + "." + std::to_string(version.minor);
}

std::optional<std::string>
version_refusal(AbiVersion needed, std::string_view built_with, AbiVersion host) {
    const bool fits = needed.major == host.major &&
                      (host.major == 0 ? needed.minor == host.minor : needed.minor <= host.minor);
    if (fits) {
        return std::nullopt;
    }
    const bool is_newer =
        needed.major != host.major ? needed.major > host.major : needed.minor > host.minor;
    // A minor is a least one only inside a major that promises something.
    const bool or_later = needed.major == host.major && host.major != 0;
    return "needs plugin ABI " + spelled(needed) + (or_later ? " or later" : "") +
           ", this curateur has " + spelled(host) +
           (built_with.empty() ? "" : " (built with " + std::string(built_with) + ")") +
           ": update " + (is_newer ? "curateur" : "the plugin");
}

std::optional<std::string> entry_refusal(const cur_plugin& plugin) {
    if (std::memcmp(plugin.magic, CUR_MAGIC, sizeof plugin.magic) != 0) {
        return "is not a curateur plugin (it does not define " CUR_ENTRY_SYMBOL ")";
    }
    if (auto why = version_refusal({plugin.abi_major, plugin.abi_minor},
                                   text_or_empty(plugin.built_with))) {
        return why;
    }
    if (plugin.struct_size < sizeof(cur_plugin) || plugin.components == nullptr ||
        *plugin.components == nullptr) {
        return "offers nothing";
    }
    return std::nullopt;
}

std::optional<Kind> kind_of(std::string_view text) {
    if (text == CUR_KIND_SOURCE) {
        return Kind::source;
    }
    if (text == CUR_KIND_OUTPUT) {
        return Kind::output;
    }
    if (text == CUR_KIND_VALIDATOR) {
        return Kind::validator;
    }
    return std::nullopt;
}

std::optional<std::string> lacking(Kind kind, const cur_component& component) {
    if (component.struct_size < sizeof(cur_component)) {
        return "its descriptor is shorter than this ABI says";
    }
    if (!is_id(text_or_empty(component.id))) {
        return "an id has 2 to 32 letters a-z, digits or hyphens and begins with a letter";
    }
    if (auto missing = first_missing<3>({{{component.create != nullptr, "create()"},
                                          {component.destroy != nullptr, "destroy()"},
                                          {component.iface != nullptr, "table"}}})) {
        return missing;
    }
    const bool whole = kind == Kind::source   ? has_all<cur_source>(component.iface)
                       : kind == Kind::output ? has_all<cur_output>(component.iface)
                                              : has_all<cur_validator>(component.iface);
    if (!whole) {
        return "its table is shorter than this ABI says";
    }
    switch (kind) {
    case Kind::source:
        return lacking_source(*static_cast<const cur_source*>(component.iface));
    case Kind::output:
        return lacking_output(*static_cast<const cur_output*>(component.iface));
    case Kind::validator:
        break;
    }
    return lacking_validator(*static_cast<const cur_validator*>(component.iface));
}

Component component_of(Kind kind,
                       const cur_component& raw,
                       const cur_plugin& plugin,
                       const std::filesystem::path& library) {
    Component component{kind,
                        text_or_empty(raw.id),
                        text_or_empty(raw.name),
                        text_or_empty(raw.version),
                        text_or_empty(raw.summary),
                        text_or_empty(raw.homepage),
                        text_or_empty(raw.license),
                        {},
                        library,
                        text_or_empty(plugin.built_with),
                        &raw};
    for (const auto* const* option = raw.options; option != nullptr && *option != nullptr;
         ++option) {
        component.options.push_back(option_of(**option));
    }
    return component;
}

} // namespace curateur::plugin
