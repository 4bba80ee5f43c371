// Evidence, as programs read it; the same wherever it is told.
#pragma once

#include "core/model.hpp"
#include "report/json_object.hpp"

namespace curateur::cli {

[[nodiscard]] std::string_view name_of(core::Of of);     // "file", "disc_data"
[[nodiscard]] std::string_view name_of(core::Form form); // "rom", "disc"

// Its members: docs/identification.md.
void put_evidence(report::JsonObject& json, const core::Evidence& evidence);

} // namespace curateur::cli
