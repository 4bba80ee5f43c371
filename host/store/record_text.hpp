// A record as the text that the database keeps. Private to the box.
#pragma once

#include "core/model.hpp"

#include <curateur/support/result.hpp>

namespace curateur::store {

[[nodiscard]] std::string to_text(const core::Record& record);
[[nodiscard]] Result<core::Record> record_of(const std::string& text);
[[nodiscard]] std::string to_text(const std::vector<core::Evidence>& evidence);
[[nodiscard]] Result<std::vector<core::Evidence>> evidence_of(const std::string& text);
[[nodiscard]] std::string to_text(const std::vector<core::Param>& params);
[[nodiscard]] Result<std::vector<core::Param>> params_of(const std::string& text);

} // namespace curateur::store
