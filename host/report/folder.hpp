// The folder that a report lies in: only what a report made is ever replaced or removed there.
#pragma once

#include <curateur/support/result.hpp>

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace curateur::report {

class ReportFolder {
public:
    // Makes it. Errc::invalid when its index.html is somebody else's.
    [[nodiscard]] static Result<ReportFolder> open(const std::filesystem::path& folder);

    // Atomic. Errc::invalid when the file that is there is no page of a report; it is left alone.
    [[nodiscard]] curateur::Status put(const std::string& name, std::string_view html);

    // Removes the pages of an earlier report that this one does not have.
    void finish();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; } // canonical

private:
    explicit ReportFolder(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
    std::set<std::string> written_;
};

} // namespace curateur::report
