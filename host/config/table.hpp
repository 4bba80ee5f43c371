// Shared by the files that hold the rows of the settings table.
#pragma once

#include "config/schema.hpp"

#include <limits>

namespace curateur::config {

inline constexpr double k_any = std::numeric_limits<double>::infinity();

template <class T>
T whole(const Value& value) {
    return static_cast<T>(value.number);
}

// The choices of a row stand in the order of its enum.
template <class E>
E chosen(const Value& value) {
    return static_cast<E>(value.choice);
}

[[nodiscard]] std::span<const Setting> scraping_settings(); // library, paths, scraping
[[nodiscard]] std::span<const Setting> media_settings();
[[nodiscard]] std::span<const Setting> other_settings();

} // namespace curateur::config
