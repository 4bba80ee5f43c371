#include "plugin/output_instance.hpp"

#include "plugin/borrowed.hpp"

#include <algorithm>

namespace curateur::plugin {
namespace {

cur_target raw_of(const Target& target) {
    return {sizeof(cur_target),
            borrowed(target.system),
            borrowed(target.platform),
            borrowed(target.full_name),
            borrowed(target.rom_dir),
            borrowed(target.metadata_dir),
            borrowed(target.media_dir),
            target.now_unix_ms};
}

cur_document raw_of(const Document& document) {
    return {
        sizeof(cur_document),
        borrowed(document.id),
        borrowed(document.path),
        document.exists ? 1U : 0U,
        0,
        {reinterpret_cast<const std::uint8_t*>(document.content.data()), document.content.size()}};
}

cur_asset raw_of(const Asset& asset) {
    return {sizeof(cur_asset),
            borrowed(asset.kind),
            borrowed(asset.path),
            borrowed(asset.format),
            borrowed(asset.sha1),
            asset.size,
            asset.width,
            asset.height};
}

// A game in the shape of the ABI; borrows from the one it was made of.
class GameView {
public:
    explicit GameView(const Game& game) : game_(game), evidence_(game.evidence), ids_(game.ids) {
        raw_.struct_size = sizeof raw_;
        raw_.self = this;
        raw_.key = borrowed(game.key);
        raw_.form = static_cast<std::uint32_t>(game.form);
        raw_.is_directory = game.is_directory ? 1 : 0;
        raw_.evidence = evidence_.raw();
        raw_.ids = ids_.raw();
        raw_.value = [](const cur_game* raw, std::size_t index, cur_value* out) -> std::uint32_t {
            const auto& values = static_cast<const GameView*>(raw->self)->game_.values;
            if (index >= values.size()) {
                return 0;
            }
            const auto& one = values[index];
            *out = {sizeof(cur_value),
                    borrowed(one.field),
                    borrowed(one.text),
                    borrowed(one.language),
                    borrowed(one.region),
                    borrowed(one.item),
                    one.rank,
                    0};
            return 1;
        };
        raw_.asset = [](const cur_game* raw, std::size_t index, cur_asset* out) -> std::uint32_t {
            const auto& assets = static_cast<const GameView*>(raw->self)->game_.assets;
            if (index >= assets.size()) {
                return 0;
            }
            *out = raw_of(assets[index]);
            return 1;
        };
    }

    GameView(const GameView&) = delete;
    GameView& operator=(const GameView&) = delete;

    [[nodiscard]] const cur_game* raw() const { return &raw_; }

private:
    const Game& game_;
    BorrowedEvidence evidence_;
    BorrowedIds ids_;
    cur_game raw_{};
};

// Copies what read() and express() push.
class NativeCollector {
public:
    explicit NativeCollector(std::string document) : document_(std::move(document)) {
        raw_.struct_size = sizeof raw_;
        raw_.self = this;
        raw_.entry = [](const cur_native_sink* raw, const cur_entry_head* head) {
            NativeEntry entry;
            entry.key = text_of(head->key);
            entry.native_key = text_of(head->native_key);
            entry.is_directory = head->is_directory != 0;
            entry.is_opaque = (head->flags & CUR_ENTRY_OPAQUE) != 0;
            self(raw).contents.entries.push_back(std::move(entry));
        };
        raw_.field = [](const cur_native_sink* raw, const cur_native* field) {
            auto& me = self(raw);
            auto& fields =
                me.contents.entries.empty() ? me.loose : me.contents.entries.back().fields;
            fields.insert_or_assign(text_of(field->field), text_of(field->value));
        };
        raw_.note = [](const cur_native_sink* raw, cur_str message, std::uint64_t line) {
            auto& me = self(raw);
            me.contents.notes.push_back(me.document_ +
                                        (line != 0 ? ":" + std::to_string(line) : "") + ": " +
                                        text_of(message));
        };
    }

    NativeCollector(const NativeCollector&) = delete;
    NativeCollector& operator=(const NativeCollector&) = delete;

    [[nodiscard]] const cur_native_sink* raw() const { return &raw_; }

    Contents contents;
    NativeFields loose; // without an entry: express()

private:
    static NativeCollector& self(const cur_native_sink* raw) {
        return *static_cast<NativeCollector*>(raw->self);
    }

    std::string document_;
    cur_native_sink raw_{};
};

// Changes in the shape of the ABI.
class ChangesView {
public:
    explicit ChangesView(const std::vector<NativeChange>& changes) {
        items_.reserve(changes.size());
        for (const auto& change : changes) {
            auto& item = items_.emplace_back();
            for (const auto& [field, value] : change.fields) {
                const cur_str text = value ? borrowed(*value) : cur_str{nullptr, 0};
                item.fields.push_back({sizeof(cur_native),
                                       borrowed(field),
                                       text,
                                       value ? std::uint32_t{CUR_SET} : std::uint32_t{CUR_REMOVE},
                                       0});
            }
            item.head = {sizeof(cur_entry_head),
                         borrowed(change.key),
                         borrowed(change.native_key),
                         change.is_directory ? 1U : 0U,
                         0};
            item.raw.struct_size = sizeof item.raw;
            item.raw.self = &item;
            item.raw.head = &item.head;
            item.raw.is_new = change.is_new ? 1 : 0;
            item.raw.field =
                [](const cur_change* raw, std::size_t index, cur_native* out) -> std::uint32_t {
                const auto& fields = static_cast<const Item*>(raw->self)->fields;
                if (index >= fields.size()) {
                    return 0;
                }
                *out = fields[index];
                return 1;
            };
        }
        raw_.struct_size = sizeof raw_;
        raw_.self = this;
        raw_.count = items_.size();
        raw_.at = [](const cur_changes* raw, std::size_t index) -> const cur_change* {
            return &static_cast<const ChangesView*>(raw->self)->items_[index].raw;
        };
    }

    ChangesView(const ChangesView&) = delete;
    ChangesView& operator=(const ChangesView&) = delete;

    [[nodiscard]] const cur_changes* raw() const { return &raw_; }

private:
    struct Item {
        std::vector<cur_native> fields;
        cur_entry_head head{};
        cur_change raw{};
    };

    std::vector<Item> items_;
    cur_changes raw_{};
};

cur_writer writer_into(std::string& text) {
    return {sizeof(cur_writer), &text, [](const cur_writer* raw, cur_bytes bytes) {
                static_cast<std::string*>(raw->self)->append(
                    reinterpret_cast<const char*>(bytes.ptr), bytes.len);
            }};
}

using EntryKey = std::pair<std::string, bool>;

std::map<EntryKey, NativeFields> by_key(const Contents& contents) {
    std::map<EntryKey, NativeFields> all;
    for (const auto& entry : contents.entries) {
        all.insert_or_assign({entry.key, entry.is_directory}, entry.fields);
    }
    return all;
}

// What read() must say of the result: the old values with the changes in them.
std::map<EntryKey, NativeFields> expected_after(const Contents& old,
                                                const std::vector<NativeChange>& changes) {
    auto all = by_key(old);
    for (const auto& change : changes) {
        auto& fields = all[{change.key, change.is_directory}];
        for (const auto& [field, value] : change.fields) {
            if (value) {
                fields.insert_or_assign(field, *value);
            } else {
                fields.erase(field);
            }
        }
    }
    return all;
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

Result<Contents> OutputInstance::read(const Target& target, const Document& document) {
    const auto raw_target = raw_of(target);
    const auto raw_document = raw_of(document);
    NativeCollector collector(document.path);
    Call call(instance_.callee(), "read", log_);
    if (const auto refusal = call.run([&](const cur_call* c) {
            return component_->output().read(
                instance_.raw(), c, &raw_target, &raw_document, nullptr, collector.raw());
        })) {
        return error_of(*refusal, &document);
    }
    return std::move(collector.contents);
}

Result<NativeFields> OutputInstance::express(const Target& target, const Game& game) {
    const auto raw_target = raw_of(target);
    const GameView view(game);
    NativeCollector collector("");
    Call call(instance_.callee(), "express", log_);
    if (const auto refusal = call.run([&](const cur_call* c) {
            return component_->output().express(
                instance_.raw(), c, &raw_target, view.raw(), collector.raw());
        })) {
        return error_of(*refusal, nullptr);
    }
    // Whether the plugin names the one entry there can be, or not.
    return collector.contents.entries.empty()
               ? std::move(collector.loose)
               : std::move(collector.contents.entries.front().fields);
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

Result<std::string> OutputInstance::render(const Target& target,
                                           const Document& old,
                                           const std::vector<NativeChange>& changes) {
    CURATEUR_TRY(const auto same, render_once(target, old, {}));
    if (same != old.content) {
        return Error{Errc::fault,
                     component_->id + " changes " + old.path +
                         " though nothing changed; it is not written"};
    }
    CURATEUR_TRY(const auto before, read(target, old));
    CURATEUR_TRY(auto made, render_once(target, old, changes));
    CURATEUR_TRY(const auto after, read(target, Document{old.id, old.path, true, made}));
    if (by_key(after) != expected_after(before, changes)) {
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
