#include "plugin/source_instance.hpp"

#include "plugin/borrowed.hpp"

#include <algorithm>
#include <deque>

namespace curateur::plugin {
namespace {

std::optional<std::int64_t> known(std::int64_t number) {
    return number < 0 ? std::nullopt : std::optional(number);
}

// Copies what a plugin pushes; the first thing that breaks the contract is kept and fails the call.
class Collector {
public:
    Collector(std::string source, std::int64_t now) : source_(std::move(source)), now_(now) {
        requests_raw_.struct_size = sizeof requests_raw_;
        requests_raw_.self = this;
        requests_raw_.request = &Collector::on_request;
        requests_raw_.query = &Collector::on_query;
        requests_raw_.header = &Collector::on_header;
        requests_raw_.body = &Collector::on_body;
        raw_.struct_size = sizeof raw_;
        raw_.self = this;
        raw_.record = &Collector::on_record;
        raw_.value = &Collector::on_value;
        raw_.id = &Collector::on_id;
        raw_.dump = &Collector::on_dump;
        raw_.media = &Collector::on_media;
        raw_.account = &Collector::on_account;
        raw_.requests = &requests_raw_;
    }

    [[nodiscard]] const cur_results* raw() const { return &raw_; }

    Pushed finish(std::optional<Refusal> refusal) {
        Pushed pushed;
        if (!refusal && !fault_.empty()) {
            refusal = Refusal{CUR_INTERNAL, -1, -1, CUR_SIZE_UNKNOWN, fault_, ""};
        }
        pushed.refusal = std::move(refusal);
        // What the service says of the account holds whatever became of the question.
        pushed.accounts = std::move(accounts_);
        if (pushed.refusal) {
            return pushed;
        }
        pushed.records.assign(std::make_move_iterator(records_.begin()),
                              std::make_move_iterator(records_.end()));
        for (auto& request : requests_) {
            if (!request.is_media) {
                pushed.requests.push_back(std::move(request.request));
            }
        }
        return pushed;
    }

private:
    struct Planned {
        core::Request request;
        bool is_media = false;
    };

    static Collector& self(const cur_results* raw) { return *static_cast<Collector*>(raw->self); }

    static Collector& self(const cur_requests* raw) { return *static_cast<Collector*>(raw->self); }

    static core::Record& of(cur_record* raw) { return *reinterpret_cast<core::Record*>(raw); }

    static Planned& of(cur_request* raw) { return *reinterpret_cast<Planned*>(raw); }

    void blame(std::string what) {
        if (fault_.empty()) {
            fault_ = std::move(what);
        }
    }

    std::string text(cur_str raw) {
        if (raw.len > SourceInstance::k_longest_text) {
            blame("pushed a text of more than 1 MiB");
            return {};
        }
        auto copy = text_of(raw);
        if (copy.empty() && raw.len != 0) {
            blame("pushed a text that is not UTF-8");
        }
        return copy;
    }

    core::Evidence evidence(const cur_evidence& raw) {
        core::Evidence made;
        made.of = static_cast<core::Of>(raw.of);
        made.disc = raw.disc;
        if (raw.size != CUR_SIZE_UNKNOWN) {
            made.size = raw.size;
        }
        made.name = text(raw.name);
        made.crc32 = text(raw.crc32);
        made.md5 = text(raw.md5);
        made.sha1 = text(raw.sha1);
        made.serial = text(raw.serial);
        made.regions = text(raw.regions);
        made.languages = text(raw.languages);
        return made;
    }

    static cur_request* on_request(const cur_requests* raw, const cur_request_spec* spec) {
        auto& me = self(raw);
        if (spec->tag.len > SourceInstance::k_longest_tag) {
            me.blame("planned a request with a tag of more than 4 KiB");
        }
        Planned planned;
        auto& request = planned.request;
        request.method = me.text(spec->method);
        request.url = me.text(spec->url);
        request.tag = me.text(spec->tag);
        request.bucket = spec->bucket.len != 0 ? me.text(spec->bucket) : "api";
        request.cache_ttl_s = spec->cache_ttl_s;
        request.covers = spec->covers;
        me.requests_.push_back(std::move(planned));
        if (++me.unclaimed_ > SourceInstance::k_most_requests) {
            me.blame("planned more than 16 requests at once");
        }
        return reinterpret_cast<cur_request*>(&me.requests_.back());
    }

    static core::Param param(Collector& me, const cur_param& raw) {
        return {me.text(raw.name), me.text(raw.value), (raw.flags & CUR_PARAM_UNKEYED) != 0};
    }

    static void on_query(const cur_requests* raw, cur_request* request, const cur_param* one) {
        of(request).request.query.push_back(param(self(raw), *one));
    }

    static void on_header(const cur_requests* raw, cur_request* request, const cur_param* one) {
        of(request).request.headers.push_back(param(self(raw), *one));
    }

    static void
    on_body(const cur_requests* raw, cur_request* request, cur_str type, cur_bytes content) {
        of(request).request.body_type = self(raw).text(type);
        of(request).request.body.assign(reinterpret_cast<const char*>(content.ptr), content.len);
    }

    static cur_record* on_record(const cur_results* raw, const cur_record_head* head) {
        auto& me = self(raw);
        core::Record record;
        record.source = me.source_;
        record.source_id = me.text(head->source_id);
        record.native_platform = me.text(head->native_platform);
        record.matched_by = head->matched_by;
        record.flags = head->flags;
        record.fetched_unix_ms = me.now_;
        if (record.source_id.empty()) {
            me.blame("pushed a record without an id");
        }
        me.records_.push_back(std::move(record));
        return reinterpret_cast<cur_record*>(&me.records_.back());
    }

    static void on_value(const cur_results* raw, cur_record* record, const cur_value* one) {
        auto& me = self(raw);
        of(record).values.push_back({me.text(one->field),
                                     me.text(one->text),
                                     me.text(one->language),
                                     me.text(one->region),
                                     me.text(one->item),
                                     one->rank});
    }

    static void on_id(const cur_results* raw, cur_record* record, const cur_id* one) {
        of(record).ids.push_back({self(raw).text(one->scheme), self(raw).text(one->value)});
    }

    static void on_dump(const cur_results* raw,
                        cur_record* record,
                        const cur_evidence* one,
                        std::uint32_t is_match) {
        of(record).dumps.push_back({self(raw).evidence(*one), is_match != 0});
    }

    static void on_media(const cur_results* raw, cur_record* record, const cur_media* one) {
        auto& me = self(raw);
        core::Media media;
        media.kind = me.text(one->kind);
        media.variant = me.text(one->variant);
        if (one->request != nullptr) {
            auto& planned = of(one->request);
            me.unclaimed_ -= planned.is_media ? 0 : 1;
            planned.is_media = true;
            media.request = planned.request;
        } else {
            media.request.url = me.text(one->url);
            media.request.tag = me.text(one->tag);
            media.request.bucket = one->bucket.len != 0 ? me.text(one->bucket) : "api";
        }
        media.format = me.text(one->format);
        media.region = me.text(one->region);
        media.language = me.text(one->language);
        media.crc32 = me.text(one->crc32);
        media.md5 = me.text(one->md5);
        media.sha1 = me.text(one->sha1);
        if (one->size != CUR_SIZE_UNKNOWN) {
            media.size = one->size;
        }
        media.width = one->width;
        media.height = one->height;
        media.rank = one->rank;
        media.disc = one->disc;
        of(record).media.push_back(std::move(media));
    }

    static void on_account(const cur_results* raw, const cur_account* one) {
        auto& me = self(raw);
        core::Account account;
        account.bucket = one->bucket.len != 0 ? me.text(one->bucket) : "api";
        account.concurrency = known(one->concurrency);
        account.per_minute = known(one->per_minute);
        account.per_day = known(one->per_day);
        account.used_today = known(one->used_today);
        account.misses_per_day = known(one->misses_per_day);
        account.misses_today = known(one->misses_today);
        account.bytes_per_second = known(one->bytes_per_second);
        account.resets_at_unix_ms = known(one->resets_at_unix_ms);
        account.user = me.text(one->user);
        me.accounts_.push_back(std::move(account));
    }

    std::string source_;
    std::int64_t now_;
    std::deque<core::Record> records_; // addresses are handles while the call lasts
    std::deque<Planned> requests_;
    std::vector<core::Account> accounts_;
    std::size_t unclaimed_ = 0; // requests that are not (yet) a medium's
    std::string fault_;
    cur_requests requests_raw_{};
    cur_results raw_{};
};

// A query in the shape of the ABI; borrows from the one it was made of.
class QueryView {
public:
    explicit QueryView(const core::Query& query) : evidence_(query.evidence), ids_(query.ids) {
        for (const auto& one : query.languages) {
            languages_.push_back(borrowed(one));
        }
        for (const auto& one : query.regions) {
            regions_.push_back(borrowed(one));
        }
        raw_.struct_size = sizeof raw_;
        raw_.lookups = query.lookups;
        raw_.form = static_cast<std::uint32_t>(query.form);
        raw_.system = borrowed(query.system);
        raw_.platform = borrowed(query.platform);
        raw_.native_platform = borrowed(query.native_platform);
        raw_.title = borrowed(query.title);
        raw_.source_id = borrowed(query.source_id);
        raw_.evidence = evidence_.raw();
        raw_.ids = ids_.raw();
        raw_.languages = languages_.data();
        raw_.language_count = languages_.size();
        raw_.regions = regions_.data();
        raw_.region_count = regions_.size();
    }

    QueryView(const QueryView&) = delete;
    QueryView& operator=(const QueryView&) = delete;

    [[nodiscard]] const cur_query* raw() const { return &raw_; }

private:
    BorrowedEvidence evidence_;
    BorrowedIds ids_;
    std::vector<cur_str> languages_, regions_;
    cur_query raw_{};
};

cur_exchange exchange_of(const Answer& answer) {
    cur_exchange raw{};
    raw.struct_size = sizeof raw;
    raw.self =
        const_cast<Answer*>(&answer); // NOLINT(cppcoreguidelines-pro-type-const-cast): only read
    raw.tag = borrowed(answer.tag);
    raw.http_status = answer.status;
    raw.from_cache = answer.from_cache ? 1 : 0;
    raw.body = {reinterpret_cast<const std::uint8_t*>(answer.body.data()), answer.body.size()};
    raw.received_unix_ms = answer.received_unix_ms;
    raw.header = [](const cur_exchange* exchange, cur_str name, cur_str* out) -> std::uint32_t {
        auto wanted = text_of(name);
        std::transform(wanted.begin(), wanted.end(), wanted.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        for (const auto& header : static_cast<const Answer*>(exchange->self)->headers) {
            if (header.name == wanted) {
                *out = borrowed(header.value);
                return 1;
            }
        }
        return 0;
    };
    return raw;
}

} // namespace

Result<SourceInstance> SourceInstance::create(const Component& component,
                                              const Settings& settings,
                                              Log log,
                                              Crashes* crashes) {
    CURATEUR_TRY(auto instance, Instance::create(component, settings, log, crashes));
    return SourceInstance(component, std::move(instance), std::move(log));
}

Pushed SourceInstance::plan(const core::Query& query) {
    const QueryView view(query);
    Collector collector(component_->id, 0);
    Call call(instance_.callee(), "plan", log_);
    return collector.finish(call.run([&](const cur_call* c) {
        return component_->source().plan(instance_.raw(), c, view.raw(), collector.raw());
    }));
}

Pushed SourceInstance::parse(const core::Query& query, const Answer& answer) {
    const QueryView view(query);
    const auto exchange = exchange_of(answer);
    Collector collector(component_->id, answer.received_unix_ms);
    Call call(instance_.callee(), "parse", log_);
    return collector.finish(call.run([&](const cur_call* c) {
        return component_->source().parse(
            instance_.raw(), c, view.raw(), &exchange, collector.raw());
    }));
}

std::optional<Refusal> SourceInstance::media_answer(const Answer& answer) {
    if (component_->source().media_answer == nullptr) {
        if (answer.status == 200) {
            return std::nullopt;
        }
        const cur_status status =
            answer.status >= 500 ? cur_status{CUR_TRANSIENT} : cur_status{CUR_ITEM_FAILED};
        return Refusal{
            status, -1, -1, CUR_SIZE_UNKNOWN, "HTTP " + std::to_string(answer.status), ""};
    }
    const auto exchange = exchange_of(answer);
    Call call(instance_.callee(), "media_answer", log_);
    return call.run([&](const cur_call* c) {
        return component_->source().media_answer(instance_.raw(), c, &exchange);
    });
}

} // namespace curateur::plugin
