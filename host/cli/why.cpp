#include "cli/why.hpp"

#include "cli/overriding.hpp"
#include "cli/set_up.hpp"
#include "cli/show_why.hpp"
#include "platform/paths.hpp"

#include <cstdio>

namespace curateur::cli {
namespace {

constexpr int k_no_such_rom = 1;

class Silent : public report::Reporter {};

Result<std::string> explained(const ScrapeRequest& request,
                              const std::string& operand,
                              const core::Redactor& redactor) {
    auto config = request.loaded.config;
    config.runtime.dry_run = true;
    config.scraping.roms_only.clear();
    config.scraping.systems.clear();
    CURATEUR_TRY(const auto rom, rom_of(operand, config));
    Silent reporter;
    const platform::SystemClock clock(
        platform::environment("CURATEUR_CLOCK_AHEAD_FILE").value_or(""));
    const pipeline::Log log = [&](config::LogLevel level, const std::string& message) {
        if (level >= config::LogLevel::warning) {
            std::fprintf(stderr, "curateur: %s\n", redactor.clean(message).c_str());
        }
    };
    CURATEUR_TRY(const auto setup, set_up(request, config, {reporter, log, clock}));
    auto library = store::Library::look(setup.places.state);
    if (!library && library.error().code != Errc::not_found) {
        return std::move(library).error();
    }
    auto answers = store::AnswerCache::look(setup.places.state);
    const auto slash = rom.find('/');
    CURATEUR_TRY(const auto found,
                 pipeline::why(setup,
                               library ? &*library : nullptr,
                               &answers,
                               rom.substr(0, slash),
                               rom.substr(slash + 1)));
    return config.runtime.json ? json_of(found) : text_of(found);
}

} // namespace

int why(const ScrapeRequest& request, const std::string& rom) {
    const auto redactor = redactor_of(request.loaded);
    const auto text = explained(request, rom, redactor);
    if (!text) {
        std::fprintf(stderr, "curateur: %s\n", redactor.clean(text.error().message).c_str());
        return k_no_such_rom;
    }
    const auto clean = redactor.clean(*text);
    std::fwrite(clean.data(), 1, clean.size(), stdout);
    return 0;
}

} // namespace curateur::cli
