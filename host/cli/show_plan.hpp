// The verb "plan": what a run would need, for people and for programs.
#pragma once

#include "pipeline/plan.hpp"

#include <string>

namespace curateur::cli {

// A table of systems and one of media, the account and its days, the space. What is estimated has a
// "~". wait: the run would wait for the service's next days by itself.
[[nodiscard]] std::string plan_text(const pipeline::Plan& plan, bool wait);

// One object on one line, docs/plan.md.
[[nodiscard]] std::string plan_json(const pipeline::Plan& plan);

} // namespace curateur::cli
