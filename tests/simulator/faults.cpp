#include "simulator/faults.hpp"

#include "simulator/dice.hpp"
#include "simulator/messages.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace curateur::simulator {
namespace {

struct Named {
    std::string_view name;
    Fault fault;
};

constexpr std::array<Named, 37> k_faults = {{
    {"empty", Fault::empty},
    {"html", Fault::html},
    {"truncated", Fault::truncated},
    {"cut", Fault::cut},
    {"reset", Fault::reset},
    {"reset_midway", Fault::reset_midway},
    {"stall", Fault::stall},
    {"hang", Fault::hang},
    {"endless", Fault::endless},
    {"trailing_comma", Fault::trailing_comma},
    {"lone_backslash", Fault::lone_backslash},
    {"control_character", Fault::control_character},
    {"success_false", Fault::success_false},
    {"latin1", Fault::latin1},
    {"no_ssuser", Fault::no_ssuser},
    {"no_game", Fault::no_game},
    {"null_fields", Fault::null_fields},
    {"keyed_lists", Fault::keyed_lists},
    {"padded_search", Fault::padded_search},
    {"stale_counters", Fault::stale_counters},
    {"no_digests", Fault::no_digests},
    {"wrong_region", Fault::wrong_region},
    {"placeholder", Fault::placeholder},
    {"not_game", Fault::not_game},
    {"no_media", Fault::no_media},
    {"wrong_digest", Fault::wrong_digest},
    {"wrong_type", Fault::wrong_type},
    {"corrupt", Fault::corrupt},
    {"padded", Fault::padded},
    {"blank", Fault::blank},
    {"new_tag", Fault::new_tag},
    {"range_ignored", Fault::range_ignored},
    {"range_refused", Fault::range_refused},
    {"range_shifted", Fault::range_shifted},
    {"range_unmarked", Fault::range_unmarked},
    {"range_of_new", Fault::range_of_new},
    {"range_spoilt", Fault::range_spoilt},
}};

Status take_fault(const Json& json, Fault& fault) {
    std::string name;
    CURATEUR_CHECK(into(name)(json));
    const auto found = fault_of(name);
    if (!found) {
        std::string known;
        for (const Named& one : k_faults) {
            known += (known.empty() ? "" : ", ") + std::string(one.name);
        }
        return wrong("there is no fault \"" + name + "\"; there are " + known);
    }
    fault = *found;
    return ok();
}

Status take_message(const Json& json, std::string& say) {
    CURATEUR_CHECK(into(say)(json));
    if (message(say) != nullptr) {
        return ok();
    }
    std::string known;
    for (const Message& one : k_messages) {
        known += (known.empty() ? "" : ", ") + std::string(one.name);
    }
    return wrong("there is no message \"" + say + "\"; there are " + known);
}

Status take_file(const Json& json, std::string& bytes) {
    std::string path;
    CURATEUR_CHECK(into(path)(json));
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return wrong("there is no file \"" + path + "\"");
    }
    std::ostringstream all;
    all << file.rdbuf();
    bytes = all.str();
    return ok();
}

Status read_rule(const Json& json, FaultRule& rule) {
    return read_object(json,
                       {{"endpoint", into(rule.endpoint)},
                        {"game", into(rule.game)},
                        {"media", into(rule.media)},
                        {"after", into(rule.after)},
                        {"times", into(rule.times)},
                        {"chance", into(rule.chance)},
                        {"status", into(rule.status)},
                        {"say",
                         [&](const Json& value) {
                             return take_message(value, rule.say);
                         }},
                        {"body", into(rule.body)},
                        {"body_file",
                         [&](const Json& value) {
                             return take_file(value, rule.body);
                         }},
                        {"content_type", into(rule.content_type)},
                        {"fault",
                         [&](const Json& value) {
                             return take_fault(value, rule.fault);
                         }},
                        {"delay_ms", into(rule.delay_ms)},
                        {"bytes_per_second", into(rule.bytes_per_second)},
                        {"break_at", into(rule.break_at)}});
}

// {"box-2D": "truncated", "ss": {"status": 500, "times": 1}}
Status read_media_rules(const Json& json, std::uint64_t game, std::vector<FaultRule>& rules) {
    for (auto it = json.MemberBegin(); it != json.MemberEnd(); ++it) {
        FaultRule rule;
        rule.game = game;
        auto read =
            it->value.IsString() ? take_fault(it->value, rule.fault) : read_rule(it->value, rule);
        if (!read) {
            return std::move(read).error().in(it->name.GetString());
        }
        rule.media = it->name.GetString();
        rules.push_back(std::move(rule));
    }
    return ok();
}

bool fits(const FaultRule& rule, const Subject& subject) {
    const auto& page = rule.endpoint;
    if (!page.empty() && page != subject.endpoint && page != (subject.is_media ? "media" : "api")) {
        return false;
    }
    if (rule.game != 0 && rule.game != subject.game) {
        return false;
    }
    if (rule.media.empty()) {
        // A rule of a game alone is about the game, not about its pictures.
        return !subject.is_media || rule.game == 0 || !page.empty();
    }
    return subject.is_media &&
           (rule.media == subject.media ||
            rule.media == subject.media.substr(0, subject.media.find_first_of("([")));
}

} // namespace

std::optional<Fault> fault_of(std::string_view name) {
    const auto found = std::find_if(
        k_faults.begin(), k_faults.end(), [&](const Named& one) { return one.name == name; });
    return found == k_faults.end() ? std::nullopt : std::optional(found->fault);
}

std::string_view name_of(Fault fault) {
    const auto found = std::find_if(
        k_faults.begin(), k_faults.end(), [&](const Named& one) { return one.fault == fault; });
    return found == k_faults.end() ? std::string_view() : found->name;
}

Result<std::vector<FaultRule>> read_rules(const Json& json, std::uint64_t game) {
    std::vector<FaultRule> rules;
    const auto one = [&](const Json& item) -> Status {
        if (item.IsObject() && item.MemberCount() == 1 && item.HasMember("media") &&
            item["media"].IsObject()) {
            return read_media_rules(item["media"], game, rules);
        }
        rules.emplace_back().game = game;
        return read_rule(item, rules.back());
    };
    CURATEUR_CHECK(read_list(json, one));
    return rules;
}

void Faults::add(std::vector<FaultRule> rules) {
    const std::lock_guard lock(mutex_);
    for (FaultRule& rule : rules) {
        armed_.push_back({std::move(rule), 0});
    }
}

void Faults::clear() {
    const std::lock_guard lock(mutex_);
    armed_.clear();
}

std::optional<FaultRule> Faults::next(const Subject& subject) {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < armed_.size(); ++i) {
        Armed& armed = armed_[i];
        if (!fits(armed.rule, subject)) {
            continue;
        }
        const int turn = armed.met - armed.rule.after;
        if (armed.rule.times >= 0 && turn >= armed.rule.times) {
            continue; // used up
        }
        ++armed.met;
        Dice dice(seed_ + i, "fault " + std::to_string(armed.met));
        if (turn >= 0 && static_cast<double>(dice.below(10000)) < armed.rule.chance * 10000) {
            return armed.rule;
        }
    }
    return std::nullopt;
}

} // namespace curateur::simulator
