#include "store/record_text.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace curateur::store {
namespace {

// One description of each struct serves both ways: Out writes a member, In reads it.
class Out {
public:
    template <class T>
    void object(const T& value) {
        writer_.StartObject();
        describe(*this, value);
        writer_.EndObject();
    }

    void operator()(const char* name, const std::string& text) {
        if (!text.empty()) {
            writer_.Key(name);
            string(text);
        }
    }

    void operator()(const char* name, const std::optional<std::uint64_t>& number) {
        if (number) {
            writer_.Key(name);
            writer_.Uint64(*number);
        }
    }

    template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>

    void operator()(const char* name, const T& number) {
        if (number != T{}) {
            writer_.Key(name);
            writer_.Int64(static_cast<std::int64_t>(number));
        }
    }

    template <class T>
    void operator()(const char* name, const std::vector<T>& items) {
        if (items.empty()) {
            return;
        }
        writer_.Key(name);
        writer_.StartArray();
        for (const auto& item : items) {
            object(item);
        }
        writer_.EndArray();
    }

    template <class T>
    requires std::is_class_v<T>

    void operator()(const char* name, const T& value) {
        writer_.Key(name);
        object(value);
    }

    [[nodiscard]] std::string text() const { return {buffer_.GetString(), buffer_.GetSize()}; }

private:
    void string(const std::string& text) {
        writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    }

    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

class In {
public:
    explicit In(const rapidjson::Value& object) : object_(object) {}

    void operator()(const char* name, std::string& text) const {
        if (const auto* const value = find(name); value != nullptr && value->IsString()) {
            text.assign(value->GetString(), value->GetStringLength());
        }
    }

    void operator()(const char* name, std::optional<std::uint64_t>& number) const {
        if (const auto* const value = find(name); value != nullptr && value->IsUint64()) {
            number = value->GetUint64();
        }
    }

    template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>

    void operator()(const char* name, T& number) const {
        const auto* const value = find(name);
        number = value != nullptr && value->IsInt64() ? static_cast<T>(value->GetInt64()) : T{};
    }

    template <class T>
    void operator()(const char* name, std::vector<T>& items) const {
        const auto* const value = find(name);
        if (value == nullptr || !value->IsArray()) {
            return;
        }
        for (const auto& item : value->GetArray()) {
            if (item.IsObject()) {
                const In in(item);
                describe(in, items.emplace_back());
            }
        }
    }

    template <class T>
    requires std::is_class_v<T>

    void operator()(const char* name, T& inner) const {
        if (const auto* const value = find(name); value != nullptr && value->IsObject()) {
            const In in(*value);
            describe(in, inner);
        }
    }

private:
    [[nodiscard]] const rapidjson::Value* find(const char* name) const {
        const auto found = object_.FindMember(name);
        return found == object_.MemberEnd() ? nullptr : &found->value;
    }

    const rapidjson::Value& object_;
};

// T is the struct, or const of it.
template <class T, class Plain>
concept Is = std::is_same_v<std::remove_const_t<T>, Plain>;

template <class V, Is<core::Evidence> T>
void describe(V& visit, T& one) {
    visit("of", one.of);
    visit("disc", one.disc);
    visit("size", one.size);
    visit("name", one.name);
    visit("crc32", one.crc32);
    visit("md5", one.md5);
    visit("sha1", one.sha1);
    visit("serial", one.serial);
    visit("regions", one.regions);
    visit("languages", one.languages);
}

template <class V, Is<core::Dump> T>
void describe(V& visit, T& one) {
    visit("evidence", one.evidence);
    visit("match", one.is_match);
}

template <class V, Is<core::Id> T>
void describe(V& visit, T& one) {
    visit("scheme", one.scheme);
    visit("value", one.value);
}

template <class V, Is<core::Value> T>
void describe(V& visit, T& one) {
    visit("field", one.field);
    visit("text", one.text);
    visit("language", one.language);
    visit("region", one.region);
    visit("item", one.item);
    visit("rank", one.rank);
}

template <class V, Is<core::Param> T>
void describe(V& visit, T& one) {
    visit("name", one.name);
    visit("value", one.value);
    visit("unkeyed", one.unkeyed);
}

template <class V, Is<core::Request> T>
void describe(V& visit, T& one) {
    visit("method", one.method);
    visit("url", one.url);
    visit("tag", one.tag);
    visit("bucket", one.bucket);
    visit("ttl", one.cache_ttl_s);
    visit("covers", one.covers);
    visit("query", one.query);
    visit("headers", one.headers);
    visit("body_type", one.body_type);
    visit("body", one.body);
}

template <class V, Is<core::Media> T>
void describe(V& visit, T& one) {
    visit("kind", one.kind);
    visit("variant", one.variant);
    visit("request", one.request);
    visit("format", one.format);
    visit("region", one.region);
    visit("language", one.language);
    visit("crc32", one.crc32);
    visit("md5", one.md5);
    visit("sha1", one.sha1);
    visit("size", one.size);
    visit("width", one.width);
    visit("height", one.height);
    visit("rank", one.rank);
    visit("disc", one.disc);
}

template <class V, Is<core::Record> T>
void describe(V& visit, T& one) {
    visit("source", one.source);
    visit("id", one.source_id);
    visit("platform", one.native_platform);
    visit("matched_by", one.matched_by);
    visit("flags", one.flags);
    visit("values", one.values);
    visit("ids", one.ids);
    visit("dumps", one.dumps);
    visit("media", one.media);
    visit("fetched", one.fetched_unix_ms);
}

struct EvidenceList {
    std::vector<core::Evidence> items;
};

template <class V, Is<EvidenceList> T>
void describe(V& visit, T& one) {
    visit("items", one.items);
}

struct ParamList {
    std::vector<core::Param> items;
};

template <class V, Is<ParamList> T>
void describe(V& visit, T& one) {
    visit("items", one.items);
}

template <class T>
std::string text_of(const T& value) {
    Out out;
    out.object(value);
    return out.text();
}

template <class T>
Result<T> value_of(const std::string& text) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
    if (document.HasParseError() || !document.IsObject()) {
        return Error{Errc::malformed, "a row of the library's database is damaged"};
    }
    T value;
    const In in(document);
    describe(in, value);
    return value;
}

} // namespace

std::string to_text(const core::Record& record) {
    return text_of(record);
}

Result<core::Record> record_of(const std::string& text) {
    return value_of<core::Record>(text);
}

std::string to_text(const std::vector<core::Evidence>& evidence) {
    return text_of(EvidenceList{evidence});
}

Result<std::vector<core::Evidence>> evidence_of(const std::string& text) {
    CURATEUR_TRY(auto list, value_of<EvidenceList>(text));
    return std::move(list.items);
}

std::string to_text(const std::vector<core::Param>& params) {
    return text_of(ParamList{params});
}

Result<std::vector<core::Param>> params_of(const std::string& text) {
    CURATEUR_TRY(auto list, value_of<ParamList>(text));
    return std::move(list.items);
}

} // namespace curateur::store
