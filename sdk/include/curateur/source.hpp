// SPDX-License-Identifier: MIT
// curateur plugin SDK, C++17 layer, part 2 of 4: metadata sources.
#pragma once

#include "abi_source.h"
#include "plugin.hpp"

namespace curateur __attribute__((visibility("hidden"))) {
    inline namespace sdk0 {

    // A piece of evidence the host has of the entry; borrowed for the call.
    class EvidenceView {
    public:
        explicit EvidenceView(const cur_evidence* raw) noexcept : raw_(raw) {}

        std::uint32_t of() const noexcept { return raw_->of; }

        std::uint32_t disc() const noexcept { return raw_->disc; }

        std::optional<std::uint64_t> size() const noexcept {
            return raw_->size == CUR_SIZE_UNKNOWN ? std::nullopt : std::optional(raw_->size);
        }

        std::string_view name() const noexcept { return view(raw_->name); }

        std::string_view crc32() const noexcept { return view(raw_->crc32); }

        std::string_view md5() const noexcept { return view(raw_->md5); }

        std::string_view sha1() const noexcept { return view(raw_->sha1); }

        std::string_view serial() const noexcept { return view(raw_->serial); }

    private:
        const cur_evidence* raw_;
    };

    class Query {
    public:
        explicit Query(const cur_query* raw) noexcept : raw_(raw) {}

        // The ways still open, CUR_LOOKUP_*.
        cur_flags lookups() const noexcept { return raw_->lookups; }

        bool open(cur_flags ways) const noexcept { return (raw_->lookups & ways) != 0; }

        std::uint32_t form() const noexcept { return raw_->form; }

        std::string_view system() const noexcept { return view(raw_->system); }

        std::string_view platform() const noexcept { return view(raw_->platform); }

        std::string_view native_platform() const noexcept { return view(raw_->native_platform); }

        std::string_view title() const noexcept { return view(raw_->title); }

        std::string_view source_id() const noexcept { return view(raw_->source_id); }

        // Most telling first.
        std::vector<EvidenceView> evidence() const {
            std::vector<EvidenceView> all;
            for (const cur_evidence* const* it = raw_->evidence; it != nullptr && *it != nullptr;
                 ++it)
                all.emplace_back(*it);
            return all;
        }

        std::vector<std::pair<std::string_view, std::string_view>> ids() const {
            return ids_of(raw_->ids);
        }

        std::vector<std::string_view> languages() const {
            return list(raw_->languages, raw_->language_count);
        }

        std::vector<std::string_view> regions() const {
            return list(raw_->regions, raw_->region_count);
        }

    private:
        static std::vector<std::string_view> list(const cur_str* first, std::size_t count) {
            std::vector<std::string_view> all;
            for (std::size_t i = 0; i < count; ++i)
                all.push_back(view(first[i]));
            return all;
        }

        const cur_query* raw_;
    };

    // A request being built in the host.
    class RequestBuilder {
    public:
        RequestBuilder(const cur_requests* sink, cur_request* request) noexcept
            : sink_(sink), request_(request) {}

        // A parameter of the URL; the host encodes it.
        RequestBuilder& query(std::string_view name, std::string_view value) {
            return add(sink_->query, name, value, 0);
        }

        // The same, but left out of the cache key: a client's own name and version.
        RequestBuilder& unkeyed(std::string_view name, std::string_view value) {
            return add(sink_->query, name, value, CUR_PARAM_UNKEYED);
        }

        RequestBuilder& header(std::string_view name, std::string_view value) {
            return add(sink_->header, name, value, 0);
        }

        RequestBuilder& body(std::string_view type, std::string_view content) {
            sink_->body(sink_, request_, c(type), bytes_of(content));
            return *this;
        }

        cur_request* raw() const noexcept { return request_; }

    private:
        using Adder = void (*)(const cur_requests*, cur_request*, const cur_param*) CUR_NOEXCEPT;

        RequestBuilder&
        add(Adder adder, std::string_view name, std::string_view value, cur_flags flags) {
            const cur_param param{sizeof param, c(name), c(value), flags, 0};
            adder(sink_, request_, &param);
            return *this;
        }

        const cur_requests* sink_;
        cur_request* request_;
    };

    class Exchange {
    public:
        explicit Exchange(const cur_exchange* raw) noexcept : raw_(raw) {}

        std::uint32_t status() const noexcept { return raw_->http_status; }

        bool from_cache() const noexcept { return raw_->from_cache != 0; }

        std::string_view tag() const noexcept { return view(raw_->tag); }

        std::string_view body() const noexcept { return view(raw_->body); }

        // When the answer came in, milliseconds since 1970: the only clock a source has.
        std::int64_t received_unix_ms() const noexcept { return raw_->received_unix_ms; }

        std::string_view header(std::string_view name) const {
            cur_str value{};
            return raw_->header(raw_, c(name), &value) != 0 ? view(value) : std::string_view();
        }

        // What the plain HTTP codes mean; a source with codes of its own looks at those first.
        void expect_ok() const {
            if (status() == 200)
                return;
            const std::string text = "HTTP " + std::to_string(status());
            if (status() == 401 || status() == 403)
                throw Failure(CUR_AUTH_FAILED, text);
            if (status() == 404 || status() == 410)
                throw Failure(CUR_NOT_FOUND, text);
            if (status() == 429)
                throw Failure(CUR_RATE_LIMITED, text);
            throw Failure(status() >= 500 ? CUR_TRANSIENT : CUR_REJECTED, text);
        }

    private:
        const cur_exchange* raw_;
    };

    // A media candidate. The texts are borrowed until it is pushed.
    struct Media {
        cur_media raw{};

        Media(std::string_view kind, std::string_view url) {
            raw.struct_size = sizeof raw;
            raw.kind = c(kind);
            raw.url = c(url);
            raw.size = CUR_SIZE_UNKNOWN;
        }

        Media(std::string_view kind, const RequestBuilder& request)
            : Media(kind, std::string_view()) {
            raw.request = request.raw();
        }

        Media& variant(std::string_view v) { return raw.variant = c(v), *this; }

        Media& format(std::string_view v) { return raw.format = c(v), *this; }

        Media& region(std::string_view v) { return raw.region = c(v), *this; }

        Media& language(std::string_view v) { return raw.language = c(v), *this; }

        Media& crc32(std::string_view v) { return raw.crc32 = c(v), *this; }

        Media& md5(std::string_view v) { return raw.md5 = c(v), *this; }

        Media& sha1(std::string_view v) { return raw.sha1 = c(v), *this; }

        Media& size(std::uint64_t v) { return raw.size = v, *this; }

        Media& rank(std::int32_t v) { return raw.rank = v, *this; }

        Media& disc(std::uint32_t v) { return raw.disc = v, *this; }

        // Which limits the download draws from; the default is "api".
        Media& bucket(std::string_view v) { return raw.bucket = c(v), *this; }

        Media& tag(std::string_view v) { return raw.tag = c(v), *this; }
    };

    // One value of a field. The texts are borrowed until it is pushed.
    struct Value {
        cur_value raw{};

        Value(std::string_view field, std::string_view text) {
            raw.struct_size = sizeof raw;
            raw.field = c(field);
            raw.text = c(text);
        }

        Value& language(std::string_view v) { return raw.language = c(v), *this; }

        Value& region(std::string_view v) { return raw.region = c(v), *this; }

        Value& item(std::string_view v) { return raw.item = c(v), *this; }

        Value& rank(std::int32_t v) { return raw.rank = v, *this; }
    };

    // One dump a service knows. The texts are borrowed until it is pushed.
    struct Dump {
        cur_evidence raw{};

        explicit Dump(std::string_view name) {
            raw.struct_size = sizeof raw;
            raw.of = CUR_OF_FILE;
            raw.name = c(name);
            raw.size = CUR_SIZE_UNKNOWN;
        }

        Dump& size(std::uint64_t v) { return raw.size = v, *this; }

        Dump& crc32(std::string_view v) { return raw.crc32 = c(v), *this; }

        Dump& md5(std::string_view v) { return raw.md5 = c(v), *this; }

        Dump& sha1(std::string_view v) { return raw.sha1 = c(v), *this; }

        Dump& serial(std::string_view v) { return raw.serial = c(v), *this; }

        Dump& regions(std::string_view v) { return raw.regions = c(v), *this; }

        Dump& languages(std::string_view v) { return raw.languages = c(v), *this; }

        Dump& disc(std::uint32_t v) { return raw.disc = v, *this; }
    };

    class Record {
    public:
        Record(const cur_results* sink, cur_record* record) noexcept
            : sink_(sink), record_(record) {}

        Record& value(const Value& value) {
            sink_->value(sink_, record_, &value.raw);
            return *this;
        }

        Record& text(std::string_view field, std::string_view text) {
            return value(Value(field, text));
        }

        Record& id(std::string_view scheme, std::string_view value) {
            const cur_id id{sizeof id, c(scheme), c(value)};
            sink_->id(sink_, record_, &id);
            return *this;
        }

        Record& dump(const Dump& dump, bool is_the_match = false) {
            sink_->dump(sink_, record_, &dump.raw, is_the_match ? 1 : 0);
            return *this;
        }

        Record& media(const Media& media) {
            sink_->media(sink_, record_, &media.raw);
            return *this;
        }

    private:
        const cur_results* sink_;
        cur_record* record_;
    };

    // Who a record is of.
    struct RecordHead {
        cur_record_head raw{};

        RecordHead(std::string_view source_id, cur_flags matched_by) {
            raw.struct_size = sizeof raw;
            raw.source_id = c(source_id);
            raw.matched_by = matched_by;
        }

        RecordHead& native_platform(std::string_view v) {
            return raw.native_platform = c(v), *this;
        }

        RecordHead& flag(cur_flags v) { return raw.flags |= v, *this; }
    };

    class Results {
    public:
        explicit Results(const cur_results* sink) noexcept : sink_(sink) {}

        Record record(const RecordHead& head) { return {sink_, sink_->record(sink_, &head.raw)}; }

        // A GET; covers: the ways a "not found" settles.
        RequestBuilder get(std::string_view url, std::string_view tag = {}, cur_flags covers = 0) {
            cur_request_spec spec{};
            spec.struct_size = sizeof spec;
            spec.method = c("GET");
            spec.url = c(url);
            spec.tag = c(tag);
            spec.cache_ttl_s = -1;
            spec.covers = covers;
            return request(spec);
        }

        RequestBuilder request(const cur_request_spec& spec) {
            return {sink_->requests, sink_->requests->request(sink_->requests, &spec)};
        }

        void account(const cur_account& account) { sink_->account(sink_, &account); }

    private:
        const cur_results* sink_;
    };

    // A cur_account that says nothing yet.
    inline cur_account unknown_account() noexcept {
        return {sizeof(cur_account), {nullptr, 0}, -1, -1, -1, -1, -1, -1, -1, -1, {nullptr, 0}};
    }

    // Derive from it; the constructor takes Settings. See abi_source.h for what the functions
    // promise.
    class Source {
    public:
        Source() = default;
        Source(const Source&) = delete;
        Source& operator=(const Source&) = delete;
        virtual ~Source() = default;
        virtual void plan(const Query& query, Results out) = 0;
        virtual void parse(const Query& query, const Exchange& exchange, Results out) = 0;

        virtual void media_answer(const Exchange& exchange) { exchange.expect_ok(); }
    };

    template <class S>
    class SourceComponent : public Component<SourceComponent<S>, S, cur_source> {
        using Base = Component<SourceComponent<S>, S, cur_source>;

    public:
        SourceComponent(const char* id, const char* version) : Base(CUR_KIND_SOURCE, id, version) {
            info_.struct_size = sizeof info_;
            auto& table = this->table_;
            table.plan = [](cur_instance* i,
                            const cur_call* call,
                            const cur_query* q,
                            const cur_results* o) noexcept {
                return detail::guard(call,
                                     [&] { detail::object<S>(i).plan(Query(q), Results(o)); });
            };
            table.parse = [](cur_instance* i,
                             const cur_call* call,
                             const cur_query* q,
                             const cur_exchange* x,
                             const cur_results* o) noexcept {
                const auto body = [&] {
                    detail::object<S>(i).parse(Query(q), Exchange(x), Results(o));
                };
                return detail::guard(call, body, CUR_MALFORMED);
            };
            table.media_answer = [](cur_instance* i,
                                    const cur_call* call,
                                    const cur_exchange* x) noexcept {
                return detail::guard(
                    call, [&] { detail::object<S>(i).media_answer(Exchange(x)); }, CUR_MALFORMED);
            };
        }

        SourceComponent& lookups(cur_flags ways) { return info_.lookups = ways, *this; }

        SourceComponent& hashes(cur_flags hashes) { return info_.hashes = hashes, *this; }

        SourceComponent& fields(std::initializer_list<const char*> names) {
            return fields_.assign(names), *this;
        }

        SourceComponent& media(std::initializer_list<const char*> kinds) {
            return media_.assign(kinds), *this;
        }

        SourceComponent& origins(std::initializer_list<const char*> hosts) {
            return origins_.assign(hosts), *this;
        }

        SourceComponent& parse_revision(std::uint32_t revision) {
            return info_.parse_revision = revision, *this;
        }

        // natives: NULL-terminated, static; the first is asked.
        SourceComponent& platform(const char* ours, const char* const* natives) {
            return platforms_.add({sizeof(cur_platform), ours, natives}), *this;
        }

        SourceComponent& media_code(const char* native, const char* kind) {
            return codes_.add({sizeof(cur_media_code), native, kind}), *this;
        }

        SourceComponent& limit(const char* bucket,
                               std::uint32_t concurrency,
                               std::uint32_t per_minute,
                               std::uint32_t per_day = 0,
                               std::uint32_t min_gap_ms = 0) {
            return limits_.add(
                       {sizeof(cur_limit), bucket, concurrency, per_minute, per_day, min_gap_ms}),
                   *this;
        }

        void link() {
            info_.fields = fields_.data();
            info_.media = media_.data();
            info_.origins = origins_.data();
            info_.platforms = platforms_.empty() ? nullptr : platforms_.link();
            info_.limits = limits_.link();
            info_.media_codes = codes_.link();
            this->table_.info = &info_;
        }

    private:
        cur_source_info info_{};
        detail::Names fields_, media_, origins_;
        detail::Pointers<cur_platform> platforms_;
        detail::Pointers<cur_media_code> codes_;
        detail::Pointers<cur_limit> limits_;
    };

    template <class S>
    SourceComponent<S>& source(const char* id, const char* version) {
        static SourceComponent<S> it(id, version);
        return it;
    }

    } // namespace sdk0
} // namespace curateur
