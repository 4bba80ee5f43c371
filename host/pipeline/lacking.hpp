// What an entry lacks.
#pragma once

#include "pipeline/item.hpp"

#include <set>

namespace curateur::pipeline {

// What an output may show and does not have, and the source may know: fields and kinds of media.
// is_lacking: one is enough. library: nullptr when there is none yet.
[[nodiscard]] std::vector<std::string>
lacking(const Item& item, const SourceFacts& facts, const store::Library* library);
[[nodiscard]] bool
is_lacking(const Item& item, const SourceFacts& facts, const store::Library* library);

// The output does not list it, or shows one of the fields and has no value for it, which neither
// the user nor overrides.yaml wants so. library: nullptr when there is none yet.
[[nodiscard]] bool lacks_fields(const Item& item,
                                const OutputState& output,
                                const std::set<std::string>& fields,
                                const store::Library* library);

} // namespace curateur::pipeline
