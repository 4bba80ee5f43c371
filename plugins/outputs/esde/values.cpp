#include "values.hpp"

#include "gamelist-xml/gamelist.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace curateur::esde {
namespace {

constexpr std::string_view k_no_date = "19700101T000000"; // ES-DE's "not set"

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<double> number_of(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(number)
               ? std::optional(number)
               : std::nullopt;
}

// "0.70" and "0.7" are one value.
std::string shortest(double number) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

bool is_flag(std::string_view field) {
    constexpr std::array<std::string_view, 8> k_flags{"favorite",
                                                      "completed",
                                                      "kidgame",
                                                      "hidden",
                                                      "broken",
                                                      "nogamecount",
                                                      "nomultiscrape",
                                                      "hidemetadata"};
    return std::find(k_flags.begin(), k_flags.end(), field) != k_flags.end();
}

bool may_be_unknown(std::string_view field) {
    constexpr std::array<std::string_view, 4> k_fields{
        "developer", "publisher", "genre", "players"};
    return std::find(k_fields.begin(), k_fields.end(), field) != k_fields.end();
}

} // namespace

std::optional<std::string> canonical(std::string_view field, std::string_view text) {
    if (text.empty() || (may_be_unknown(field) && text == "unknown")) {
        return std::nullopt;
    }
    if (is_flag(field)) {
        return text == "true" ? std::optional<std::string>("true") : std::nullopt;
    }
    if (field == "rating") {
        const auto number = number_of(text);
        if (!number) {
            return std::string(text);
        }
        return *number <= 0 ? std::nullopt : std::optional(shortest(*number));
    }
    if (field == "releasedate") {
        if (text == k_no_date || text == "not-a-date-time") {
            return std::nullopt;
        }
        // The time of the day is ignored by ES-DE.
        return is_digits(text.substr(0, 8)) && text.size() >= 8
                   ? std::string(text.substr(0, 8)) + "T000000"
                   : std::string(text);
    }
    if ((field == "playcount" || field == "lastplayed") && text == "0") {
        return std::nullopt;
    }
    return std::string(text);
}

std::optional<std::string> rating_of(std::string_view text) {
    const auto number = number_of(text);
    if (!number || *number <= 0) {
        return std::nullopt;
    }
    // A thousandth less, lest .7 that is .7000000001 becomes .8.
    const auto tenths = std::ceil(std::min(*number, 1.0) * 10 - 0.001);
    return shortest(std::max(tenths, 1.0) / 10);
}

std::optional<std::string> date_of(std::string_view iso) {
    const auto year = iso.substr(0, 4);
    if (year.size() != 4 || !is_digits(year)) {
        return std::nullopt;
    }
    const auto month = iso.size() >= 7 ? iso.substr(5, 2) : "01";
    const auto day = iso.size() >= 10 ? iso.substr(8, 2) : "01";
    if (!is_digits(month) || !is_digits(day)) {
        return std::nullopt;
    }
    const auto date = std::string(year) + std::string(month) + std::string(day) + "T000000";
    return date == k_no_date ? std::nullopt : std::optional(date);
}

} // namespace curateur::esde
