// The fields of an entry in one piece of memory: a library has a million of them, and most are
// never looked at.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::pipeline {

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
            put(field);
            put(value);
        }
    }

    [[nodiscard]] std::map<std::string, std::string> unpacked() const {
        std::map<std::string, std::string> fields;
        for (std::string_view left = bytes_; !left.empty();) {
            const auto field = take(left);
            fields.emplace_hint(fields.end(), field, take(left));
        }
        return fields;
    }

    [[nodiscard]] bool contains(std::string_view name) const { return find(name).has_value(); }

    // Until the fields are gone.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const {
        for (std::string_view left = bytes_; !left.empty();) {
            const bool is_it = take(left) == name;
            const auto value = take(left);
            if (is_it) {
                return value;
            }
        }
        return std::nullopt;
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

} // namespace curateur::pipeline
