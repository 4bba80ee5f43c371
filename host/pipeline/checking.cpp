#include "pipeline/checking.hpp"

#include "platform/file.hpp"
#include "registry/registry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

namespace curateur::pipeline {
namespace {

constexpr std::size_t k_head = 64; // every magic of ours lies within

std::string head_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string head(k_head, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    return head;
}

// "": the bytes are those that the source announced.
std::string broken_promise(const core::Media& promised, const platform::Digests& digests) {
    if (promised.size && *promised.size != digests.size) {
        return "has " + std::to_string(digests.size) + " bytes, " + std::to_string(*promised.size) +
               " were promised";
    }
    const std::array<std::pair<const std::string&, const std::string&>, 3> pairs{
        {{promised.sha1, digests.sha1},
         {promised.md5, digests.md5},
         {promised.crc32, digests.crc32}}};
    for (const auto& [announced, found] : pairs) {
        if (!announced.empty()) {
            return announced == found ? ""
                                      : "is not the file that was promised (its digest differs)";
        }
    }
    return {};
}

std::uint32_t pixels(const plugin::Finding& finding, const char* fact) {
    const auto found = finding.numbers.find(fact);
    return found != finding.numbers.end() && found->second > 0
               ? static_cast<std::uint32_t>(found->second)
               : 0;
}

bool is_image(const std::string& kind) {
    const auto* const row = registry::find_media(kind);
    return row != nullptr && row->type == "image";
}

// Those that have no place of their own. A name or value that would not come back from the store as
// it went there is none.
void add_fact(Checked& checked, const std::string& name, const std::string& value) {
    const bool has_place = name == "format" || name == "width" || name == "height";
    if (!has_place && name.find_first_of("=\n") == std::string::npos &&
        value.find('\n') == std::string::npos) {
        checked.facts.insert_or_assign(name, value);
    }
}

void apply_finding(Checked& checked, const plugin::Finding& finding) {
    if (finding.verdict == CUR_VERDICT_BAD) {
        checked.verdict = Checked::Verdict::bad;
    } else if (finding.verdict == CUR_VERDICT_POOR) {
        checked.verdict = Checked::Verdict::poor;
    }
    checked.reason = finding.reason;
    if (const auto format = finding.texts.find("format"); format != finding.texts.end()) {
        checked.format = usual_format(format->second);
    }
    checked.width = pixels(finding, "width");
    checked.height = pixels(finding, "height");
    for (const auto& [name, value] : finding.texts) {
        add_fact(checked, name, value);
    }
    for (const auto& [name, value] : finding.numbers) {
        std::array<char, 32> text{};
        const auto end = std::to_chars(text.begin(), text.end(), value).ptr;
        add_fact(checked, name, std::string(text.begin(), end));
    }
}

// Of a file that begins as Matroska does: the element DocType (4282) says which of the two.
bool is_webm(std::string_view head) {
    using std::string_view_literals::operator""sv;
    return head.find("\x42\x82\x84webm"sv) != std::string_view::npos;
}

} // namespace

std::string usual_format(const std::string& format) {
    return format == "jpeg" ? "jpg" : format;
}

std::string format_of(std::string_view head) {
    struct Magic {
        std::size_t at;
        std::string_view bytes, format;
    };

    using std::string_view_literals::operator""sv;
    static constexpr std::array<Magic, 8> k_magics{{{0, "\x89PNG\r\n\x1A\n"sv, "png"},
                                                    {0, "\xFF\xD8\xFF"sv, "jpg"},
                                                    {0, "GIF8"sv, "gif"},
                                                    {8, "WEBP"sv, "webp"},
                                                    {4, "ftyp"sv, "mp4"},
                                                    {0, "\x1A\x45\xDF\xA3"sv, "mkv"},
                                                    {8, "AVI "sv, "avi"},
                                                    {0, "%PDF-"sv, "pdf"}}};
    for (const auto& magic : k_magics) {
        if (head.size() >= magic.at + magic.bytes.size() &&
            head.substr(magic.at, magic.bytes.size()) == magic.bytes) {
            return magic.format == "mkv" && is_webm(head) ? "webm" : std::string(magic.format);
        }
    }
    return {};
}

Checked Checker::check(const std::filesystem::path& file,
                       const core::Media& promised,
                       const platform::Digests& digests,
                       const std::string& about) {
    Checked checked;
    checked.reason = broken_promise(promised, digests);
    if (!checked.reason.empty()) {
        checked.verdict = Checked::Verdict::bad;
        checked.broke_promise = true;
        return checked;
    }
    return look(file, promised.kind, promised.format, setup_.config.media.validation, about);
}

Checked Checker::look(const std::filesystem::path& file,
                      const std::string& kind,
                      const std::string& format,
                      config::Validation level,
                      const std::string& about) {
    const plugin::Crumbs::About crumb(about);
    Checked checked;
    const auto found = format_of(head_of(file));
    checked.format = found.empty() ? usual_format(format) : found;
    if (level == config::Validation::disabled) {
        return checked;
    }
    auto set = take();
    const bool strict = level == config::Validation::strict;
    const auto finding = ask(*set, {kind, format, file, strict});
    give_back(std::move(set));
    if (finding) {
        apply_finding(checked, *finding);
    } else if (strict || found.empty()) {
        checked.verdict = Checked::Verdict::bad;
        checked.reason = "is nothing that a validator knows";
    }
    const auto least = setup_.config.media.image_min_dimension;
    if (checked.verdict != Checked::Verdict::bad && is_image(kind) && checked.width > 0 &&
        (checked.width < least || checked.height < least)) {
        checked.verdict = Checked::Verdict::bad;
        checked.reason = "has only " + std::to_string(checked.width) + " x " +
                         std::to_string(checked.height) + " pixels (media.image_min_dimension is " +
                         std::to_string(least) + ")";
    }
    return checked;
}

// The first validator that knows the file decides; nullopt: none does.
std::optional<plugin::Finding> Checker::ask(Set& set, const plugin::MediaFile& file) {
    for (auto& validator : set) {
        auto finding = validator.check(file);
        if (!finding) {
            setup_.log(config::LogLevel::warning, finding.error().message);
        } else if (finding->verdict != CUR_VERDICT_UNKNOWN) {
            return *std::move(finding);
        }
    }
    return std::nullopt;
}

std::unique_ptr<Checker::Set> Checker::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto set = std::move(idle_.back());
            idle_.pop_back();
            return set;
        }
    }
    auto set = std::make_unique<Set>();
    const auto log =
        [this](std::uint32_t level, const std::string& component, const std::string& message) {
            setup_.log(level_of(level), component + ": " + message);
        };
    for (const auto& validator : setup_.validators) {
        auto made = plugin::ValidatorInstance::create(
            *validator.component, validator.settings, log, setup_.crashes);
        if (made) {
            set->push_back(*std::move(made));
        } else {
            setup_.log(config::LogLevel::error, made.error().message);
        }
    }
    return set;
}

void Checker::give_back(std::unique_ptr<Set> set) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(set));
}

} // namespace curateur::pipeline
