// The fields of an entry in one piece of memory: a library has a million of them, and most are
// never looked at. In a map each would take a hundred bytes more.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace curateur::core {

class PackedFields {
public:
    PackedFields() = default;

    explicit PackedFields(const std::map<std::string, std::string>& fields) {
        std::size_t size = 0;
        for (const auto& [field, value] : fields) {
            size += 2 * sizeof(std::uint32_t) + field.size() + value.size();
        }
        bytes_.reserve(size);
        for (const auto& [field, value] : fields) {
            append(field, value);
        }
    }

    // Sorted by field.
    PackedFields(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
        for (const auto& [field, value] : fields) {
            append(field, value);
        }
    }

    // field: behind all that are there already.
    void append(std::string_view field, std::string_view value) {
        put(field);
        put(value);
    }

    // Fields and their values, until the fields are gone.
    class Iterator {
    public:
        explicit Iterator(std::string_view left) : left_(left) {}

        std::pair<std::string_view, std::string_view> operator*() const {
            auto left = left_;
            const auto field = take(left);
            return {field, take(left)};
        }

        Iterator& operator++() {
            take(left_);
            take(left_);
            return *this;
        }

        bool operator==(const Iterator& other) const { return left_.size() == other.left_.size(); }

    private:
        std::string_view left_;
    };

    [[nodiscard]] Iterator begin() const { return Iterator(bytes_); }

    [[nodiscard]] static Iterator end() { return Iterator({}); }

    [[nodiscard]] std::map<std::string, std::string> unpacked() const {
        std::map<std::string, std::string> fields;
        for (const auto [field, value] : *this) {
            fields.emplace_hint(fields.end(), field, value);
        }
        return fields;
    }

    bool operator==(const PackedFields&) const = default;

    [[nodiscard]] bool contains(std::string_view name) const { return find(name).has_value(); }

    // The field of this name and its value, until the fields are gone.
    [[nodiscard]] std::optional<std::pair<std::string_view, std::string_view>>
    named(std::string_view name) const {
        for (const auto one : *this) {
            if (one.first == name) {
                return one;
            }
        }
        return std::nullopt;
    }

    // Its value, as long.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const {
        const auto found = named(name);
        return found ? std::optional(found->second) : std::nullopt;
    }

private:
    void put(std::string_view text) {
        const auto size = static_cast<std::uint32_t>(text.size()); // documents end at 1 GiB
        bytes_.append(reinterpret_cast<const char*>(&size), sizeof size);
        bytes_.append(text);
    }

    static std::string_view take(std::string_view& left) {
        std::uint32_t size = 0;
        left.copy(reinterpret_cast<char*>(&size), sizeof size);
        const auto text = left.substr(sizeof size, size);
        left.remove_prefix(sizeof size + size);
        return text;
    }

    std::string bytes_; // size, text, size, text ...
};

} // namespace curateur::core
