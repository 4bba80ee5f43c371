#include "cli/show_identified.hpp"

#include "cli/evidence_words.hpp"
#include "core/text.hpp"
#include "report/json_object.hpp"
#include "tags/tags.hpp"

#include <algorithm>
#include <array>

namespace curateur::cli {

namespace {

tags::Tags tags_of(const Inspected& one) {
    const auto dot = one.file_name.rfind('.');
    return tags::parse(dot == 0 ? one.file_name : one.file_name.substr(0, dot));
}

// "  title        Super Game"
class Lines {
public:
    void add(std::string_view label, std::string_view text) {
        if (!text.empty()) {
            std::string head = "  " + std::string(label);
            head.resize(std::max<std::size_t>(head.size() + 1, 14), ' ');
            out_ += head + core::printable(text) + "\n";
        }
    }

    [[nodiscard]] const std::string& text() const { return out_; }

private:
    std::string out_;
};

void add_evidence(Lines& lines, const core::Evidence& evidence) {
    auto of = std::string(name_of(evidence.of));
    std::replace(of.begin(), of.end(), '_', ' ');
    lines.add(of,
              evidence.name +
                  (evidence.size ? ", " + std::to_string(*evidence.size) + " bytes" : ""));
    for (const auto& [label, value] : {std::pair("  crc32", &evidence.crc32),
                                       {"  md5", &evidence.md5},
                                       {"  sha1", &evidence.sha1},
                                       {"  code", &evidence.serial},
                                       {"  regions", &evidence.regions},
                                       {"  languages", &evidence.languages}}) {
        lines.add(label, *value);
    }
    lines.add("  disc", evidence.disc == 0 ? "" : std::to_string(evidence.disc));
}

void put_tags(report::JsonObject& json, const tags::Tags& tags) {
    json.text("title", tags.title);
    json.list("regions", tags.regions);
    json.list("languages", tags.languages);
    json.number("disc", tags.disc);
    json.text("revision", tags.revision);
    json.list("tags", tags.status);
    json.list("other_tags", tags.others);
}

} // namespace

std::string_view name_of(Finding finding) {
    constexpr std::array<std::string_view, 4> k_names{
        "identified", "name_only", "skipped", "failed"};
    return k_names.at(static_cast<std::size_t>(finding));
}

Finding finding_of(const pipeline::Identified& identified) {
    const bool is_known = std::any_of(
        identified.evidence.begin(), identified.evidence.end(), [](const core::Evidence& one) {
            return !one.crc32.empty() || !one.md5.empty() || !one.sha1.empty() ||
                   !one.serial.empty();
        });
    return is_known || identified.form == core::Form::set ? Finding::identified
                                                          : Finding::name_only;
}

void Totals::add(const Inspected& one) {
    ++files;
    identified += one.finding == Finding::identified ? 1 : 0;
    name_only += one.finding == Finding::name_only ? 1 : 0;
    skipped += one.finding == Finding::skipped ? 1 : 0;
    failed += one.finding == Finding::failed ? 1 : 0;
    bytes_read += one.identified.bytes_read;
}

std::string text_of(const Inspected& one) {
    auto text = core::printable(one.path) + ": " +
                (one.finding == Finding::name_only ? "known by name and size only"
                                                   : std::string(name_of(one.finding))) +
                (one.reason.empty() ? "" : ": " + core::printable(one.reason)) + "\n";
    Lines lines;
    lines.add("system",
              one.system.empty() ? "not known"
                                 : one.system + " (by " + one.system_by + ")" +
                                       (one.platform == one.system || one.platform.empty()
                                            ? ""
                                            : ", platform " + one.platform));
    const auto tags = tags_of(one);
    lines.add("title", tags.title);
    lines.add("regions", core::comma_list(tags.regions));
    lines.add("languages", core::comma_list(tags.languages));
    lines.add("disc", tags.disc == 0 ? "" : std::to_string(tags.disc));
    lines.add("revision", tags.revision);
    lines.add("tags", core::comma_list(tags.status));
    lines.add("other tags", core::comma_list(tags.others));
    if (one.finding == Finding::skipped || one.finding == Finding::failed) {
        return text + lines.text();
    }
    lines.add("form", name_of(one.identified.form));
    for (const auto& evidence : one.identified.evidence) {
        add_evidence(lines, evidence);
    }
    for (const auto& rule : one.identified.rules) {
        lines.add("because", rule);
    }
    for (const auto& note : one.identified.notes) {
        lines.add("note", note);
    }
    lines.add("read",
              std::to_string(one.identified.bytes_read) + " bytes" +
                  (one.identified.bytes_unpacked == 0
                       ? ""
                       : ", unpacked " + std::to_string(one.identified.bytes_unpacked)));
    return text + lines.text();
}

std::string text_of(const Totals& totals) {
    return std::to_string(totals.files) + " files: " + std::to_string(totals.identified) +
           " identified, " + std::to_string(totals.name_only) + " by name and size only, " +
           std::to_string(totals.skipped) + " skipped, " + std::to_string(totals.failed) +
           " failed; " + std::to_string(totals.bytes_read) + " bytes read\n";
}

std::string json_of(const Inspected& one) {
    report::JsonObject json("identify");
    json.text("path", one.path);
    json.text("status", name_of(one.finding));
    json.text("reason", one.reason);
    json.text("system", one.system);
    json.text("system_by", one.system_by);
    json.text("platform", one.platform);
    put_tags(json, tags_of(one));
    json.text("form", one.identified.evidence.empty() ? "" : name_of(one.identified.form));
    json.objects("evidence", one.identified.evidence, [&](const auto& evidence) {
        put_evidence(json, evidence);
    });
    json.list("rules", one.identified.rules);
    json.list("notes", one.identified.notes);
    json.number("bytes_read", one.identified.bytes_read);
    json.number("bytes_unpacked", one.identified.bytes_unpacked);
    return json.line();
}

std::string json_of(const Totals& totals, int exit_status) {
    report::JsonObject json("identify_end");
    json.number("files", totals.files);
    json.number("identified", totals.identified);
    json.number("name_only", totals.name_only);
    json.number("skipped", totals.skipped);
    json.number("failed", totals.failed);
    json.number("bytes_read", totals.bytes_read);
    json.number("exit_status", static_cast<std::uint64_t>(exit_status));
    return json.line();
}

} // namespace curateur::cli
