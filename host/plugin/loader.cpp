#include "plugin/loader.hpp"

#include "plugin/call.hpp"
#include "plugin/elf.hpp"

#include <boost/dll/shared_library.hpp>

#include <algorithm>
#include <cstring>
#include <filesystem>

namespace curateur::plugin {
namespace fs = std::filesystem;

namespace {

std::string text_or_empty(const char* text) {
    return text != nullptr ? text : "";
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

// dlerror says "<path>: <what>", or "<library>: <what>" for a dependency.
std::string load_error(std::string text, const fs::path& library) {
    const auto prefix = library.string() + ": ";
    if (const auto at = text.find(prefix); at != std::string::npos) {
        text = text.substr(at + prefix.size());
    }
    if (const auto boost = text.find(": ");
        text.starts_with("boost::dll") && boost != std::string::npos) {
        text = text.substr(boost + 2);
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == ']')) {
        text.pop_back();
    }
    return "cannot be loaded: " + text;
}

std::string version_mismatch(const cur_plugin& plugin) {
    return "needs plugin ABI " + std::to_string(plugin.abi_major) + "." +
           std::to_string(plugin.abi_minor) + ", this curateur has " +
           std::to_string(CUR_ABI_MAJOR) + "." + std::to_string(CUR_ABI_MINOR_NEWEST) +
           " (built with " + text_or_empty(plugin.built_with) + "): update " +
           (plugin.abi_major > CUR_ABI_MAJOR || plugin.abi_minor > CUR_ABI_MINOR_NEWEST
                ? "curateur"
                : "the plugin");
}

// Under major 0 plugin and host must have the same number.
std::optional<std::string> unfit(const cur_plugin& plugin) {
    if (std::memcmp(plugin.magic, CUR_MAGIC, sizeof plugin.magic) != 0) {
        return "is not a curateur plugin (it does not define " CUR_ENTRY_SYMBOL ")";
    }
    if (plugin.abi_major != CUR_ABI_MAJOR || plugin.abi_minor != CUR_ABI_MINOR_NEWEST) {
        return version_mismatch(plugin);
    }
    if (plugin.struct_size < sizeof(cur_plugin) || plugin.components == nullptr) {
        return "offers nothing";
    }
    return std::nullopt;
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

// A library is never unloaded, not even at the end: its static descriptors may still be read then.
std::deque<boost::dll::shared_library>& kept_for_good() {
    static auto& libraries = *new std::deque<boost::dll::shared_library>;
    return libraries;
}

bool is_id(std::string_view id) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return id.size() >= 2 && id.size() <= 32 && id[0] >= 'a' && id[0] <= 'z' &&
           std::all_of(id.begin(), id.end(), fits);
}

} // namespace

std::string_view name_of(Kind kind) {
    switch (kind) {
    case Kind::source:
        return "source";
    case Kind::output:
        return "output";
    case Kind::validator:
        return "validator";
    }
    return "";
}

void Loader::load_from(const std::vector<fs::path>& directories) {
    for (const auto& directory : directories) {
        std::vector<fs::path> found;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(directory, error)) {
            if (entry.path().extension() == ".so") {
                found.push_back(entry.path());
            }
        }
        std::sort(found.begin(), found.end());
        for (const auto& library : found) {
            load(library);
        }
    }
}

void Loader::load(const fs::path& given) {
    std::error_code error;
    const auto library = fs::canonical(given, error);
    if (error) {
        refused_.push_back({given, "cannot be found"});
        return;
    }
    if (auto why = distrusted(library)) {
        refused_.push_back({library, *why});
        return;
    }
    if (auto why = not_loadable(library)) {
        refused_.push_back({library, *why});
        return;
    }
    try {
        auto& loaded = kept_for_good().emplace_back(
            library, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
        if (!loaded.has(CUR_ENTRY_SYMBOL)) {
            refused_.push_back(
                {library, "is not a curateur plugin (it does not define " CUR_ENTRY_SYMBOL ")"});
            return;
        }
        add(loaded.get<const cur_plugin>(CUR_ENTRY_SYMBOL), library);
    } catch (const std::exception& failure) {
        refused_.push_back({library, load_error(failure.what(), library)});
    }
}

void Loader::add(const cur_plugin& plugin, const fs::path& library) {
    if (const auto why = unfit(plugin)) {
        refused_.push_back({library, *why});
        return;
    }
    if (plugin.init != nullptr && plugin.init(host()) != CUR_OK) {
        refused_.push_back({library, "could not start"});
        return;
    }
    for (const auto* const* raw = plugin.components; *raw != nullptr; ++raw) {
        const auto kind = kind_of(text_or_empty((*raw)->kind));
        const auto id = text_or_empty((*raw)->id);
        if (!kind) {
            notes_.push_back(library.string() + " offers \"" + text_or_empty((*raw)->kind) +
                             "\", which this curateur does not know");
            continue;
        }
        if (!is_id(id) || (*raw)->iface == nullptr || (*raw)->create == nullptr ||
            (*raw)->destroy == nullptr) {
            notes_.push_back(library.string() + " offers a component \"" + id +
                             "\" that is not complete");
            continue;
        }
        if (const auto other = find(*kind, id)) {
            notes_.push_back("\"" + id + "\" is offered by " + (*other)->library.string() +
                             " and by " + library.string() + "; " + (*other)->library.string() +
                             " is used (earlier in the search path)");
            continue;
        }
        Component component{*kind,
                            id,
                            text_or_empty((*raw)->name),
                            text_or_empty((*raw)->version),
                            text_or_empty((*raw)->summary),
                            text_or_empty((*raw)->homepage),
                            text_or_empty((*raw)->license),
                            {},
                            library,
                            text_or_empty(plugin.built_with),
                            *raw};
        for (const auto* const* option = (*raw)->options; option != nullptr && *option != nullptr;
             ++option) {
            component.options.push_back(option_of(**option));
        }
        components_.push_back(std::move(component));
    }
}

Result<const Component*> Loader::find(Kind kind, std::string_view id) const {
    std::string known;
    for (const auto& component : components_) {
        if (component.kind != kind) {
            continue;
        }
        if (component.id == id) {
            return &component;
        }
        known += (known.empty() ? "" : ", ") + component.id;
    }
    std::string text = "there is no " + std::string(name_of(kind)) + " \"" + std::string(id) + "\"";
    text += known.empty() ? "; none is installed" : "; installed: " + known;
    for (const auto& refused : refused_) {
        if (refused.library.stem() == id) {
            text += "; " + refused.library.string() + " " + refused.why;
        }
    }
    return Error{Errc::not_found, text};
}

} // namespace curateur::plugin
