// Is a download the medium it was promised to be, and whole?
#pragma once

#include "core/model.hpp"
#include "pipeline/setup.hpp"
#include "platform/digest.hpp"
#include "plugin/validator_instance.hpp"

#include <memory>
#include <mutex>

namespace curateur::pipeline {

struct Checked {
    enum class Verdict { good, poor, bad };
    Verdict verdict = Verdict::good;
    std::string reason; // why not good
    std::string format; // of the bytes: "png", "jpg", "mp4", "pdf"
    std::uint32_t width = 0, height = 0;
    std::map<std::string, std::string> facts; // the others: "duration_ms": "30000"
    bool broke_promise = false;               // other bytes than the source announced
    std::string original_sha1 = {};           // of what the source sent, if it was scaled
};

// The validators, one set a thread that needs one. Any thread.
class Checker {
public:
    explicit Checker(const Setup& setup) : setup_(setup) {}

    // Blocking. digests: of the file's bytes. about: "snes/Game.sfc", for messages.
    [[nodiscard]] Checked check(const std::filesystem::path& file,
                                const core::Media& promised,
                                const platform::Digests& digests,
                                const std::string& about);

    // The same without a promise. kind, format: what it should be; format may be empty.
    [[nodiscard]] Checked look(const std::filesystem::path& file,
                               const std::string& kind,
                               const std::string& format,
                               config::Validation level,
                               const std::string& about);

private:
    using Set = std::vector<plugin::ValidatorInstance>;

    [[nodiscard]] std::unique_ptr<Set> take();
    void give_back(std::unique_ptr<Set> set);
    [[nodiscard]] std::optional<plugin::Finding> ask(Set& set, const plugin::MediaFile& file);

    const Setup& setup_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Set>> idle_;
};

// By the first bytes of a file: "png", "jpg", "gif", "webp", "mp4", "mkv", "webm", "avi",
// "pdf"; "": none.
[[nodiscard]] std::string format_of(std::string_view head);

// "jpeg" is "jpg": as frontends spell it.
[[nodiscard]] std::string usual_format(const std::string& format);

} // namespace curateur::pipeline
