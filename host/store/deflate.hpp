// Large texts as they are kept. Private to the box.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct libdeflate_compressor;
struct libdeflate_decompressor;

namespace curateur::store {

// One thread at a time.
class Deflater {
public:
    Deflater();

    // The length, then a zlib stream.
    [[nodiscard]] std::string deflated(std::string_view text) const;

    // nullopt: these bytes did not come from deflated().
    [[nodiscard]] std::optional<std::string> inflated(std::string_view bytes) const;

private:
    struct Free {
        void operator()(libdeflate_compressor* raw) const;
        void operator()(libdeflate_decompressor* raw) const;
    };

    std::unique_ptr<libdeflate_compressor, Free> compressor_;
    std::unique_ptr<libdeflate_decompressor, Free> decompressor_;
};

} // namespace curateur::store
