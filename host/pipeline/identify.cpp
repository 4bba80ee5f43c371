#include "pipeline/identify.hpp"

#include "identify/identify.hpp"

#include <algorithm>
#include <utility>

namespace curateur::pipeline {
namespace {

core::Evidence evidence_of(identify::Evidence&& found) {
    core::Evidence evidence;
    evidence.of = static_cast<core::Of>(found.of);
    evidence.disc = found.disc;
    evidence.size = found.size;
    evidence.name = std::move(found.name);
    evidence.crc32 = std::move(found.crc32);
    evidence.md5 = std::move(found.md5);
    evidence.sha1 = std::move(found.sha1);
    evidence.serial = std::move(found.serial);
    evidence.regions = std::move(found.regions);
    evidence.languages = std::move(found.languages);
    return evidence;
}

identify::Options options_of(const Scan& scan, const IdentifyRules& rules) {
    identify::Options options;
    options.root = scan.system.path;
    options.extensions = scan.system.extensions;
    options.digest_limit = rules.digest_size_limit;
    options.crc32_only = rules.hashes == CUR_HASH_CRC32;
    return options;
}

} // namespace

bool lacks_digests(const std::vector<core::Evidence>& evidence, std::uint32_t hashes) {
    return hashes != 0 && std::none_of(evidence.begin(), evidence.end(), [&](const auto& one) {
               return ((hashes & CUR_HASH_CRC32) != 0 && !one.crc32.empty()) ||
                      ((hashes & CUR_HASH_MD5) != 0 && !one.md5.empty()) ||
                      ((hashes & CUR_HASH_SHA1) != 0 && !one.sha1.empty());
           });
}

Result<Identified> identify_entry(const Scan& scan,
                                  const ScannedEntry& entry,
                                  const IdentifyRules& rules,
                                  const std::stop_token& stop) {
    const auto options = options_of(scan, rules);
    const auto path = scan.system.path / entry.key;
    auto found = rules.all_digests ? identify::digest(path, scan.platform, options, stop)
                                   : identify::identify(path, scan.platform, options, stop);
    std::uint64_t looked = 0; // at what is then read whole
    if (found && found->more == identify::More::advised && !rules.all_digests) {
        looked = found->bytes_read;
        found = identify::digest(path, scan.platform, options, stop);
    }
    if (!found) {
        return std::move(found).error();
    }
    Identified identified;
    for (auto& one : found->evidence) {
        identified.evidence.push_back(evidence_of(std::move(one)));
    }
    identified.notes = std::move(found->notes);
    identified.rules = std::move(found->rules);
    identified.form = static_cast<core::Form>(found->form);
    identified.bytes_read = found->bytes_read + looked;
    identified.bytes_unpacked = found->bytes_unpacked;
    identified.has_more =
        found->more != identify::More::nothing && lacks_digests(identified.evidence, rules.hashes);
    return identified;
}

void look_ahead(const Scan& scan, const ScannedEntry& entry, const IdentifyRules& rules) {
    if (!entry.is_directory) {
        identify::look_ahead(
            scan.system.path / entry.key, entry.size, scan.platform, options_of(scan, rules));
    }
}

} // namespace curateur::pipeline
