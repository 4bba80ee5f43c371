// What the host knows, in the shape of the ABI: borrowed from the values it was made of, which must
// outlive it.
#pragma once

#include "core/model.hpp"
#include "plugin/call.hpp"

#include <vector>

namespace curateur::plugin {

// A NULL-terminated table of rows; valid for as long as it lives where it is.
template <class Row>
class BorrowedRows {
public:
    template <class Values, class ToRow>
    BorrowedRows(const Values& values, ToRow to_row) {
        rows_.reserve(values.size());
        for (const auto& value : values) {
            rows_.push_back(to_row(value));
        }
        for (const auto& row : rows_) {
            pointers_.push_back(&row);
        }
        pointers_.push_back(nullptr);
    }

    BorrowedRows(const BorrowedRows&) = delete;
    BorrowedRows& operator=(const BorrowedRows&) = delete;

    [[nodiscard]] const Row* const* raw() const { return pointers_.data(); }

private:
    std::vector<Row> rows_;
    std::vector<const Row*> pointers_;
};

[[nodiscard]] inline cur_evidence borrowed(const core::Evidence& one) {
    return {sizeof(cur_evidence),
            static_cast<std::uint32_t>(one.of),
            one.disc,
            one.size.value_or(CUR_SIZE_UNKNOWN),
            borrowed(one.name),
            borrowed(one.crc32),
            borrowed(one.md5),
            borrowed(one.sha1),
            borrowed(one.serial),
            borrowed(one.regions),
            borrowed(one.languages)};
}

[[nodiscard]] inline cur_id borrowed(const core::Id& one) {
    return {sizeof(cur_id), borrowed(one.scheme), borrowed(one.value)};
}

class BorrowedEvidence : public BorrowedRows<cur_evidence> {
public:
    explicit BorrowedEvidence(const std::vector<core::Evidence>& evidence)
        : BorrowedRows(evidence, [](const auto& one) { return borrowed(one); }) {}
};

class BorrowedIds : public BorrowedRows<cur_id> {
public:
    explicit BorrowedIds(const std::vector<core::Id>& ids)
        : BorrowedRows(ids, [](const auto& one) { return borrowed(one); }) {}
};

} // namespace curateur::plugin
