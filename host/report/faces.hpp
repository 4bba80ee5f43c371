// The faces without a screen: plain lines for pipes and logs, JSON lines for programs, and silence.
#pragma once

#include "report/events.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace curateur::report {

// Gets whole lines with their '\n'. Called from the reporter's thread.
using Sink = std::function<void(std::string_view)>;

// System banner, "  ✓ [1/15] Name - 2 media files", summaries. warn gets the warnings.
[[nodiscard]] std::unique_ptr<Reporter> make_plain(Sink out, Sink warn);

// Only warnings and the final summary's failures.
[[nodiscard]] std::unique_ptr<Reporter> make_quiet(Sink warn);

// One JSON object a line, the schema of docs/running.md.
[[nodiscard]] std::unique_ptr<Reporter> make_json(Sink out);

// "2m 34s", "1h 0m 5s", "5s".
[[nodiscard]] std::string duration_text(double seconds);

} // namespace curateur::report
