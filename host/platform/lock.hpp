// One process a library.
#pragma once

#include "platform/file.hpp"

namespace curateur::platform {

// Held until destroyed; the kernel gives it back when the process dies.
class LockFile {
public:
    // Errc::busy names the process that holds it.
    [[nodiscard]] static Result<LockFile> take(const std::filesystem::path& path);

private:
    explicit LockFile(Descriptor file) : file_(std::move(file)) {}

    Descriptor file_;
};

} // namespace curateur::platform
