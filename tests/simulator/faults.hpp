// What goes wrong, when and how often.
#pragma once

#include "simulator/json_reader.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::simulator {

enum class Fault {
    none,
    // of any answer
    empty,     // 200 and nothing
    html,      // a web page under 200
    truncated, // the connection ends half way through what was promised
    cut,       // half of it, as if it were all
    reset,     // the connection is reset before a byte of the body
    reset_midway,
    stall,   // half of it, and then nothing, until the client gives up
    hang,    // nothing, until the client gives up
    endless, // never ends
    // of JSON
    trailing_comma,
    lone_backslash,
    control_character,
    success_false,  // header.error holds the message, under 200
    latin1,         // a message, in ISO-8859-1
    no_ssuser,      // response.ssuser is missing
    no_game,        // response.jeu is {}
    null_fields,    // null where values belong
    keyed_lists,    // objects where lists belong
    padded_search,  // empty objects among the games
    stale_counters, // requeststoday lower than before
    no_digests,     // media without crc, md5, sha1 and size
    wrong_region,   // media of a region they are not of
    placeholder,    // #screenscraperserveur# where a host belongs
    not_game,       // ZZZ(notgame)
    // of media
    no_media,     // NOMEDIA
    wrong_digest, // a good file, but not the one that was promised
    wrong_type,   // a PNG where something else was promised, or the reverse
    corrupt,      // the right length, wrong bytes in it
    padded,       // with more behind it
    blank,        // a picture of one colour, tiny
    // of media of which a part is asked for
    new_tag,        // the file has another ETag than it had
    range_ignored,  // 200, and the whole
    range_refused,  // 416
    range_shifted,  // the part begins a byte later
    range_unmarked, // it does not say which part it is
    range_of_new,   // a part of what has another ETag, though If-Range was sent
    range_spoilt,   // the right part, wrong bytes in it
};

// None for a name that is not known.
[[nodiscard]] std::optional<Fault> fault_of(std::string_view name);
[[nodiscard]] std::string_view name_of(Fault fault);

struct FaultRule {
    // For which requests; what is empty or 0 fits all.
    std::string endpoint; // a page such as "jeuInfos.php", or "media", or "api" for the rest
    std::uint64_t game = 0;
    std::string media; // a type ("box-2D") or a code ("box-2D(us)")
    // When, counted in requests that fit.
    int after = 0;     // the first so many are spared
    int times = -1;    // then so many are hit; -1: all
    double chance = 1; // of each of them
    // What.
    int status = 0;   // 0: as it would have been
    std::string say;  // a message of messages.hpp, with its status unless status is given
    std::string body; // instead of the answer
    std::string content_type;
    Fault fault = Fault::none;
    int delay_ms = 0;                   // more than the latency
    std::uint64_t bytes_per_second = 0; // 0: as fast as it goes
    std::size_t break_at = 0; // where a fault ends the body, in bytes; 0, or beyond it: half way

    [[nodiscard]] bool replaces_answer() const {
        return status != 0 || !say.empty() || !body.empty();
    }
};

// One rule, or a list; {"media": {"box-2D": "truncated"}} is short for a rule a medium. Rules
// without a game get this one.
[[nodiscard]] Result<std::vector<FaultRule>> read_rules(const Json& json, std::uint64_t game = 0);

struct Subject {
    std::string_view endpoint;
    bool is_media = false;
    std::uint64_t game = 0; // 0: none, or not known
    std::string_view media; // the code asked for
};

// Safe for several threads.
class Faults {
public:
    explicit Faults(std::uint64_t seed) : seed_(seed) {}

    void add(std::vector<FaultRule> rules);
    void clear();

    // The first rule that fits and is due, counted as used.
    [[nodiscard]] std::optional<FaultRule> next(const Subject& subject);

private:
    struct Armed {
        FaultRule rule;
        int met = 0;
    };

    std::uint64_t seed_;
    std::mutex mutex_;
    std::vector<Armed> armed_;
};

} // namespace curateur::simulator
