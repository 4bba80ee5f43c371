// What an output is given and gives back, in the shape of the ABI. Private to the box.
#pragma once

#include "plugin/borrowed.hpp"
#include "plugin/output_instance.hpp"

#include <optional>
#include <utility>

namespace curateur::plugin {

inline cur_target raw_of(const Target& target) {
    return {sizeof(cur_target),
            borrowed(target.system),
            borrowed(target.platform),
            borrowed(target.full_name),
            borrowed(target.rom_dir),
            borrowed(target.metadata_dir),
            borrowed(target.media_dir),
            target.now_unix_ms};
}

inline cur_document raw_of(const Document& document) {
    return {
        sizeof(cur_document),
        borrowed(document.id),
        borrowed(document.path),
        document.exists ? 1U : 0U,
        0,
        {reinterpret_cast<const std::uint8_t*>(document.content.data()), document.content.size()}};
}

inline cur_asset raw_of(const Asset& asset) {
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

// Copies what read() and express() push; an entry is handed on when the next one begins.
class NativeCollector {
public:
    NativeCollector(std::string document, std::function<void(NativeEntry&&)> take)
        : document_(std::move(document)), take_(std::move(take)) {
        raw_.struct_size = sizeof raw_;
        raw_.self = this;
        raw_.entry = [](const cur_native_sink* raw, const cur_entry_head* head) {
            auto& me = self(raw);
            me.end();
            NativeEntry entry;
            entry.key = text_of(head->key);
            entry.native_key = text_of(head->native_key);
            entry.is_directory = head->is_directory != 0;
            entry.is_opaque = (head->flags & CUR_ENTRY_OPAQUE) != 0;
            me.current_ = std::move(entry);
        };
        raw_.field = [](const cur_native_sink* raw, const cur_native* field) {
            auto& me = self(raw);
            auto& fields = me.current_ ? me.current_->fields : me.loose;
            fields.insert_or_assign(text_of(field->field), text_of(field->value));
        };
        raw_.note = [](const cur_native_sink* raw, cur_str message, std::uint64_t line) {
            auto& me = self(raw);
            me.notes.push_back(me.document_ + (line != 0 ? ":" + std::to_string(line) : "") + ": " +
                               text_of(message));
        };
    }

    NativeCollector(const NativeCollector&) = delete;
    NativeCollector& operator=(const NativeCollector&) = delete;

    [[nodiscard]] const cur_native_sink* raw() const { return &raw_; }

    // Nothing more comes.
    void end() {
        if (current_) {
            take_(*std::exchange(current_, std::nullopt));
        }
    }

    std::vector<std::string> notes;
    NativeFields loose; // without an entry: express()

private:
    static NativeCollector& self(const cur_native_sink* raw) {
        return *static_cast<NativeCollector*>(raw->self);
    }

    std::string document_;
    std::function<void(NativeEntry&&)> take_;
    std::optional<NativeEntry> current_;
    cur_native_sink raw_{};
};

// Changes in the shape of the ABI; borrows from those it was made of.
class ChangesView {
public:
    explicit ChangesView(const std::vector<NativeChange>& changes) {
        items_.reserve(changes.size());
        for (const auto& change : changes) {
            auto& item = items_.emplace_back();
            item.change = &change;
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
                return field_of(*static_cast<const Item*>(raw->self)->change, index, *out);
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
        const NativeChange* change = nullptr;
        cur_entry_head head{};
        cur_change raw{};
    };

    // Those that are removed come first.
    static std::uint32_t field_of(const NativeChange& change, std::size_t index, cur_native& out) {
        if (index < change.removed.size()) {
            out = {sizeof out, borrowed(change.removed[index]), {nullptr, 0}, CUR_REMOVE, 0};
            return 1;
        }
        const auto at = index - change.removed.size();
        if (at >= change.set.size()) {
            return 0;
        }
        const auto& [field, value] = change.set[at];
        out = {sizeof out, borrowed(field), borrowed(value), CUR_SET, 0};
        return 1;
    }

    std::vector<Item> items_;
    cur_changes raw_{};
};

inline cur_writer writer_into(std::string& text) {
    return {sizeof(cur_writer), &text, [](const cur_writer* raw, cur_bytes bytes) {
                static_cast<std::string*>(raw->self)->append(
                    reinterpret_cast<const char*>(bytes.ptr), bytes.len);
            }};
}

} // namespace curateur::plugin
