#include "simulator/json_reader.hpp"

#include <rapidjson/error/en.h>

#include <algorithm>

namespace curateur::simulator {
namespace {

std::string_view text_of(const Json& value) {
    return {value.GetString(), value.GetStringLength()};
}

Status take_text(const Json& json, std::string& text) {
    if (!json.IsString()) {
        return wrong("a text belongs here");
    }
    text = text_of(json);
    return ok();
}

} // namespace

Error wrong(const std::string& what) {
    return {Errc::invalid, what};
}

Result<rapidjson::Document> parse_json(const std::string& text) {
    constexpr unsigned k_flags = rapidjson::kParseIterativeFlag | rapidjson::kParseCommentsFlag |
                                 rapidjson::kParseTrailingCommasFlag;
    rapidjson::Document document;
    document.Parse<k_flags>(text.data(), text.size());
    if (document.HasParseError()) {
        const auto line =
            1 + std::count(text.begin(),
                           text.begin() + static_cast<std::ptrdiff_t>(document.GetErrorOffset()),
                           '\n');
        return Error{Errc::malformed,
                     "line " + std::to_string(line) + ": " +
                         rapidjson::GetParseError_En(document.GetParseError())};
    }
    return document;
}

Status read_object(const Json& value, const Members& members) {
    if (!value.IsObject()) {
        return wrong("an object belongs here");
    }
    for (auto it = value.MemberBegin(); it != value.MemberEnd(); ++it) {
        const auto name = text_of(it->name);
        const auto found = members.find(name);
        if (found == members.end()) {
            std::string known;
            for (const auto& [key, reader] : members) {
                known += (known.empty() ? "" : ", ") + key;
            }
            return wrong("what is \"" + std::string(name) + "\"? Known here: " + known);
        }
        if (auto read = found->second(it->value); !read) {
            return std::move(read).error().in(std::string(name));
        }
    }
    return ok();
}

Status read_list(const Json& value, const Member& item) {
    if (!value.IsArray()) {
        return item(value);
    }
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
        if (auto read = item(value[i]); !read) {
            return std::move(read).error().in("element " + std::to_string(i + 1));
        }
    }
    return ok();
}

Member into(std::string& text) {
    return [&text](const Json& json) {
        return take_text(json, text);
    };
}

Member into(bool& flag) {
    return [&flag](const Json& json) -> Status {
        if (!json.IsBool()) {
            return wrong("true or false belongs here");
        }
        flag = json.GetBool();
        return ok();
    };
}

Member into(int& number) {
    return [&number](const Json& json) -> Status {
        if (!json.IsInt()) {
            return wrong("a whole number belongs here");
        }
        number = json.GetInt();
        return ok();
    };
}

Member into(std::uint64_t& number) {
    return [&number](const Json& json) -> Status {
        if (!json.IsUint64()) {
            return wrong("a whole number that is not negative belongs here");
        }
        number = json.GetUint64();
        return ok();
    };
}

Member into(double& number) {
    return [&number](const Json& json) -> Status {
        if (!json.IsNumber()) {
            return wrong("a number belongs here");
        }
        number = json.GetDouble();
        return ok();
    };
}

Member into(std::vector<std::string>& texts) {
    return [&texts](const Json& json) {
        texts.clear();
        return read_list(json,
                         [&](const Json& item) { return take_text(item, texts.emplace_back()); });
    };
}

Member into(Pairs& pairs) {
    return [&pairs](const Json& json) -> Status {
        if (!json.IsObject()) {
            return wrong("an object of texts belongs here");
        }
        pairs.clear();
        for (auto it = json.MemberBegin(); it != json.MemberEnd(); ++it) {
            auto& [key, text] = pairs.emplace_back();
            key = text_of(it->name);
            if (auto read = take_text(it->value, text); !read) {
                return std::move(read).error().in(key);
            }
        }
        return ok();
    };
}

} // namespace curateur::simulator
