// JSON as the program writes it: one object, its members in the order in which they are put. What
// is no UTF-8 is replaced, so every line can be read.
#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::report {

class JsonObject {
public:
    JsonObject() { writer_.StartObject(); }

    explicit JsonObject(std::string_view event) : JsonObject() { text("event", event); }

    JsonObject& text(std::string_view key, std::string_view value) {
        name(key);
        return string(value);
    }

    JsonObject& number(std::string_view key, std::uint64_t value) {
        name(key);
        writer_.Uint64(value);
        return *this;
    }

    JsonObject& flag(std::string_view key, bool value) {
        name(key);
        writer_.Bool(value);
        return *this;
    }

    // To the thousandth.
    JsonObject& decimal(std::string_view key, double value) {
        name(key);
        writer_.SetMaxDecimalPlaces(3);
        writer_.Double(value);
        return *this;
    }

    JsonObject& list(std::string_view key, const std::vector<std::string>& values) {
        name(key);
        writer_.StartArray();
        for (const auto& value : values) {
            string(value);
        }
        writer_.EndArray();
        return *this;
    }

    // A member that is an object: fill() puts its members, here.
    template <class Fill>
    JsonObject& object(std::string_view key, Fill&& fill) {
        name(key);
        writer_.StartObject();
        fill();
        writer_.EndObject();
        return *this;
    }

    // A member that is a list of objects: put(item) puts the members of one.
    template <class Items, class Put>
    JsonObject& objects(std::string_view key, const Items& items, Put&& put) {
        name(key);
        writer_.StartArray();
        for (const auto& item : items) {
            writer_.StartObject();
            put(item);
            writer_.EndObject();
        }
        writer_.EndArray();
        return *this;
    }

    // All of it, as a line; once.
    [[nodiscard]] std::string line();

private:
    JsonObject& string(std::string_view value);

    void name(std::string_view key) {
        writer_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    }

    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

} // namespace curateur::report
