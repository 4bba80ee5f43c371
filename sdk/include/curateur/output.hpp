// SPDX-License-Identifier: MIT
// curateur plugin SDK, C++17 layer, part 3 of 4: output formats. The laws an output keeps are in
// abi_output.h.
#pragma once

#include "abi_output.h"
#include "plugin.hpp"

namespace curateur __attribute__((visibility("hidden"))) {
    inline namespace sdk0 {

    // One system; everything here is borrowed for the call.
    struct Target {
        explicit Target(const cur_target* raw)
            : system(view(raw->system))
            , platform(view(raw->platform))
            , full_name(view(raw->full_name))
            , rom_dir(view(raw->rom_dir))
            , metadata_dir(view(raw->metadata_dir))
            , media_dir(view(raw->media_dir))
            , now_unix_ms(raw->now_unix_ms) {}

        std::string_view system, platform, full_name, rom_dir, metadata_dir, media_dir;
        std::int64_t now_unix_ms;
    };

    struct Document {
        explicit Document(const cur_document* raw)
            : id(view(raw->id))
            , path(view(raw->path))
            , exists(raw->exists != 0)
            , content(view(raw->content)) {}

        std::string_view id, path;
        bool exists;
        std::string_view content;
    };

    // A field of an entry as the format spells it. remove: take it out.
    struct Native {
        std::string_view field, value;
        bool remove = false;
    };

    struct GameValue {
        std::string_view field, text, language, region, item;
        std::int32_t rank = 0;
    };

    struct GameAsset {
        std::string_view kind, path, format, sha1;
        std::uint64_t size = 0;
        std::uint32_t width = 0, height = 0;
    };

    inline GameAsset asset_of(const cur_asset& raw) {
        return {view(raw.kind),
                view(raw.path),
                view(raw.format),
                view(raw.sha1),
                raw.size,
                raw.width,
                raw.height};
    }

    // The host's resolved view of one entry.
    class Game {
    public:
        explicit Game(const cur_game* raw) noexcept : raw_(raw) {}

        std::string_view key() const noexcept { return view(raw_->key); }

        bool is_directory() const noexcept { return raw_->is_directory != 0; }

        std::uint32_t form() const noexcept { return raw_->form; }

        std::vector<GameValue> values() const {
            std::vector<GameValue> all;
            cur_value v{};
            v.struct_size = sizeof v;
            for (std::size_t i = 0; raw_->value(raw_, i, &v) != 0; ++i)
                all.push_back({view(v.field),
                               view(v.text),
                               view(v.language),
                               view(v.region),
                               view(v.item),
                               v.rank});
            return all;
        }

        std::vector<GameAsset> assets() const {
            std::vector<GameAsset> all;
            cur_asset a{};
            a.struct_size = sizeof a;
            for (std::size_t i = 0; raw_->asset(raw_, i, &a) != 0; ++i)
                all.push_back(asset_of(a));
            return all;
        }

        std::vector<std::pair<std::string_view, std::string_view>> ids() const {
            return ids_of(raw_->ids);
        }

    private:
        const cur_game* raw_;
    };

    class Games {
    public:
        explicit Games(const cur_games* raw) noexcept : raw_(raw) {}

        std::size_t size() const noexcept { return raw_ != nullptr ? raw_->count : 0; }

        Game operator[](std::size_t index) const { return Game(raw_->at(raw_, index)); }

    private:
        const cur_games* raw_;
    };

    class NativeSink {
    public:
        explicit NativeSink(const cur_native_sink* sink) noexcept : sink_(sink) {}

        // The fields that follow are this entry's.
        void entry(std::string_view key,
                   std::string_view native_key,
                   bool is_directory,
                   cur_flags flags = 0) {
            const cur_entry_head head{
                sizeof head, c(key), c(native_key), is_directory ? 1u : 0u, flags};
            sink_->entry(sink_, &head);
        }

        void field(std::string_view name, std::string_view value) {
            const cur_native native{sizeof native, c(name), c(value), CUR_SET, 0};
            sink_->field(sink_, &native);
        }

        // Something worth telling; line 0: no place.
        void note(std::string_view message, std::uint64_t line = 0) {
            sink_->note(sink_, c(message), line);
        }

    private:
        const cur_native_sink* sink_;
    };

    // One entry that changes.
    struct Change {
        std::string_view key, native_key;
        bool is_directory = false;
        bool is_new = false;
        std::vector<Native> fields;
    };

    // The entries that change, each made when it is asked for: there may be 100 000.
    class Changes {
    public:
        explicit Changes(const cur_changes* raw) noexcept : raw_(raw) {}

        std::size_t size() const noexcept { return raw_->count; }

        Change operator[](std::size_t index) const {
            const cur_change* const raw = raw_->at(raw_, index);
            Change change{view(raw->head->key),
                          view(raw->head->native_key),
                          raw->head->is_directory != 0,
                          raw->is_new != 0,
                          {}};
            cur_native n{};
            n.struct_size = sizeof n;
            for (std::size_t i = 0; raw->field(raw, i, &n) != 0; ++i)
                change.fields.push_back({view(n.field), view(n.value), n.op == CUR_REMOVE});
            return change;
        }

    private:
        const cur_changes* raw_;
    };

    class DocumentSink {
    public:
        explicit DocumentSink(const cur_document_sink* sink) noexcept : sink_(sink) {}

        void document(std::string_view id, std::string_view path) {
            cur_document document{};
            document.struct_size = sizeof document;
            document.id = c(id);
            document.path = c(path);
            sink_->document(sink_, &document);
        }

    private:
        const cur_document_sink* sink_;
    };

    // Derive from it; the constructor takes Settings.
    class Output {
    public:
        Output() = default;
        Output(const Output&) = delete;
        Output& operator=(const Output&) = delete;
        virtual ~Output() = default;
        virtual void documents(const Target& target, DocumentSink out) = 0;
        virtual void read(const Target& target,
                          const Document& document,
                          const Games& known,
                          NativeSink out) = 0;
        virtual void express(const Target& target, const Game& game, NativeSink out) = 0;
        virtual std::string
        render(const Target& target, const Document& old, const Changes& changes) = 0;

        // The asset's path is empty: it is what is asked for.
        virtual std::string media_path(const Target&, const Game&, const GameAsset&) {
            throw Failure(CUR_UNSUPPORTED, "this format has no place for media");
        }
    };

    template <class O>
    class OutputComponent : public Component<OutputComponent<O>, O, cur_output> {
        using Base = Component<OutputComponent<O>, O, cur_output>;

        static void put(const cur_writer* writer, const std::string& text) {
            writer->write(writer, bytes_of(text));
        }

    public:
        OutputComponent(const char* id, const char* version) : Base(CUR_KIND_OUTPUT, id, version) {
            info_.struct_size = sizeof info_;
            info_.metadata_dir = "{gamelists}/{system}";
            info_.media_dir = "{media}/{system}";
            auto& table = this->table_;
            table.documents = [](cur_instance* i,
                                 const cur_call* call,
                                 const cur_target* t,
                                 const cur_document_sink* s) noexcept {
                return detail::guard(
                    call, [&] { detail::object<O>(i).documents(Target(t), DocumentSink(s)); });
            };
            table.read = [](cur_instance* i,
                            const cur_call* call,
                            const cur_target* t,
                            const cur_document* d,
                            const cur_games* known,
                            const cur_native_sink* s) noexcept {
                const auto body = [&] {
                    detail::object<O>(i).read(Target(t), Document(d), Games(known), NativeSink(s));
                };
                return detail::guard(call, body, CUR_MALFORMED);
            };
            table.express = [](cur_instance* i,
                               const cur_call* call,
                               const cur_target* t,
                               const cur_game* g,
                               const cur_native_sink* s) noexcept {
                return detail::guard(
                    call, [&] { detail::object<O>(i).express(Target(t), Game(g), NativeSink(s)); });
            };
            table.render = [](cur_instance* i,
                              const cur_call* call,
                              const cur_target* t,
                              const cur_document* old,
                              const cur_changes* changes,
                              const cur_writer* w) noexcept {
                const auto body = [&] {
                    put(w, detail::object<O>(i).render(Target(t), Document(old), Changes(changes)));
                };
                return detail::guard(call, body);
            };
            table.media_path = [](cur_instance* i,
                                  const cur_call* call,
                                  const cur_target* t,
                                  const cur_game* g,
                                  const cur_asset* a,
                                  const cur_writer* w) noexcept {
                const auto body = [&] {
                    put(w, detail::object<O>(i).media_path(Target(t), Game(g), asset_of(*a)));
                };
                return detail::guard(call, body);
            };
        }

        // Directory templates: {gamelists}, {media}, {roms}, {system}, {rom_dir}.
        OutputComponent& metadata_dir(const char* text) { return info_.metadata_dir = text, *this; }

        OutputComponent& media_dir(const char* text) { return info_.media_dir = text, *this; }

        OutputComponent& managed(const char* field, const char* native, bool is_list = false) {
            return add(field, native, CUR_OWNER_MANAGED, is_list);
        }

        OutputComponent& user(const char* field, const char* native) {
            return add(field, native, CUR_OWNER_USER, false);
        }

        OutputComponent& seed(const char* field, const char* native) {
            return add(field, native, CUR_OWNER_SEED, false);
        }

        // formats: NULL-terminated, static, in the frontend's order of look-up; folder: under the
        // media directory.
        OutputComponent& slot(const char* kind,
                              const char* const* formats,
                              const char* folder,
                              bool by_default = true) {
            slots_.add({sizeof(cur_slot), kind, formats, folder, 0, by_default ? 1u : 0u});
            return *this;
        }

        OutputComponent& processes(std::initializer_list<const char*> names) {
            return processes_.assign(names), *this;
        }

        void link() {
            info_.fields = fields_.link();
            info_.slots = slots_.link();
            info_.processes = processes_.data();
            this->table_.info = &info_;
        }

    private:
        OutputComponent&
        add(const char* field, const char* native, std::uint32_t owner, bool is_list) {
            fields_.add({sizeof(cur_field), field, native, owner, is_list ? 1u : 0u});
            return *this;
        }

        cur_output_info info_{};
        detail::Pointers<cur_field> fields_;
        detail::Pointers<cur_slot> slots_;
        detail::Names processes_;
    };

    template <class O>
    OutputComponent<O>& output(const char* id, const char* version) {
        static OutputComponent<O> it(id, version);
        return it;
    }

    } // namespace sdk0
} // namespace curateur
