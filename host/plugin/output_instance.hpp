// An output format, called. It opens no file: bytes go in and come out.
#pragma once

#include "core/model.hpp"
#include "plugin/call.hpp"

#include <functional>
#include <utility>

namespace curateur::plugin {

// One system; the directories are absolute.
struct Target {
    std::string system, platform, full_name, rom_dir, metadata_dir, media_dir;
    std::int64_t now_unix_ms = 0; // the run's time
};

struct Asset {
    std::string kind, path, format, sha1; // path "" when it is asked for
    std::uint64_t size = 0;
    std::uint32_t width = 0, height = 0;
};

// The resolved view of one entry.
struct Game {
    std::string key; // below rom_dir, no "./"
    core::Form form = core::Form::rom;
    bool is_directory = false;
    std::vector<core::Evidence> evidence;
    std::vector<core::Id> ids;
    std::vector<core::Value> values;
    std::vector<Asset> assets;
};

struct Document {
    std::string id, path;
    bool exists = false;
    std::string content;
};

using NativeFields = std::map<std::string, std::string>; // unset is absent

struct NativeEntry {
    std::string key, native_key;
    bool is_directory = false;
    bool is_opaque = false; // not to be rewritten
    NativeFields fields;
};

struct Contents {
    std::vector<NativeEntry> entries;
    std::vector<std::string> notes; // "gamelist.xml:12: ..."
};

struct NativeChange {
    std::string key, native_key;
    bool is_directory = false, is_new = false;
    std::vector<std::pair<std::string_view, std::string_view>> set; // field, value; borrowed
    std::vector<std::string> removed;
};

// Not for two threads at once. Errors name the document and, where there is one, the line.
class OutputInstance {
public:
    // crashes: keeps a crumb of each call; outlives it.
    [[nodiscard]] static Result<OutputInstance> create(const Component& component,
                                                       const Settings& settings,
                                                       Log log,
                                                       Crashes* crashes = nullptr);

    [[nodiscard]] Result<std::vector<Document>> documents(const Target& target);

    // Errc::malformed: it cannot be understood and must not be written.
    [[nodiscard]] Result<Contents> read(const Target& target, const Document& document);

    // The same, entry by entry: a document may have 100 000. Gives back the notes. After an error
    // what came before it means nothing.
    [[nodiscard]] Result<std::vector<std::string>> read_each(
        const Target& target, const Document& document, std::function<void(NativeEntry&&)> take);

    [[nodiscard]] Result<NativeFields> express(const Target& target, const Game& game);

    // Checks laws a to c of abi_output.h on the way; Errc::fault when the codec breaks one.
    [[nodiscard]] Result<std::string>
    render(const Target& target, const Document& old, const std::vector<NativeChange>& changes);

    // Errc::unsupported: the format has no place for it.
    [[nodiscard]] Result<std::filesystem::path>
    media_path(const Target& target, const Game& game, const Asset& asset);

private:
    // What a document says of each entry, as a digest: enough to find a codec that errs.
    using EntryKey = std::pair<std::string, bool>;
    using Digests = std::map<EntryKey, std::size_t>;

    OutputInstance(const Component& component, Instance instance, Log log)
        : component_(&component), instance_(std::move(instance)), log_(std::move(log)) {}

    [[nodiscard]] Result<std::string> render_once(const Target& target,
                                                  const Document& old,
                                                  const std::vector<NativeChange>& changes);
    [[nodiscard]] Result<Digests> expected_after(const Target& target,
                                                 const Document& old,
                                                 const std::vector<NativeChange>& changes);
    [[nodiscard]] Error error_of(const Refusal& refusal, const Document* document) const;

    const Component* component_;
    Instance instance_;
    Log log_;
};

} // namespace curateur::plugin
