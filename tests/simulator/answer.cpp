#include "simulator/answer.hpp"

#include <utility>
#include <vector>

namespace curateur::simulator {
namespace {

constexpr std::string_view k_hex = "0123456789abcdef";

void put_unit(std::string& out, unsigned unit) {
    out += "\\u";
    for (unsigned shift = 16; shift != 0; shift -= 4) {
        out += k_hex[unit >> (shift - 4) & 15U];
    }
}

void put_code_point(std::string& out, std::uint32_t code) {
    if (code < 0x10000) {
        put_unit(out, code);
    } else { // a pair of surrogates
        put_unit(out, 0xD800U + ((code - 0x10000) >> 10U));
        put_unit(out, 0xDC00U + (code & 0x3FFU));
    }
}

using Fields = std::vector<std::pair<std::string_view, std::string>>;

std::string object(const Fields& fields, int depth) {
    Lines lines(depth);
    for (const auto& [key, value] : fields) {
        lines.text(key, value);
    }
    return "{\n" + lines.str() + "\n" + std::string(static_cast<std::size_t>(depth), '\t') + "}";
}

std::string flag(bool value) {
    return value ? "1" : "0";
}

std::string servers(const ServerState& state) {
    return object({{"cpu1", "0"},
                   {"cpu2", "0"},
                   {"cpu3", "0"},
                   {"cpu4", "0"},
                   {"threadsmin", "3580"},
                   {"nbscrapeurs", "547"},
                   {"apiacces", "7207526"},
                   {"closefornomember", flag(state.closed_to_guests)},
                   {"closeforleecher", flag(state.closed_to_leechers)},
                   {"maxthreadfornonmember", "256"},
                   {"threadfornonmember", std::to_string(state.guests_in_flight)},
                   {"maxthreadformember", "4096"},
                   {"threadformember", std::to_string(state.members_in_flight)}},
                  2);
}

// The service counts by tens.
std::string tens(int count) {
    return std::to_string(count / 10 * 10);
}

std::string user(const Usage& usage, bool stale) {
    const Limits& limits = usage.account.limits;
    const int requests = stale ? usage.requests_today / 2 : usage.requests_today;
    return object({{"id", usage.account.user},
                   {"numid", usage.is_guest ? "0" : "1"},
                   {"niveau", std::to_string(limits.level)},
                   {"contribution", std::to_string(limits.contribution)},
                   {"uploadsysteme", "0"},
                   {"uploadinfos", std::to_string(limits.proposals)},
                   {"romasso", "0"},
                   {"uploadmedia", "0"},
                   {"propositionok", std::to_string(limits.proposals)},
                   {"propositionko", "0"},
                   {"quotarefu", "0"},
                   {"maxthreads", std::to_string(limits.threads)},
                   {"maxdownloadspeed", std::to_string(limits.kilobytes_per_second)},
                   {"requeststoday", tens(requests)},
                   {"requestskotoday", std::to_string(usage.misses_today)},
                   {"maxrequestspermin", std::to_string(limits.per_minute)},
                   {"maxrequestsperday", std::to_string(limits.per_day)},
                   {"maxrequestskoperday", std::to_string(limits.misses_per_day)},
                   {"visites", "19"},
                   {"datedernierevisite", "2026-01-01 00:00:00"},
                   {"favregion", usage.account.favourite_region}},
                  2);
}

} // namespace

std::string escaped(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += utf8[i];
        } else if (byte == '\n' || byte == '\r' || byte == '\t') {
            out += byte == '\n' ? "\\n" : byte == '\r' ? "\\r" : "\\t";
        } else if (byte < 0x20) {
            put_unit(out, byte);
        } else if (byte < 0x80) {
            out += utf8[i];
        } else { // of UTF-8 the lead says how many follow
            const unsigned more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
            std::uint32_t code = byte & (0x3FU >> more);
            for (unsigned k = 0; k < more && i + 1 < utf8.size(); ++k) {
                code = code << 6U | (static_cast<unsigned char>(utf8[++i]) & 0x3FU);
            }
            put_code_point(out, code);
        }
    }
    return out;
}

std::string in_quotes(std::string_view utf8) {
    return "\"" + escaped(utf8) + "\"";
}

std::string carelessly_encoded(std::string_view text) {
    static constexpr std::string_view k_upper = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') ||
                           std::string_view(" -_.~()[],").find(c) != std::string_view::npos;
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += k_upper[byte >> 4U];
            out += k_upper[byte & 15U];
        }
    }
    return out;
}

void Lines::raw(const std::string& line) {
    body_ += body_.empty() ? "" : ",\n";
    body_.append(depth_ + 1, '\t');
    body_ += line;
}

void Lines::member(std::string_view key, const std::string& raw_value) {
    body_ += body_.empty() ? "" : ",\n";
    body_.append(depth_ + 1, '\t');
    body_ += '"';
    body_ += key;
    body_ += "\": ";
    body_ += raw_value;
}

void Lines::text(std::string_view key, std::string_view value) {
    member(key, "\"" + escaped(value) + "\"");
}

std::string write_answer(const Envelope& envelope, const std::string& content) {
    std::string out = "{\n\t\"header\" : {\n\t\t\"APIversion\" : \"2.0\",\n\t\t\"dateTime\" : \"";
    out += envelope.date + "\",\n\t\t\"commandRequested\" : \"" + escaped(envelope.command);
    out += "\",\n\t\t\"success\": ";
    out += envelope.error.empty() ? "\"true\"" : "\"false\"";
    out += ",\n\t\t\"error\": \"" + escaped(envelope.error) + "\"\n\t},\n\t\"response\" : {\n";
    std::string parts;
    if (envelope.servers) {
        parts += "\t\t\"serveurs\" : " + servers(*envelope.servers);
    }
    if (envelope.user) {
        parts += (parts.empty() ? "" : ",\n") +
                 ("\t\t\"ssuser\" : " + user(*envelope.user, envelope.stale));
    }
    if (!content.empty()) {
        parts += (parts.empty() ? "" : ",\n") + content;
    }
    // The body ends with two spaces, as recorded.
    return out + parts + "\n\t}\n}\n  ";
}

} // namespace curateur::simulator
