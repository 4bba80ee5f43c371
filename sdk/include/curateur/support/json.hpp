// SPDX-License-Identifier: MIT
// JSON as services write it, over RapidJSON: iterative (hostile nesting costs no stack), and
// forgiving of what hand-made JSON gets wrong. C++17; source-stable, not part of the ABI. Needs
// RapidJSON's headers.
#pragma once

#include "result.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::json {

// A value in a Document that outlives it, or nothing. Reading what is not there yields nothing: a
// chain of look-ups needs no checks between.
class View {
public:
    View() = default;

    explicit View(const rapidjson::Value* value) : value_(value) {}

    explicit operator bool() const { return value_ != nullptr && !value_->IsNull(); }

    bool is_object() const { return value_ != nullptr && value_->IsObject(); }

    bool is_array() const { return value_ != nullptr && value_->IsArray(); }

    bool empty() const {
        return (is_object() && value_->ObjectEmpty()) || (is_array() && value_->Empty());
    }

    View operator[](std::string_view key) const {
        if (!is_object())
            return {};
        for (auto it = value_->MemberBegin(); it != value_->MemberEnd(); ++it)
            if (text_of(it->name) == key)
                return View(&it->value);
        return {};
    }

    // The text of a string, number or boolean; empty for the rest. Borrowed from the document for
    // strings.
    std::string text() const {
        if (value_ == nullptr)
            return {};
        if (value_->IsString())
            return std::string(text_of(*value_));
        if (value_->IsInt64())
            return std::to_string(value_->GetInt64());
        if (value_->IsUint64())
            return std::to_string(value_->GetUint64());
        if (value_->IsBool())
            return value_->GetBool() ? "true" : "false";
        if (value_->IsDouble())
            return std::to_string(value_->GetDouble());
        return {};
    }

    // A whole number that is not negative, written as a number or as a string of digits.
    std::optional<std::uint64_t> natural() const {
        const std::string digits = text();
        if (digits.empty() || digits.size() > 19)
            return std::nullopt;
        std::uint64_t value = 0;
        for (const char c : digits) {
            if (c < '0' || c > '9')
                return std::nullopt;
            value = value * 10 + static_cast<std::uint64_t>(c - '0');
        }
        return value;
    }

    // Calls f(View) for each element of an array, each value of an object of containers, or once
    // for any other object: some services write a list in all three ways.
    template <class F>
    void each(F&& f) const {
        if (is_array()) {
            for (auto it = value_->Begin(); it != value_->End(); ++it)
                f(View(&*it));
        } else if (is_object() && !value_->ObjectEmpty()) {
            const auto& first = value_->MemberBegin()->value;
            if (!first.IsObject() && !first.IsArray())
                return f(*this);
            for (auto it = value_->MemberBegin(); it != value_->MemberEnd(); ++it)
                f(View(&it->value));
        }
    }

private:
    static std::string_view text_of(const rapidjson::Value& value) {
        return {value.GetString(), value.GetStringLength()};
    }

    const rapidjson::Value* value_ = nullptr;
};

class Document {
public:
    View root() const { return View(document_.get()); }

private:
    friend Result<Document> parse(std::string_view text);
    std::unique_ptr<rapidjson::Document> document_ = std::make_unique<rapidjson::Document>();
};

// Makes JSON of what nearly is: a backslash that escapes nothing is doubled, a control character
// inside a string becomes an escape.
inline std::string repaired(std::string_view text) {
    static constexpr char k_hex[] = "0123456789abcdef";
    std::string out;
    out.reserve(text.size() + 16);
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto code = static_cast<unsigned char>(c);
        if (inside && c == '\\') {
            const char next = i + 1 < text.size() ? text[i + 1] : '\0';
            const auto digits = text.substr(i + 1 < text.size() ? i + 2 : text.size(), 4);
            const bool unicode =
                next == 'u' && digits.size() == 4 &&
                digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
            if (unicode || (next != '\0' &&
                            std::string_view("\"\\/bfnrt").find(next) != std::string_view::npos)) {
                out += c;
                out += next;
                ++i;
            } else {
                out += "\\\\";
            }
        } else if (inside && code < 0x20) {
            out += "\\u00";
            out += k_hex[code >> 4U];
            out += k_hex[code & 15U];
        } else {
            inside = c == '"' ? !inside : inside;
            out += c;
        }
    }
    return out;
}

// Trailing commas and a byte-order mark are accepted; what does not parse is repaired and read once
// more.
inline Result<Document> parse(std::string_view text) {
    constexpr unsigned k_flags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseTrailingCommasFlag;
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
        text.remove_prefix(3);
    Document read;
    read.document_->Parse<k_flags>(text.data(), text.size());
    if (read.document_->HasParseError()) {
        const std::string better = repaired(text);
        read.document_ = std::make_unique<rapidjson::Document>();
        read.document_->Parse<k_flags>(better.data(), better.size());
    }
    if (read.document_->HasParseError())
        return Error{Errc::malformed,
                     std::string("not JSON at byte ") +
                         std::to_string(read.document_->GetErrorOffset()) + ": " +
                         rapidjson::GetParseError_En(read.document_->GetParseError())};
    return read;
}

} // namespace curateur::json
