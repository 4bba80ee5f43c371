#include "report/events.hpp"

namespace curateur::report {

std::string_view name_of(Status status) {
    switch (status) {
    case Status::scraped:
        return "scraped";
    case Status::unchanged:
        return "unchanged";
    case Status::not_found:
        return "not_found";
    case Status::failed:
        return "failed";
    case Status::skipped:
        return "skipped";
    case Status::deferred:
        return "deferred";
    case Status::needs_choice:
        return "needs_choice";
    }
    return "";
}

Counts& Counts::operator+=(const Counts& other) {
    total += other.total;
    for (std::size_t i = 0; i < k_statuses; ++i) {
        by_status[i] += other.by_status[i];
    }
    media_downloaded += other.media_downloaded;
    requests += other.requests;
    bytes += other.bytes;
    return *this;
}

std::string_view name_of(Medium::What what) {
    constexpr std::array<std::string_view, 6> k_names{
        "good", "poor", "bad", "missing", "changed", "unreadable"};
    return k_names.at(static_cast<std::size_t>(what));
}

std::string_view name_of(Moved::What what) {
    constexpr std::array<std::string_view, 4> k_names{"moved", "restored", "left", "failed"};
    return k_names.at(static_cast<std::size_t>(what));
}

} // namespace curateur::report
