#include "plugin/output_instance.hpp"

#include "plugin/output_views.hpp"

#include <algorithm>

namespace curateur::plugin {
namespace {

// Plainly so: no "." or ".." and no empty name in what comes after the folder. It is asked for
// every medium that a library may have, so no path is taken apart.
bool is_below(std::string_view path, std::string_view folder) {
    if (!path.starts_with(folder) || path.substr(folder.size(), 1) != "/") {
        return false;
    }
    auto left = path.substr(folder.size() + 1);
    for (;;) {
        const auto slash = left.find('/');
        const auto name = left.substr(0, slash);
        if (name.empty() || name == "." || name == "..") {
            return false;
        }
        if (slash == std::string_view::npos) {
            return true;
        }
        left.remove_prefix(slash + 1);
    }
}

std::size_t digest_of(const NativeFields& fields) {
    std::string all;
    for (const auto& [field, value] : fields) {
        all +=
            std::to_string(field.size()) + ":" + field + std::to_string(value.size()) + ":" + value;
    }
    return std::hash<std::string>()(all);
}

void apply(const NativeChange& change, NativeFields& fields) {
    for (const auto& [field, value] : change.set) {
        fields.insert_or_assign(std::string(field), value);
    }
    for (const auto& field : change.removed) {
        fields.erase(field);
    }
}

} // namespace

Result<OutputInstance> OutputInstance::create(const Component& component,
                                              const Settings& settings,
                                              Log log,
                                              Crashes* crashes) {
    CURATEUR_TRY(auto instance, Instance::create(component, settings, log, crashes));
    return OutputInstance(component, std::move(instance), std::move(log));
}

Error OutputInstance::error_of(const Refusal& refusal, const Document* document) const {
    const auto code = refusal.status == CUR_MALFORMED     ? Errc::malformed
                      : refusal.status == CUR_UNSUPPORTED ? Errc::unsupported
                                                          : Errc::fault;
    std::string place = component_->id;
    if (document != nullptr) {
        place = document->path;
        if (refusal.offset != CUR_SIZE_UNKNOWN) {
            const auto end = std::min<std::size_t>(refusal.offset, document->content.size());
            const auto lines =
                std::count(document->content.begin(),
                           document->content.begin() + static_cast<std::ptrdiff_t>(end),
                           '\n');
            place += ":" + std::to_string(lines + 1);
        }
    }
    return {code,
            place + ": " +
                (refusal.message.empty() ? "failed without saying why" : refusal.message)};
}

Result<std::vector<Document>> OutputInstance::documents(const Target& target) {
    const auto raw = raw_of(target);
    std::vector<Document> found;
    const cur_document_sink sink{
        sizeof(cur_document_sink),
        &found,
        [](const cur_document_sink* to, const cur_document* document) {
            static_cast<std::vector<Document>*>(to->self)->push_back(
                {text_of(document->id), text_of(document->path), false, ""});
        }};
    Call call(instance_.callee(), "documents", log_);
    if (const auto refusal = call.run([&](const cur_call* c) {
            return component_->output().documents(instance_.raw(), c, &raw, &sink);
        })) {
        return error_of(*refusal, nullptr);
    }
    return found;
}

Result<std::vector<std::string>> OutputInstance::read_each(
    const Target& target, const Document& document, std::function<void(NativeEntry&&)> take) {
    const auto raw_target = raw_of(target);
    const auto raw_document = raw_of(document);
    NativeCollector collector(document.path, std::move(take));
    Call call(instance_.callee(), "read", log_);
    if (const auto refusal = call.run([&](const cur_call* c) {
            return component_->output().read(
                instance_.raw(), c, &raw_target, &raw_document, nullptr, collector.raw());
        })) {
        return error_of(*refusal, &document);
    }
    collector.end();
    return std::move(collector.notes);
}

Result<Contents> OutputInstance::read(const Target& target, const Document& document) {
    Contents contents;
    CURATEUR_TRY(contents.notes, read_each(target, document, [&](NativeEntry&& entry) {
                     contents.entries.push_back(std::move(entry));
                 }));
    return contents;
}

Result<NativeFields> OutputInstance::express(const Target& target, const Game& game) {
    const auto raw_target = raw_of(target);
    const GameView view(game);
    std::optional<NativeFields> named;
    NativeCollector collector("", [&](NativeEntry&& entry) {
        if (!named) {
            named = std::move(entry.fields);
        }
    });
    Call call(instance_.callee(), "express", log_);
    if (const auto refusal = call.run([&](const cur_call* c) {
            return component_->output().express(
                instance_.raw(), c, &raw_target, view.raw(), collector.raw());
        })) {
        return error_of(*refusal, nullptr);
    }
    // Whether the plugin names the one entry there can be, or not.
    collector.end();
    return named ? *std::move(named) : std::move(collector.loose);
}

Result<std::string> OutputInstance::render_once(const Target& target,
                                                const Document& old,
                                                const std::vector<NativeChange>& changes) {
    const auto raw_target = raw_of(target);
    const auto raw_document = raw_of(old);
    const ChangesView view(changes);
    std::string made;
    const auto writer = writer_into(made);
    Call call(instance_.callee(), "render", log_);
    if (const auto refusal = call.run([&](const cur_call* c) {
            return component_->output().render(
                instance_.raw(), c, &raw_target, &raw_document, view.raw(), &writer);
        })) {
        return error_of(*refusal, &old);
    }
    return made;
}

// What read() must say of the result: the old values with the changes in them.
Result<OutputInstance::Digests> OutputInstance::expected_after(
    const Target& target, const Document& old, const std::vector<NativeChange>& changes) {
    std::map<EntryKey, const NativeChange*> changed;
    for (const auto& change : changes) {
        changed.emplace(EntryKey{change.key, change.is_directory}, &change);
    }
    Digests expected;
    CURATEUR_CHECK(read_each(target, old, [&](NativeEntry&& entry) {
        EntryKey key{std::move(entry.key), entry.is_directory};
        if (const auto change = changed.find(key); change != changed.end()) {
            apply(*change->second, entry.fields);
        }
        expected.insert_or_assign(std::move(key), digest_of(entry.fields));
    }));
    for (const auto& [key, change] : changed) {
        if (!expected.contains(key)) { // a new one
            NativeFields fields;
            apply(*change, fields);
            expected.emplace(key, digest_of(fields));
        }
    }
    return expected;
}

Result<std::string> OutputInstance::render(const Target& target,
                                           const Document& old,
                                           const std::vector<NativeChange>& changes) {
    CURATEUR_TRY(const auto same, render_once(target, old, {}));
    if (same != old.content) {
        return Error{Errc::fault,
                     component_->id + " changes " + old.path +
                         " though nothing changed; it is not written"};
    }
    CURATEUR_TRY(const auto expected, expected_after(target, old, changes));
    CURATEUR_TRY(auto made, render_once(target, old, changes));
    Digests found;
    CURATEUR_CHECK(read_each(target, {old.id, old.path, true, made}, [&](NativeEntry&& entry) {
        found.insert_or_assign({std::move(entry.key), entry.is_directory}, digest_of(entry.fields));
    }));
    if (found != expected) {
        return Error{Errc::fault,
                     component_->id + " would write other values into " + old.path +
                         " than it was given; it is not written"};
    }
    return made;
}

Result<std::filesystem::path>
OutputInstance::media_path(const Target& target, const Game& game, const Asset& asset) {
    const auto raw_target = raw_of(target);
    const GameView view(game);
    const auto raw_asset = raw_of(asset);
    std::string path;
    const auto writer = writer_into(path);
    Call call(instance_.callee(), "media_path", log_);
    if (const auto refusal = call.run([&](const cur_call* c) {
            return component_->output().media_path(
                instance_.raw(), c, &raw_target, view.raw(), &raw_asset, &writer);
        })) {
        return error_of(*refusal, nullptr);
    }
    if (is_below(path, target.media_dir)) {
        return std::filesystem::path(std::move(path));
    }
    const auto normal = std::filesystem::path(path).lexically_normal();
    const auto below = normal.lexically_relative(target.media_dir).string();
    if (!normal.is_absolute() || below.empty() || below.starts_with("..")) {
        return Error{Errc::fault,
                     component_->id + " would put a file outside of " + target.media_dir + ": " +
                         path};
    }
    return normal;
}

} // namespace curateur::plugin
