#include "plugin/crashes.hpp"

#include "platform/atomic_file.hpp"
#include "platform/digest.hpp"
#include "platform/file.hpp"

#include <charconv>

namespace curateur::plugin {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t k_largest_file = 1U << 20U; // 30 days of crashes are a few lines

// A tab, a line feed and a backslash would end or change a column.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '\t':
            out += "\\t";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\\':
            out += "\\\\";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
            out += text[i] == 't' ? '\t' : text[i] == 'n' ? '\n' : text[i];
        } else {
            out += text[i];
        }
    }
    return out;
}

// What stands before the next separator; text: what is behind it.
std::string_view cut(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return piece;
}

template <class T>
bool number(std::string_view text, T& out) {
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, out);
    return read.ec == std::errc() && read.ptr == end;
}

std::string at(std::string_view entry) {
    return entry.empty() ? "" : " at \"" + std::string(entry) + "\"";
}

} // namespace

Result<std::unique_ptr<Crashes>> Crashes::open(const fs::path& directory,
                                               const platform::Clock& clock) {
    CURATEUR_TRY(auto crumbs, Crumbs::open(directory / "crumbs", clock));
    std::unique_ptr<Crashes> made(new Crashes(directory / "crashes.tsv", std::move(crumbs), clock));
    std::optional<std::string> sha256;
    if (const auto text = platform::read_file(made->file_, k_largest_file)) {
        sha256 = platform::sha256_of(*text);
        made->read(*text);
    } else if (text.error().code != Errc::not_found) {
        return Error(text.error());
    }
    if (made->crumbs_->left_behind().empty()) {
        return made;
    }
    for (const auto& crumb : made->crumbs_->left_behind()) {
        made->strike(crumb);
    }
    CURATEUR_CHECK(platform::replace_file(made->file_, made->written(), sha256));
    made->crumbs_->forget_left_behind();
    return made;
}

// A line that is not ours is left out: this memory is a help, not a document.
void Crashes::read(std::string_view text) {
    const auto now = clock_.unix_ms();
    while (!text.empty()) {
        auto line = cut(text, '\n');
        const auto component = cut(line, '\t');
        const auto entry = cut(line, '\t');
        const auto count = cut(line, '\t');
        Strikes strikes;
        if (!component.empty() && number(count, strikes.count) &&
            number(line, strikes.last_unix_ms) &&
            now - strikes.last_unix_ms < k_forgotten_after_ms) {
            strikes_.insert_or_assign(Key(unescaped(component), unescaped(entry)), strikes);
        }
    }
}

std::string Crashes::written() const {
    std::string text;
    for (const auto& [key, strikes] : strikes_) {
        text += escaped(key.first) + "\t" + escaped(key.second) + "\t" +
                std::to_string(strikes.count) + "\t" + std::to_string(strikes.last_unix_ms) + "\n";
    }
    return text;
}

void Crashes::strike(const Crumb& crumb) {
    auto& strikes = strikes_[Key(crumb.component, crumb.entry)];
    // The very same call: this program ended between counting it and forgetting the crumb.
    if (strikes.count == 0 || strikes.last_unix_ms != crumb.started_unix_ms) {
        ++strikes.count;
        strikes.last_unix_ms = crumb.started_unix_ms;
    }
    auto text = "the last run ended while " + crumb.component + " was in " + crumb.call + "()" +
                at(crumb.entry);
    if (const auto off = switched_off(crumb.component)) {
        text += "; " + *off;
    } else if (strikes.count >= k_most_strikes) {
        text += ", for the second time: it is not asked about that again (" + way_out() + ")";
    } else {
        text += ": it is tried once more";
    }
    told_.push_back(std::move(text));
}

std::string Crashes::way_out() const {
    return "delete " + file_.string() + " to try it again";
}

std::size_t Crashes::entries_of(std::string_view component) const {
    std::size_t count = 0;
    for (const auto& [key, strikes] : strikes_) {
        count += key.first == component && !key.second.empty() ? 1U : 0U;
    }
    return count;
}

std::optional<std::string> Crashes::switched_off(std::string_view component) const {
    if (strikes_.empty()) {
        return std::nullopt;
    }
    const auto made = strikes_.find(Key(component, ""));
    const auto entries = entries_of(component);
    if (entries < k_most_entries &&
        (made == strikes_.end() || made->second.count < k_most_strikes)) {
        return std::nullopt;
    }
    return std::string(component) + " is switched off, because it ended curateur " +
           (entries >= k_most_entries ? "at " + std::to_string(entries) + " entries"
                                      : "twice at no entry in particular") +
           " (update it, or " + way_out() + ")";
}

std::optional<std::string> Crashes::quarantined(std::string_view component,
                                                std::string_view entry) const {
    if (strikes_.empty()) {
        return std::nullopt;
    }
    if (auto off = switched_off(component)) {
        return off;
    }
    const auto found = strikes_.find(Key(component, Crumbs::fitting(entry)));
    if (found == strikes_.end() || found->second.count < k_most_strikes) {
        return std::nullopt;
    }
    return std::string(component) + " ended curateur twice" + at(entry) + " (" + way_out() + ")";
}

std::optional<Crumb> Crashes::hanging() const {
    auto longest = crumbs_->longest_call(clock_.steady_ms());
    return longest && longest->ms > k_longest_call_ms ? longest : std::nullopt;
}

} // namespace curateur::plugin
