#include "plugin/loader.hpp"

#include "plugin/call.hpp"
#include "plugin/elf.hpp"
#include "plugin/entry.hpp"

#include <boost/dll/shared_library.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>

namespace curateur::plugin {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view k_cannot = "cannot be loaded: ";

// dlerror says "<path>: <what>", or "<library>: <what>" for a dependency. Boost puts its own name
// before that and the code of an error that did not happen behind it.
std::string load_error(std::string text, const fs::path& library) {
    const auto prefix = library.string() + ": ";
    if (const auto at = text.find(prefix); at != std::string::npos) {
        text = text.substr(at + prefix.size());
    } else if (const auto boost = text.find(": "); text.starts_with("boost::dll")) {
        text = text.substr(boost + 2);
    }
    if (const auto code = text.rfind("): Bad file descriptor"); code != std::string::npos) {
        text = text.substr(0, code);
    }
    return std::string(k_cannot) + text;
}

// The file as it is now; one that was replaced has another name.
std::string dated(const fs::path& library) {
    struct stat status {};

    std::array<char, 32> text{};
    std::tm date{};
    if (::stat(library.c_str(), &status) != 0 || ::gmtime_r(&status.st_mtime, &date) == nullptr) {
        return library.string();
    }
    const auto size = std::strftime(text.data(), text.size(), "%F %T", &date);
    return library.string() + " (of " + std::string(text.data(), size) + ")";
}

// A library is never unloaded, not even at the end: its static descriptors may still be read then.
std::deque<boost::dll::shared_library>& kept_for_good() {
    static auto& libraries = *new std::deque<boost::dll::shared_library>;
    return libraries;
}

struct Started {
    const cur_plugin* plugin;
    std::optional<std::string> refusal;
};

// init() is called once a process, however many loaders there are.
std::deque<Started>& started() {
    static auto& plugins = *new std::deque<Started>;
    return plugins;
}

// Registered after the library was loaded, so it runs before the library's own destructors do.
void stop_the_last() {
    const auto last = started().back();
    started().pop_back();
    if (!last.refusal && last.plugin->deinit != nullptr) {
        last.plugin->deinit();
    }
}

// Why it could not start; nullopt: it did, now or before.
std::optional<std::string> start(const cur_plugin& plugin) {
    for (const auto& known : started()) {
        if (known.plugin == &plugin) {
            return known.refusal;
        }
    }
    std::optional<std::string> refusal;
    std::string logged;
    const HostLog log(logged);
    if (plugin.init != nullptr && plugin.init(host()) != CUR_OK) {
        refusal = "could not start" + (logged.empty() ? "" : ": " + logged);
    }
    started().push_back({&plugin, refusal});
    std::atexit(&stop_the_last);
    return refusal;
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

std::string full_name(const Component& component) {
    return std::string(name_of(component.kind)) + " " + component.id +
           (component.version.empty() ? "" : " " + component.version);
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
    if (std::find(seen_.begin(), seen_.end(), library) != seen_.end()) {
        return;
    }
    seen_.push_back(library);
    if (auto why = open(library)) {
        refused_.push_back({library, *why});
    }
}

std::optional<std::string> Loader::open(const fs::path& library) {
    if (auto why = distrusted(library)) {
        return why;
    }
    std::ifstream file(library, std::ios::binary);
    const auto report = inspect(file);
    if (report.refusal) {
        return report.refusal;
    }
    // A wrong major is known before anything of the library runs.
    if (report.abi && report.abi->major != k_host_abi.major) {
        return version_refusal(*report.abi, "");
    }
    auto why = link(library);
    // A file of ours that cannot be linked is not called a stranger.
    if (why && report.abi && why->starts_with(k_cannot)) {
        why->insert(0, "is a curateur plugin (ABI " + spelled(*report.abi) + ") but ");
    }
    return why;
}

std::optional<std::string> Loader::link(const fs::path& library) {
    constexpr std::string_view k_name = "plugin loader";
    const auto file = dated(library);
    if (crashes_ != nullptr) {
        if (auto why = crashes_->quarantined(k_name, file)) {
            return "is not loaded: " + *why;
        }
    }
    const Crumbs::About about(file);
    const Crumbs::Scope crumb(crashes_ != nullptr ? &crashes_->crumbs() : nullptr, k_name, "load");
    try {
        auto& loaded = kept_for_good().emplace_back(
            library, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
        if (!loaded.has(CUR_ENTRY_SYMBOL)) {
            return "is not a curateur plugin (it does not define " CUR_ENTRY_SYMBOL ")";
        }
        return add(loaded.get<const cur_plugin>(CUR_ENTRY_SYMBOL), library);
    } catch (const std::exception& failure) {
        return load_error(failure.what(), library);
    }
}

std::optional<std::string> Loader::add(const cur_plugin& plugin, const fs::path& library) {
    if (auto why = entry_refusal(plugin)) {
        return why;
    }
    if (auto why = start(plugin)) {
        return why;
    }
    for (const auto* const* raw = plugin.components; *raw != nullptr; ++raw) {
        add(plugin, **raw, library);
    }
    return std::nullopt;
}

void Loader::add(const cur_plugin& plugin, const cur_component& raw, const fs::path& library) {
    const auto text = [](const char* literal) {
        return std::string(literal != nullptr ? literal : "");
    };
    const auto kind = kind_of(text(raw.kind));
    const auto id = text(raw.id);
    if (!kind) {
        notes_.push_back(library.string() + " offers \"" + text(raw.kind) +
                         "\", which this curateur does not know");
        return;
    }
    if (const auto what = lacking(*kind, raw)) {
        notes_.push_back(library.string() + " offers a component \"" + id +
                         "\" that is not complete: " + *what);
        return;
    }
    if (const auto other = find(*kind, id)) {
        const auto first = (*other)->library.string();
        notes_.push_back("\"" + id + "\" is offered by " + first + " and by " + library.string() +
                         "; " + first + " is used (earlier in the search path)");
        return;
    }
    components_.push_back(component_of(*kind, raw, plugin, library));
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
