// Downloads that are larger than the user wants his pictures.
#pragma once

#include "pipeline/checking.hpp"

#include <mutex>

namespace curateur::pipeline {

class Scaling {
public:
    explicit Scaling(const config::Media& settings) : settings_(settings) {}

    // Blocking; any thread. Makes the picture in `file`, of which found and digests tell, fit
    // media.max_width and max_height: the file, and what is told of it, are changed together or not
    // at all. What needs no scaling, or is none of its formats, is ok(). After an error the file is
    // as it was; only Errc::no_space matters, the others are reasons to leave it as large as it is.
    [[nodiscard]] Status
    fit(const std::filesystem::path& file, Checked& found, platform::Digests& digests);

private:
    const config::Media& settings_;
    std::mutex large_; // one of them in memory at a time
};

} // namespace curateur::pipeline
