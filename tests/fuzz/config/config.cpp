#include "config/load.hpp"

// Whatever the file holds, there are settings or complaints.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace curateur;
    auto yaml = config::parse_yaml({reinterpret_cast<const char*>(data), size}, "config.yaml");
    if (!yaml || yaml->root.kind != config::Tree::Kind::map) {
        return 0;
    }
    core::Option secret;
    secret.key = "password";
    secret.flags = CUR_OPT_SECRET;
    core::Option table;
    table.key = "table";
    table.type = CUR_OPT_MAP;
    config::Declared source;
    source.id = "games";
    source.options = {secret, table};
    source.media_codes = {{"box-2D", "cover"}};

    config::Layers layers;
    layers.problems = yaml->problems;
    layers.working_directory = "/nowhere";
    config::Layer layer;
    layer.name = "config.yaml";
    layer.base = "/nowhere";
    layer.root = std::move(yaml->root);
    layers.layers.push_back(std::move(layer));
    static_cast<void>(config::plugin_dirs(layers));
    static_cast<void>(config::load(layers, {source}, config::Need::run));
    return 0;
}
