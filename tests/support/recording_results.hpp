// SPDX-License-Identifier: MIT
// What a host gives a source, in its simplest form: settings, a query, an exchange, and a sink that
// keeps all that is pushed. For tests that call a component's table directly.
#pragma once

#include <curateur/abi_source.h>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test_support {

inline std::string str(cur_str text) {
    return text.len == 0 ? std::string() : std::string(text.ptr, text.len);
}

inline cur_str c_str(std::string_view text) {
    return {text.data(), text.size()};
}

struct RecordedRequest {
    std::string method, url, tag, bucket;
    std::int64_t cache_ttl_s = -1;
    cur_flags covers = 0;
    std::map<std::string, std::string> parameters;
    std::map<std::string, std::string> headers;
    std::vector<std::string> unkeyed;

    bool has(const std::string& name) const { return parameters.count(name) != 0; }

    std::string at(const std::string& name) const {
        return has(name) ? parameters.at(name) : std::string();
    }
};

struct RecordedValue {
    std::string field, text, language, region, item;
    std::int32_t rank = 0;
};

struct RecordedMedia {
    std::string kind, variant, url, format, region, crc32, md5, sha1;
    std::uint64_t size = 0;
    std::int32_t rank = 0;
    std::uint32_t disc = 0;
};

struct RecordedDump {
    std::string name, crc32, md5, sha1, serial, regions, languages;
    std::uint64_t size = 0;
    bool match = false;
};

struct RecordedRecord {
    std::string source_id, native_platform;
    cur_flags matched_by = 0, flags = 0;
    std::vector<RecordedValue> values;
    std::vector<RecordedMedia> media;
    std::vector<RecordedDump> dumps;
    std::vector<std::pair<std::string, std::string>> ids;

    // All texts of one field, in the order they came.
    std::vector<std::string> texts(std::string_view field) const {
        std::vector<std::string> found;
        for (const RecordedValue& value : values)
            if (value.field == field)
                found.push_back(value.text);
        return found;
    }

    std::string text(std::string_view field) const {
        const auto all = texts(field);
        return all.empty() ? std::string() : all.front();
    }
};

// One call: the sinks, and what the plugin said of its failure.
class RecordingResults {
public:
    RecordingResults() {
        requests_.struct_size = sizeof requests_;
        requests_.self = this;
        requests_.request = [](const cur_requests* sink, const cur_request_spec* spec) noexcept {
            auto& all = self(sink->self).requests;
            all.push_back({str(spec->method),
                           str(spec->url),
                           str(spec->tag),
                           str(spec->bucket),
                           spec->cache_ttl_s,
                           spec->covers,
                           {},
                           {},
                           {}});
            return reinterpret_cast<cur_request*>(&all.back());
        };
        requests_.query =
            [](const cur_requests*, cur_request* request, const cur_param* param) noexcept {
                auto& it = *reinterpret_cast<RecordedRequest*>(request);
                it.parameters[str(param->name)] = str(param->value);
                if ((param->flags & CUR_PARAM_UNKEYED) != 0)
                    it.unkeyed.push_back(str(param->name));
            };
        requests_.header =
            [](const cur_requests*, cur_request* request, const cur_param* param) noexcept {
                reinterpret_cast<RecordedRequest*>(request)->headers[str(param->name)] =
                    str(param->value);
            };
        requests_.body = [](const cur_requests*, cur_request*, cur_str, cur_bytes) noexcept {
        };
        init_results();
        call_.struct_size = sizeof call_;
        call_.self = this;
        call_.log = [](const cur_call*, std::uint32_t, cur_str) noexcept {
        };
        call_.fail = [](const cur_call* call, const cur_error* error) noexcept {
            RecordingResults& it = self(call->self);
            it.message = str(error->message);
            it.detail = str(error->detail);
            it.retry_after_ms = error->retry_after_ms;
            it.retry_at_unix_ms = error->retry_at_unix_ms;
        };
        call_.cancelled = [](const cur_call*) noexcept {
            return 0U;
        };
    }

    RecordingResults(const RecordingResults&) = delete;
    RecordingResults& operator=(const RecordingResults&) = delete;

    const cur_call* call() const { return &call_; }

    const cur_results* sink() const { return &results_; }

    std::deque<RecordedRequest> requests;
    std::deque<RecordedRecord> records;
    std::vector<cur_account> accounts; // without the texts, which were borrowed
    std::vector<std::string> users;    // the account's user each time
    std::string message, detail;
    std::int64_t retry_after_ms = -1, retry_at_unix_ms = -1;

private:
    static RecordingResults& self(void* pointer) {
        return *static_cast<RecordingResults*>(pointer);
    }

    static RecordedRecord& of(cur_record* record) {
        return *reinterpret_cast<RecordedRecord*>(record);
    }

    void init_results() {
        results_.struct_size = sizeof results_;
        results_.self = this;
        results_.requests = &requests_;
        results_.record = [](const cur_results* sink, const cur_record_head* head) noexcept {
            auto& all = self(sink->self).records;
            all.push_back({str(head->source_id),
                           str(head->native_platform),
                           head->matched_by,
                           head->flags,
                           {},
                           {},
                           {},
                           {}});
            return reinterpret_cast<cur_record*>(&all.back());
        };
        results_.value = [](const cur_results*, cur_record* record, const cur_value* v) noexcept {
            of(record).values.push_back({str(v->field),
                                         str(v->text),
                                         str(v->language),
                                         str(v->region),
                                         str(v->item),
                                         v->rank});
        };
        results_.id = [](const cur_results*, cur_record* record, const cur_id* id) noexcept {
            of(record).ids.emplace_back(str(id->scheme), str(id->value));
        };
        results_.dump = [](const cur_results*,
                           cur_record* record,
                           const cur_evidence* e,
                           std::uint32_t match) noexcept {
            of(record).dumps.push_back({str(e->name),
                                        str(e->crc32),
                                        str(e->md5),
                                        str(e->sha1),
                                        str(e->serial),
                                        str(e->regions),
                                        str(e->languages),
                                        e->size,
                                        match != 0});
        };
        results_.media = [](const cur_results*, cur_record* record, const cur_media* m) noexcept {
            of(record).media.push_back({str(m->kind),
                                        str(m->variant),
                                        str(m->url),
                                        str(m->format),
                                        str(m->region),
                                        str(m->crc32),
                                        str(m->md5),
                                        str(m->sha1),
                                        m->size,
                                        m->rank,
                                        m->disc});
        };
        results_.account = [](const cur_results* sink, const cur_account* account) noexcept {
            self(sink->self).accounts.push_back(*account);
            self(sink->self).users.push_back(str(account->user));
        };
    }

    cur_requests requests_{};
    cur_results results_{};
    cur_call call_{};
};

// Settings of texts only.
class MapSettings {
public:
    explicit MapSettings(std::map<std::string, std::string> values) : values_(std::move(values)) {
        settings_.struct_size = sizeof settings_;
        settings_.self = this;
        settings_.get_str = [](const cur_settings* s, const char* key, cur_str* out) noexcept {
            const auto& texts = static_cast<MapSettings*>(s->self)->values_;
            const auto found = texts.find(key);
            if (found == texts.end())
                return 0U;
            *out = c_str(found->second);
            return 1U;
        };
        settings_.get_int = [](const cur_settings*, const char*, std::int64_t*) noexcept {
            return 0U;
        };
        settings_.get_num = [](const cur_settings*, const char*, double*) noexcept {
            return 0U;
        };
        settings_.get_item = [](const cur_settings*, const char*, std::size_t, cur_str*) noexcept {
            return 0U;
        };
        settings_.get_pair =
            [](const cur_settings*, const char*, std::size_t, cur_str*, cur_str*) noexcept {
                return 0U;
            };
    }

    MapSettings(const MapSettings&) = delete;
    MapSettings& operator=(const MapSettings&) = delete;

    const cur_settings* get() const { return &settings_; }

private:
    std::map<std::string, std::string> values_;
    cur_settings settings_{};
};

// An instance of a source and its table.
class SourceUnderTest {
public:
    SourceUnderTest(const cur_component* component,
                    const std::map<std::string, std::string>& settings)
        : component_(component), table_(static_cast<const cur_source*>(component->iface)) {
        const MapSettings given(settings);
        created = component_->create(nullptr, results.call(), given.get(), &instance_);
    }

    SourceUnderTest(const SourceUnderTest&) = delete;
    SourceUnderTest& operator=(const SourceUnderTest&) = delete;

    ~SourceUnderTest() {
        if (created == CUR_OK)
            component_->destroy(instance_);
    }

    cur_status plan(const cur_query& query) {
        return table_->plan(instance_, results.call(), &query, results.sink());
    }

    cur_status parse(const cur_query& query, const cur_exchange& exchange) {
        return table_->parse(instance_, results.call(), &query, &exchange, results.sink());
    }

    cur_status media_answer(const cur_exchange& exchange) {
        return table_->media_answer(instance_, results.call(), &exchange);
    }

    RecordingResults results; // of all calls
    cur_status created = CUR_INTERNAL;

private:
    const cur_component* component_;
    const cur_source* table_;
    cur_instance* instance_ = nullptr;
};

// The texts are borrowed.
inline cur_exchange
exchange_of(std::uint32_t status, std::string_view body, std::string_view tag = {}) {
    cur_exchange it{};
    it.struct_size = sizeof it;
    it.tag = c_str(tag);
    it.http_status = status;
    it.body = {reinterpret_cast<const std::uint8_t*>(body.data()), body.size()};
    it.received_unix_ms = 1769000000000; // 2026-01-21T12:53:20Z
    it.header = [](const cur_exchange*, cur_str, cur_str*) noexcept {
        return 0U;
    };
    return it;
}

} // namespace test_support
