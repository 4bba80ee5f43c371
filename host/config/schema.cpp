#include "config/table.hpp"

#include <algorithm>

namespace curateur::config {

namespace {

// "systems.*.platform" and "systems.snes.platform".
bool fits(std::string_view pattern, std::string_view key) {
    const auto star = pattern.find('*');
    if (star == std::string_view::npos) {
        return pattern == key;
    }
    const auto tail = pattern.substr(star + 1);
    return key.size() > star + tail.size() && key.substr(0, star) == pattern.substr(0, star) &&
           key.ends_with(tail) &&
           key.substr(star, key.size() - star - tail.size()).find('.') == std::string_view::npos;
}

} // namespace

std::span<const Setting> settings() {
    static const auto all = [] {
        std::vector<Setting> rows;
        for (const auto part : {scraping_settings(), media_settings(), other_settings()}) {
            rows.insert(rows.end(), part.begin(), part.end());
        }
        return rows;
    }();
    return all;
}

const Setting* find_setting(std::string_view key) {
    const auto all = settings();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Setting& one) {
        return fits(one.key, key) || (!one.also.empty() && one.also == key);
    });
    return found == all.end() ? nullptr : &*found;
}

bool is_section(std::string_view path) {
    const auto below = std::string(path) + ".";
    const auto all = settings();
    return std::any_of(all.begin(), all.end(), [&](const Setting& one) {
        const auto star = one.key.find('*');
        return one.key.starts_with(below) ||
               (star != std::string_view::npos && path.starts_with(one.key.substr(0, star)) &&
                path.substr(star).find('.') == std::string_view::npos);
    });
}

std::vector<std::string> names_below(std::string_view section) {
    const auto below = section.empty() ? std::string() : std::string(section) + ".";
    std::vector<std::string> names;
    for (const auto& one : settings()) {
        const auto star = one.key.find('*');
        auto key = std::string(one.key);
        if (star != std::string::npos && section.starts_with(key.substr(0, star))) {
            key = below + key.substr(star + 2);
        }
        if (!key.starts_with(below)) {
            continue;
        }
        auto name = key.substr(below.size());
        name = name.substr(0, name.find('.'));
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    return names;
}

std::string elsewhere(std::string_view name) {
    const auto tail = "." + std::string(name);
    for (const auto& one : settings()) {
        if (one.key.ends_with(tail)) {
            return std::string(one.key);
        }
    }
    return "";
}

Rule rule_of(const Setting& setting) {
    Rule rule;
    rule.type = setting.type;
    rule.words = setting.words;
    rule.choices = split(setting.choices, '|');
    rule.min = setting.min;
    rule.max = setting.max;
    rule.above_min = setting.above_min;
    rule.word = setting.word;
    rule.may_be_null = setting.may_be_null;
    return rule;
}

std::string environment_name(std::string_view key) {
    std::string name = "CURATEUR_";
    for (const char c : key) {
        if (c == '.') {
            name += "__";
        } else {
            name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return name;
}

} // namespace curateur::config
