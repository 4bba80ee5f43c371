#include "merge/resolve.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace curateur::merge {
namespace {

// Taken when neither the file nor the user says: a world release is nearest to everybody's; "own"
// is what a service keeps for itself, "fan" what its users made.
constexpr std::array<std::string_view, 6> k_common_regions{"wor", "us", "eu", "own", "jp", "fan"};

void add(std::vector<std::string>& order, std::string_view code) {
    if (!code.empty() && std::find(order.begin(), order.end(), code) == order.end()) {
        order.emplace_back(code);
    }
}

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const auto comma = list.find(',');
        add(parts, list.substr(0, comma));
        list = comma == std::string_view::npos ? "" : list.substr(comma + 1);
    }
    return parts;
}

// The place in the order; what is not said stands after what is listed and before what is not.
std::size_t place_of(std::string_view code, const std::vector<std::string>& order) {
    const auto found = std::find(order.begin(), order.end(), code);
    if (found != order.end()) {
        return static_cast<std::size_t>(found - order.begin());
    }
    return order.size() + (code.empty() ? 0 : 1);
}

struct Orders {
    std::vector<std::string> regions, languages;
};

// A text is worth most in a language the user reads, a title or a date in a region he plays.
bool is_regional(std::string_view field) {
    return field == "name" || field == "sort_name" || field == "release_date" ||
           field == "age_rating";
}

std::string why_of(const core::Value& value, const Orders& orders, std::size_t rivals) {
    if (rivals == 1) {
        return "only value";
    }
    const bool regional = is_regional(value.field);
    const std::string& code = regional ? value.region : value.language;
    const char* const what = regional ? "region" : "language";
    if (code.empty()) {
        return std::string("no ") + what + " said";
    }
    const auto place = place_of(code, regional ? orders.regions : orders.languages);
    const auto known = (regional ? orders.regions : orders.languages).size();
    return place < known ? std::string("first ") + what + " in order: " + code
                         : std::string("only other ") + what + "s: " + code;
}

// Smaller is better.
std::tuple<std::size_t, std::size_t, std::int32_t> place_of(const core::Value& value,
                                                            const Orders& orders) {
    const auto region = place_of(value.region, orders.regions);
    const auto language = place_of(value.language, orders.languages);
    return is_regional(value.field) ? std::tuple(region, language, value.rank)
                                    : std::tuple(language, region, value.rank);
}

// Best first.
void sort(std::vector<const core::Value*>& values, const Orders& orders) {
    std::stable_sort(values.begin(), values.end(), [&](const auto* left, const auto* right) {
        return place_of(*left, orders) < place_of(*right, orders);
    });
}

// Why a value stands behind a better one of the same item.
std::string why_not(const core::Value& value, const core::Value& best, const Orders& orders) {
    const auto worse = place_of(value, orders);
    const auto better = place_of(best, orders);
    const bool regional = is_regional(value.field);
    const auto said = [](const std::string& code, const char* what) {
        return code.empty() ? std::string("says no ") + what : what + (" " + code) + " comes later";
    };
    if (std::get<0>(worse) != std::get<0>(better)) {
        return regional ? said(value.region, "region") : said(value.language, "language");
    }
    if (std::get<1>(worse) != std::get<1>(better)) {
        return regional ? said(value.language, "language") : said(value.region, "region");
    }
    return value.rank != best.rank ? "the source ranks it lower" : "the source names it later";
}

void take(Game& game,
          const core::Record& record,
          const std::vector<const core::Value*>& rivals,
          const Orders& orders) {
    const core::Value& best = *rivals.front();
    game.values.push_back(
        {best, record.source, record.source_id, why_of(best, orders, rivals.size())});
}

// The values of each item, best first; of a field that is no list, those of all.
std::vector<std::vector<const core::Value*>> items_of(const core::Record& record,
                                                      std::string_view field,
                                                      const Orders& orders,
                                                      const Preferences& preferences) {
    std::vector<std::string> names;
    std::vector<std::vector<const core::Value*>> items;
    const bool is_list = preferences.is_list && preferences.is_list(field);
    std::size_t unnamed = 0;
    for (const auto& value : record.values) {
        if (value.field != field || value.text.empty()) {
            continue;
        }
        std::string item = is_list ? value.item : std::string();
        if (is_list && item.empty()) {
            item = "\x01" + std::to_string(unnamed++);
        }
        const auto at =
            static_cast<std::size_t>(std::find(names.begin(), names.end(), item) - names.begin());
        if (at == names.size()) {
            names.push_back(std::move(item));
            items.emplace_back();
        }
        items[at].push_back(&value);
    }
    for (auto& values : items) {
        sort(values, orders);
    }
    return items;
}

void take_field(Game& game,
                const core::Record& record,
                const std::string& field,
                const Orders& orders,
                const Preferences& preferences) {
    for (const auto& values : items_of(record, field, orders, preferences)) {
        take(game, record, values, orders);
    }
}

} // namespace

std::vector<std::string> region_order(std::string_view own, const Preferences& preferences) {
    std::vector<std::string> order;
    const auto mine = split(own);
    const auto add_all = [&](const std::vector<std::string>& codes) {
        for (const auto& code : codes) {
            add(order, code);
        }
    };
    if (preferences.rom_first) {
        add_all(mine);
    }
    add_all(preferences.regions);
    add_all(mine);
    if (preferences.parent_of) {
        const auto listed = order;
        for (const auto& code : listed) {
            add(order, preferences.parent_of(code));
        }
    }
    for (const auto code : k_common_regions) {
        add(order, code);
    }
    return order;
}

std::vector<std::string> language_order(const Preferences& preferences) {
    std::vector<std::string> order;
    for (const auto& code : preferences.languages) {
        add(order, code);
    }
    for (const auto& code : preferences.languages) {
        add(order, std::string_view(code).substr(0, code.find('-')));
    }
    add(order, "en");
    return order;
}

std::vector<Rival> rivals(const std::vector<const core::Record*>& records,
                          std::string_view field,
                          std::string_view own_regions,
                          const Preferences& preferences) {
    const Orders orders{region_order(own_regions, preferences), language_order(preferences)};
    std::vector<Rival> all;
    const core::Record* first = nullptr; // that has the field
    for (const auto* record : records) {
        for (const auto& values : items_of(*record, field, orders, preferences)) {
            first = first == nullptr ? record : first;
            for (const auto* value : values) {
                all.push_back({value,
                               record,
                               record != first ? first->source + " comes first"
                               : value == values.front()
                                   ? ""
                                   : why_not(*value, *values.front(), orders)});
            }
        }
    }
    return all;
}

Game resolve(const std::vector<const core::Record*>& records,
             std::string_view own_regions,
             const Preferences& preferences) {
    const Orders orders{region_order(own_regions, preferences), language_order(preferences)};
    Game game;
    std::set<std::string> done;
    for (const auto* record : records) {
        std::vector<std::string> fields;
        for (const auto& value : record->values) {
            if (!value.text.empty() && !done.contains(value.field)) {
                add(fields, value.field);
            }
        }
        for (const auto& field : fields) {
            take_field(game, *record, field, orders, preferences);
            done.insert(field);
        }
        for (const auto& id : record->ids) {
            if (std::find(game.ids.begin(), game.ids.end(), id) == game.ids.end()) {
                game.ids.push_back(id);
            }
        }
    }
    return game;
}

} // namespace curateur::merge
