#include "report/folder.hpp"

#include "platform/atomic_file.hpp"
#include "platform/digest.hpp"
#include "platform/file.hpp"
#include "report/pages.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <limits>

namespace curateur::report {
namespace fs = std::filesystem;

namespace {

// By its beginning; the mark is in the first lines of every page.
bool is_page(const fs::path& file) {
    const platform::Descriptor open(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, 512> head{};
    const auto got = open ? ::read(open.get(), head.data(), head.size()) : -1;
    return got > 0 &&
           std::string_view(head.data(), static_cast<std::size_t>(got)).find(k_report_mark) !=
               std::string_view::npos;
}

curateur::Status check_place(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(file, ignored)) || is_page(file)) {
        return ok();
    }
    return Error{Errc::invalid,
                 file.string() + ": was not made by \"curateur report\" and is left alone; name "
                                 "another folder for the report"};
}

} // namespace

Result<ReportFolder> ReportFolder::open(const fs::path& folder) {
    CURATEUR_CHECK(platform::make_directories(folder));
    std::error_code error;
    auto path = fs::canonical(folder, error);
    if (error) {
        return Error{Errc::io, folder.string() + ": cannot be opened: " + error.message()};
    }
    CURATEUR_CHECK(check_place(path / "index.html"));
    for (const auto& file : fs::directory_iterator(path, error)) {
        if (platform::is_leftover(file.path())) {
            std::error_code ignored;
            fs::remove(file.path(), ignored);
        }
    }
    return ReportFolder(std::move(path));
}

curateur::Status ReportFolder::put(const std::string& name, std::string_view html) {
    const auto file = path_ / name;
    CURATEUR_CHECK(check_place(file));
    std::optional<std::string> before;
    if (const auto old = platform::read_file(file, std::numeric_limits<std::uint64_t>::max())) {
        before = platform::sha256_of(*old);
    }
    CURATEUR_CHECK(platform::replace_file(file, html, before));
    written_.insert(name);
    return ok();
}

void ReportFolder::finish() {
    std::error_code error;
    for (const auto& file : fs::directory_iterator(path_, error)) {
        const auto name = file.path().filename().string();
        if (name.starts_with("system-") && name.ends_with(".html") && !written_.contains(name) &&
            is_page(file.path())) {
            std::error_code ignored;
            fs::remove(file.path(), ignored);
        }
    }
}

} // namespace curateur::report
