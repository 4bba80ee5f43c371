#include "identify/work.hpp"

#include "disc/product.hpp"
#include "playlist/playlist.hpp"

#include <algorithm>
#include <array>

namespace curateur::identify {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_deepest = 4; // a playlist, its disc's sheet, the track: three are enough

bool is_alpha(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

// "SLUS_203.12.Game.iso", "Game [SLUS-20312].iso": a code that stands alone.
std::string sony_serial_in(std::string_view name) {
    for (std::size_t at = 0; at + 9 <= name.size(); ++at) {
        if ((at > 0 && is_alpha(name[at - 1])) || !is_alpha(name[at])) {
            continue;
        }
        for (const std::size_t length : {11U, 10U, 9U}) {
            const auto after = at + length;
            const bool ends = after >= name.size() || !(name[after] >= '0' && name[after] <= '9');
            if (after > name.size() || !ends) {
                continue;
            }
            auto serial = disc::sony_serial(name.substr(at, length));
            if (!serial.empty()) {
                return serial;
            }
        }
    }
    return {};
}

// "Game [0100000000010000][v0].nsp": Nintendo's title id, which no other bracket looks like.
std::string switch_id_in(std::string_view name) {
    for (auto at = name.find('['); at != std::string_view::npos; at = name.find('[', at + 1)) {
        const auto inside = name.substr(at + 1, 16);
        if (inside.size() == 16 && name.substr(at + 17, 1) == "]" &&
            std::all_of(inside.begin(), inside.end(), is_hex)) {
            return lower(inside);
        }
    }
    return {};
}

std::string serial_in_name(std::string_view platform, std::string_view name) {
    static constexpr std::array<std::string_view, 5> k_sony{"psx", "ps2", "ps3", "psp", "psvita"};
    if (std::find(k_sony.begin(), k_sony.end(), platform) != k_sony.end()) {
        return sony_serial_in(name);
    }
    return platform == "switch" ? switch_id_in(name) : std::string();
}

} // namespace

bool Work::is_told() const {
    return std::any_of(out.evidence.begin(), out.evidence.end(), [](const Evidence& one) {
        return !one.crc32.empty() || !one.md5.empty() || !one.sha1.empty() || !one.serial.empty();
    });
}

bool Work::may_digest(std::uint64_t size) const {
    return size > 0 && (options.digest_limit == 0 || size <= options.digest_limit);
}

bool Work::shall_digest(std::uint64_t size) const {
    return may_digest(size) && (all || size <= options.ask_first_above);
}

void Work::leave(std::uint64_t size, More more) {
    if (may_digest(size)) {
        out.more = more;
    } else if (size > 0) {
        rule("its " + std::to_string(size) + " bytes are more than the limit for digests");
    }
}

std::string lower_extension(std::string_view name) {
    return lower(name.substr(stem_of(name).size()));
}

std::string_view stem_of(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == 0 ? name : name.substr(0, dot);
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) {
        text += (text.empty() ? "" : ",") + part;
    }
    return text;
}

Evidence named(const Work& work, const std::string& name) {
    const auto tags = tags::parse(stem_of(name));
    Evidence evidence;
    evidence.name = name;
    evidence.disc = tags.disc;
    evidence.regions = joined(tags.regions);
    evidence.languages = joined(tags.languages);
    evidence.serial = serial_in_name(work.platform, name);
    return evidence;
}

Evidence named(const Work& work, const std::string& name, Of of, std::uint64_t size) {
    auto evidence = named(work, name);
    evidence.of = of;
    evidence.size = size;
    return evidence;
}

bool is_fatal(const Error& error) {
    return error.code == Errc::cancelled || error.code == Errc::io;
}

void add_digests(Evidence& evidence, const hash::Digests& digests) {
    evidence.size = digests.size;
    evidence.crc32 = digests.crc32;
    evidence.md5 = digests.md5;
    evidence.sha1 = digests.sha1;
}

void add_forms(Work& work, const Evidence& base, Of whole, Of part, const hash::Forms& forms) {
    const auto add = [&](Of of, const hash::Digests& digests) {
        auto evidence = base;
        evidence.of = of;
        add_digests(evidence, digests);
        if (forms.header && evidence.serial.empty()) {
            evidence.serial = forms.header->serial;
        }
        if (forms.header && evidence.regions.empty()) {
            evidence.regions = forms.header->regions;
        }
        work.out.evidence.push_back(std::move(evidence));
    };
    if (forms.payload) {
        add(part, *forms.payload);
        work.rule("digests of its payload: " + std::string(forms.rule.rule));
    }
    add(whole, forms.file);
    for (const auto& filled : forms.filled) {
        add(Of::payload, filled);
    }
    if (!forms.filled.empty()) {
        work.rule("it looks trimmed: digests filled up to the chip's " +
                  std::to_string(forms.filled.front().size) + " bytes, too");
    }
}

std::optional<Target> follow(Work& work, const Target& from, const std::string& spelled) {
    const auto key = playlist::resolve(spelled, from.key);
    if (key.empty()) {
        work.note(from.key + " names " + spelled.substr(0, k_longest_shown) +
                  ", which lies outside the system's folder: not followed");
        return std::nullopt;
    }
    return reach(work, from, key, spelled);
}

std::optional<Target>
reach(Work& work, const Target& from, const std::string& key, const std::string& spelled) {
    const auto refuse = [&](const std::string& why) {
        work.note(from.key + " names " + spelled.substr(0, k_longest_shown) + ", " + why);
        return std::nullopt;
    };
    if (std::find(work.visited.begin(), work.visited.end(), key) != work.visited.end() ||
        work.visited.size() >= k_deepest) {
        return refuse("which leads back to itself: not followed");
    }
    Target target{work.options.root / key, key, fs::path(key).filename().string()};
    std::error_code ignored;
    if (fs::exists(target.path, ignored)) {
        return target;
    }
    // Sheets made on Windows spell names in any case.
    const auto folder = fs::path(key).parent_path();
    for (fs::directory_iterator it(target.path.parent_path(), ignored), end; !ignored && it != end;
         it.increment(ignored)) {
        auto name = it->path().filename().string();
        if (lower(name) == lower(target.name)) {
            return Target{it->path(), (folder / name).string(), std::move(name)};
        }
    }
    return refuse("which is not there");
}

} // namespace curateur::identify
