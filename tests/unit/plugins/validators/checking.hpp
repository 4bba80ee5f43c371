// A validator as the host calls it, over bytes that a test made.
#pragma once

#include "plugin/loader.hpp"
#include "plugin/validator_instance.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace curateur::test {

inline constexpr std::uint32_t k_good = CUR_VERDICT_GOOD;
inline constexpr std::uint32_t k_bad = CUR_VERDICT_BAD;
inline constexpr std::uint32_t k_poor = CUR_VERDICT_POOR;
inline constexpr std::uint32_t k_unknown = CUR_VERDICT_UNKNOWN;

class Checking : public ::testing::Test {
protected:
    explicit Checking(const char* id) {
        loader_.load_from({PLUGIN_DIR});
        validator_ = std::make_unique<plugin::ValidatorInstance>(*plugin::ValidatorInstance::create(
            **loader_.find(plugin::Kind::validator, id), {}, {}));
    }

    plugin::Finding check(const std::string& bytes, bool strict = false) {
        return *validator_->check({"", "", folder_.write("file", bytes), strict});
    }

    // The lengths, up to `whole`, at which the file was cut and not found to be: none, if all is
    // well.
    std::vector<std::size_t> missed_cuts(const std::string& bytes, std::size_t whole) {
        std::vector<std::size_t> missed;
        const auto file = folder_.write("file", bytes);
        for (std::size_t length = whole; length-- > 0;) {
            std::filesystem::resize_file(file, length);
            const auto verdict = validator_->check({"", "", file, false})->verdict;
            if (verdict == k_good || verdict == k_poor) {
                missed.push_back(length);
            }
        }
        return missed;
    }

    std::vector<std::size_t> missed_cuts(const std::string& bytes) {
        return missed_cuts(bytes, bytes.size());
    }

    TempFolder folder_;
    plugin::Loader loader_;
    std::unique_ptr<plugin::ValidatorInstance> validator_;
};

} // namespace curateur::test
