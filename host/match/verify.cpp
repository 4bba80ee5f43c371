#include "match/verify.hpp"

#include "match/distance.hpp"

#include <algorithm>
#include <optional>

namespace curateur::match {
namespace {

enum class Agreement { unknown, same, other };

Agreement compare(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty())
        return Agreement::unknown;
    return a == b ? Agreement::same : Agreement::other;
}

// The strongest digest both sides know decides; CRC-32 only together with the size, since it is
// short.
bool same_bytes(const core::Evidence& ours, const core::Evidence& theirs) {
    for (const auto digest : {&core::Evidence::sha1, &core::Evidence::md5}) {
        const Agreement agreement = compare(ours.*digest, theirs.*digest);
        if (agreement != Agreement::unknown)
            return agreement == Agreement::same;
    }
    return compare(ours.crc32, theirs.crc32) == Agreement::same && ours.size &&
           ours.size == theirs.size;
}

bool same_serial(const core::Record& record, const Subject& subject) {
    return std::any_of(record.dumps.begin(), record.dumps.end(), [&](const core::Dump& dump) {
        return std::any_of(
            subject.evidence.begin(), subject.evidence.end(), [&](const core::Evidence& ours) {
                return compare(ours.serial, dump.evidence.serial) == Agreement::same;
            });
    });
}

bool same_size(const core::Record& record, const Subject& subject) {
    return std::any_of(record.dumps.begin(), record.dumps.end(), [&](const core::Dump& dump) {
        return dump.evidence.size &&
               std::any_of(subject.evidence.begin(), subject.evidence.end(), [&](const auto& ours) {
                   return ours.size == dump.evidence.size;
               });
    });
}

struct NearestName {
    Distance distance;
    std::string name;
};

std::optional<NearestName> nearest_name(const core::Record& record, const std::string& title) {
    std::optional<NearestName> best;
    for (const core::Value& value : record.values) {
        if (value.field != "name")
            continue;
        Distance distance = title_distance(title, value.text);
        if (!best || distance.value() < best->distance.value())
            best = NearestName{std::move(distance), value.text};
    }
    return best;
}

Verdict refused(std::string reason) {
    Verdict verdict;
    verdict.reason = std::move(reason);
    return verdict;
}

Verdict accepted(How how, std::string reason, std::string regions = {}) {
    Verdict verdict;
    verdict.accepted = true;
    verdict.how = how;
    verdict.reason = std::move(reason);
    verdict.regions = std::move(regions);
    return verdict;
}

Verdict verify_name(const core::Record& record, const Subject& subject, Level level) {
    const std::optional<NearestName> nearest = nearest_name(record, subject.title);
    if (!nearest)
        return refused("the answer has no name to compare with");
    const double distance = nearest->distance.value();
    const std::string compared =
        "\"" + nearest->name + "\", distance " + nearest->distance.explain();
    const bool searched = (record.matched_by & core::lookup_name) != 0;
    Verdict verdict;
    if (same_size(record, subject) && distance <= accept_distance(Level::strict))
        verdict = accepted(How::size,
                           "a known dump has exactly this size, and the name fits: " + compared);
    else if (distance <= accept_distance(level))
        verdict = accepted(searched ? How::search : How::name, "the name fits: " + compared);
    else
        verdict = refused("the answer is another game by its name: " + compared);
    verdict.distance = distance;
    return verdict;
}

} // namespace

double accept_distance(Level level) {
    switch (level) {
    case Level::strict:
        return 0.15;
    case Level::normal:
        return 0.30;
    case Level::lenient:
        return 0.50;
    case Level::disabled:
        break;
    }
    return 1e9;
}

std::string_view name_of(How how) {
    switch (how) {
    case How::hash:
        return "hash";
    case How::serial:
        return "serial";
    case How::size:
        return "size";
    case How::name:
        return "name";
    case How::search:
        return "search";
    case How::manual:
        return "manual";
    case How::none:
        break;
    }
    return "";
}

const core::Dump* verified_dump(const core::Record& record,
                                const std::vector<core::Evidence>& evidence) {
    for (const core::Evidence& ours : evidence) {
        const auto dump =
            std::find_if(record.dumps.begin(), record.dumps.end(), [&](const core::Dump& known) {
                return same_bytes(ours, known.evidence);
            });
        if (dump != record.dumps.end())
            return &*dump;
    }
    return nullptr;
}

std::string why_impossible(const core::Record& record, const Subject& subject) {
    if ((record.flags & core::record_not_a_game) != 0)
        return "the source says that this is not a game";
    const auto& natives = subject.native_platforms;
    const bool platform_fits =
        record.native_platform.empty() || natives.empty() ||
        std::find(natives.begin(), natives.end(), record.native_platform) != natives.end();
    return platform_fits ? ""
                         : "the answer is for another platform (the source's " +
                               record.native_platform + ", asked for " + natives.front() + ")";
}

std::optional<Verdict> verify_bytes(const core::Record& record, const Subject& subject) {
    if (const core::Dump* const dump = verified_dump(record, subject.evidence))
        return accepted(How::hash,
                        "a known dump has these very bytes: " + dump->evidence.name,
                        dump->evidence.regions);
    if (same_serial(record, subject))
        return accepted(How::serial, "a known dump has this serial");
    return std::nullopt;
}

Verdict verify(const core::Record& record, const Subject& subject, Level level) {
    if (subject.pinned)
        return accepted(How::manual, "pinned by the user");
    if (auto why = why_impossible(record, subject); !why.empty())
        return refused(std::move(why));
    if (auto verdict = verify_bytes(record, subject))
        return *std::move(verdict);
    return verify_name(record, subject, level);
}

} // namespace curateur::match
