// JSON that people write: objects whose every member must be known, with errors that say where.
#pragma once

#include <curateur/support/result.hpp>

#include <rapidjson/document.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curateur::simulator {

using Json = rapidjson::Value;

// Errc::malformed with the line.
[[nodiscard]] Result<rapidjson::Document> parse_json(const std::string& text);

[[nodiscard]] Error wrong(const std::string& what);

// Each takes one member's value; the error says what was expected.
using Member = std::function<Status(const Json&)>;
using Members = std::map<std::string, Member, std::less<>>;

// Hands every member to its reader; one without a reader is an error that lists those there are.
[[nodiscard]] Status read_object(const Json& value, const Members& members);

// Calls item for each element; a single value counts as a list of one.
[[nodiscard]] Status read_list(const Json& value, const Member& item);

using Pairs = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] Member into(std::string& text);
[[nodiscard]] Member into(bool& flag);
[[nodiscard]] Member into(int& number);
[[nodiscard]] Member into(std::uint64_t& number);
[[nodiscard]] Member into(double& number);
[[nodiscard]] Member into(std::vector<std::string>& texts);
[[nodiscard]] Member into(Pairs& pairs); // an object of texts, in its order

// The same, and null stands for T{}: the member was given.
template <class T>
Member into(std::optional<T>& value) {
    return [&value](const Json& json) -> Status {
        value.emplace();
        return json.IsNull() ? ok() : into(*value)(json);
    };
}

} // namespace curateur::simulator
