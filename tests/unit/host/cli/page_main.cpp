// configuration_page > docs/configuration.md
#include "cli/show_plugins.hpp"
#include "config/document.hpp"

#include <cstdio>

int main() {
    curateur::plugin::Loader loader;
    loader.load_from({PLUGIN_DIR});
    const auto page = curateur::config::configuration_page(curateur::cli::declared_of(loader));
    return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() ? 0 : 1;
}
