#include "net/ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <random>

namespace curateur::net {
namespace {

constexpr std::int64_t k_window_ms = 60'000, k_an_hour_ms = 60 * k_window_ms;
constexpr std::int64_t k_slice_ms = 250;  // starts are counted by slices of time
constexpr std::int64_t k_slices = 256;    // more than a minute has
constexpr std::int64_t k_poll_ms = 10;    // until another process may be done
constexpr std::int64_t k_yield_ms = 30;   // for another process to see that it is its turn
constexpr std::int64_t k_lost_ms = 1'000; // until a service notices that a process died
constexpr std::int64_t k_longest_day_ms = 26 * k_an_hour_ms; // with the change to winter time
constexpr std::uint64_t k_magic = 0x32656e616c727563;        // "curlane2"

// Offsets of locks; all lie beyond what is written.
constexpr std::int64_t k_tally_lock = std::int64_t{1} << 20U, k_waiting_lock = k_tally_lock + 1,
                       k_first_slot = k_tally_lock + 1024;

} // namespace

// What lies in the file.
struct Ledger::Tally {
    struct Slice {
        std::int64_t number = 0; // unix time by k_slice_ms
        std::int64_t starts = 0;
    };

    std::uint64_t magic = k_magic;
    std::int64_t day_ends_ms = 0, day_is_told = 0, used = 0, misses = 0;
    std::int64_t last_start_ms = 0;
    std::uint64_t last_starter = 0;
    std::int64_t under_way = 0, lost = 0, lost_until_ms = 0;
    Allowance allowance;
    std::array<Slice, k_slices> slices{};
    std::uint64_t sum = 0; // of all before it

    [[nodiscard]] std::uint64_t summed() const {
        static_assert(sizeof(Tally) % sizeof(std::uint64_t) == 0);
        std::array<std::uint64_t, sizeof(Tally) / sizeof(std::uint64_t)> words{};
        std::memcpy(words.data(), this, sizeof *this);
        words.back() = 0xcbf29ce484222325; // FNV-1a, a word a step
        std::uint64_t hash = 0;
        for (const auto word : words) {
            hash = (hash ^ word) * 0x100000001b3;
        }
        return hash;
    }

    [[nodiscard]] bool is_whole() const { return magic == k_magic && sum == summed(); }

    void begin_day_if_due(std::int64_t now) {
        day_ends_ms = std::min(day_ends_ms, now + k_longest_day_ms); // the clock was wrong then
        if (day_ends_ms != 0 && now >= day_ends_ms) {
            day_ends_ms = day_is_told = used = misses = 0;
        }
    }

    void count_use(std::int64_t now) {
        ++used;
        if (day_ends_ms == 0) { // until somebody says when it does
            day_ends_ms = now + 24 * k_an_hour_ms;
        }
    }

    void count_start(std::int64_t now, std::uint64_t starter) {
        auto& slice = slices.at(static_cast<std::size_t>((now / k_slice_ms) % k_slices));
        if (slice.number != now / k_slice_ms) {
            slice = {now / k_slice_ms, 0};
        }
        ++slice.starts;
        last_start_ms = now;
        last_starter = starter;
    }

    // Until one more may start within the limit of the minute; 0: now.
    [[nodiscard]] std::int64_t minute_ms(std::int64_t now, std::int64_t most) const {
        if (most == 0) {
            return 0;
        }
        std::int64_t in_window = 0;
        std::vector<Slice> counted;
        counted.reserve(slices.size());
        for (const auto& slice : slices) {
            const auto leaves = (slice.number + 1) * k_slice_ms + k_window_ms;
            // From the future: the clock was set back. Within reason it counts.
            if (slice.starts > 0 && leaves > now && leaves <= now + 2 * k_window_ms) {
                in_window += slice.starts;
                counted.push_back(slice);
            }
        }
        if (in_window < most) {
            return 0;
        }
        std::sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) {
            return a.number < b.number;
        });
        for (const auto& slice : counted) {
            in_window -= slice.starts;
            if (in_window < most) {
                return (slice.number + 1) * k_slice_ms + k_window_ms - now;
            }
        }
        return k_window_ms;
    }
};

// The tally while no other process may touch it; written back when it was changed.
class Ledger::Session {
public:
    Session(Ledger& ledger, std::int64_t now) : ledger_(ledger), guard_(ledger.mutex_) {
        if (ledger_.file_) {
            static_cast<void>(ledger_.lock(k_tally_lock, F_WRLCK, true));
            Tally read;
            const auto got = ::pread(ledger_.file_.get(), &read, sizeof read, 0);
            const bool whole = got == static_cast<ssize_t>(sizeof read) && read.is_whole();
            *ledger_.tally_ = whole ? read : Tally{};
        }
        tally().begin_day_if_due(now);
    }

    ~Session() {
        if (!ledger_.file_) {
            return;
        }
        if (const auto sum = tally().summed(); sum != tally().sum) {
            tally().sum = sum;
            // A figure that is not written is one that the service will tell again.
            static_cast<void>(::pwrite(ledger_.file_.get(), &tally(), sizeof(Tally), 0) < 0);
        }
        static_cast<void>(ledger_.lock(k_tally_lock, F_UNLCK));
    }

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] Tally& tally() const { return *ledger_.tally_; }

private:
    Ledger& ledger_;
    const std::lock_guard<std::mutex> guard_;
};

Ledger::Ledger() : tally_(std::make_shared<Tally>()), slots_(k_most_under_way) {
    std::random_device chance;
    me_ = (std::uint64_t{chance()} << 32U) | chance();
}

Result<std::shared_ptr<Ledger>> Ledger::open(const std::filesystem::path& file) {
    CURATEUR_CHECK(platform::make_directories(file.parent_path()));
    auto ledger = std::make_shared<Ledger>();
    ledger->file_ = platform::Descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!ledger->file_) {
        return platform::io_error(file, "cannot be opened");
    }
    if (!ledger->lock(k_tally_lock, F_WRLCK, true)) {
        return platform::io_error(file, "cannot be locked");
    }
    static_cast<void>(ledger->lock(k_tally_lock, F_UNLCK));
    return ledger;
}

// False: another process has it.
bool Ledger::lock(std::int64_t at, short type, bool waits) const {
    struct flock range {};

    range.l_type = type;
    range.l_whence = SEEK_SET;
    range.l_start = at;
    range.l_len = 1;
    int done = 0;
    do {
        done = ::fcntl(file_.get(), waits ? F_OFD_SETLKW : F_OFD_SETLK, &range);
    } while (done != 0 && errno == EINTR);
    return done == 0;
}

std::uint32_t Ledger::held_by_others() const {
    std::int64_t held = 0;
    const auto end = k_first_slot + std::int64_t{k_most_under_way};
    for (auto at = k_first_slot; file_ && at < end;) {
        struct flock range {};

        range.l_type = F_WRLCK;
        range.l_whence = SEEK_SET;
        range.l_start = at;
        range.l_len = end - at;
        if (::fcntl(file_.get(), F_OFD_GETLK, &range) != 0 || range.l_type == F_UNLCK) {
            break;
        }
        const auto next = range.l_len == 0 ? end : std::min(range.l_start + range.l_len, end);
        held += next - std::max<std::int64_t>(range.l_start, at);
        at = next;
    }
    return static_cast<std::uint32_t>(held);
}

bool Ledger::others_wait() const {
    struct flock range {};

    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = k_waiting_lock;
    range.l_len = 1;
    return file_ && ::fcntl(file_.get(), F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
}

void Ledger::mark_waiting(bool waits) {
    if (file_ && waits != is_waiting_) {
        is_waiting_ = waits;
        static_cast<void>(lock(k_waiting_lock, waits ? F_RDLCK : F_UNLCK));
    }
}

void Ledger::take_slot() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (!slots_[i] && (!file_ || lock(k_first_slot + static_cast<std::int64_t>(i), F_WRLCK))) {
            slots_[i] = true;
            ++under_way_;
            return;
        }
    }
}

// Who started last lets the others go first, for a moment.
std::int64_t Ledger::turn_ms(const Tally& tally, std::int64_t now) {
    if (tally.last_starter != me_ || !others_wait()) {
        return 0;
    }
    yields_since_ = yields_since_ == 0 ? now : yields_since_;
    return now - yields_since_ < k_yield_ms ? k_poll_ms : 0;
}

Ledger::Entry Ledger::enter(const LaneRules& rules, std::int64_t unix_ms, bool counts) {
    const Session session(*this, unix_ms);
    auto& tally = session.tally();
    if (counts && rules.per_day > 0 && tally.used >= rules.per_day) {
        mark_waiting(false);
        return {Entry::Verdict::spent, 0};
    }
    const std::int64_t under_way = std::int64_t{under_way_} + held_by_others();
    if (under_way < tally.under_way) { // somebody died with requests on their way
        tally.lost = tally.under_way - under_way;
        tally.lost_until_ms = unix_ms + k_lost_ms;
    }
    tally.under_way = under_way;
    const bool remembers =
        unix_ms < tally.lost_until_ms && tally.lost_until_ms <= unix_ms + k_lost_ms;
    const auto most = std::min(rules.concurrency, k_most_under_way);
    std::int64_t wait = under_way + (remembers ? tally.lost : 0) >= most ? k_poll_ms : 0;
    const auto since = unix_ms - tally.last_start_ms;
    if (tally.last_start_ms != 0 && since >= 0 && since < rules.min_gap_ms) {
        wait = std::max(wait, rules.min_gap_ms - since);
    }
    wait = std::max(wait, tally.minute_ms(unix_ms, rules.per_minute));
    wait = wait == 0 ? turn_ms(tally, unix_ms) : wait;
    if (wait > 0) {
        mark_waiting(true);
        return {Entry::Verdict::wait, wait};
    }
    mark_waiting(false);
    yields_since_ = 0;
    take_slot();
    ++tally.under_way;
    tally.count_start(unix_ms, me_);
    if (counts) {
        tally.count_use(unix_ms);
    }
    return {};
}

void Ledger::leave(std::int64_t unix_ms) {
    const Session session(*this, unix_ms);
    const auto mine = std::find(slots_.begin(), slots_.end(), true);
    if (mine == slots_.end()) {
        return;
    }
    *mine = false;
    --under_way_;
    session.tally().under_way = std::max<std::int64_t>(session.tally().under_way - 1, 0);
    if (file_) {
        static_cast<void>(lock(k_first_slot + (mine - slots_.begin()), F_UNLCK));
    }
}

void Ledger::rest() {
    const std::lock_guard lock(mutex_);
    mark_waiting(false);
}

Today Ledger::today(std::int64_t unix_ms) {
    const Session session(*this, unix_ms);
    const auto& tally = session.tally();
    return {tally.used, tally.misses, tally.day_ends_ms};
}

std::optional<Ledger::Glance> Ledger::look(const std::filesystem::path& file,
                                           std::int64_t unix_ms) {
    constexpr int k_tries = 3; // it may be written meanwhile
    const platform::Descriptor from(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    for (int i = 0; from && i < k_tries; ++i) {
        Tally tally;
        const auto got = ::pread(from.get(), &tally, sizeof tally, 0);
        if (got == static_cast<ssize_t>(sizeof tally) && tally.is_whole()) {
            tally.begin_day_if_due(unix_ms);
            return Glance{{tally.used, tally.misses, tally.day_ends_ms}, tally.allowance};
        }
    }
    return std::nullopt;
}

void Ledger::learn(std::int64_t unix_ms,
                   std::optional<std::int64_t> used,
                   std::optional<std::int64_t> misses,
                   std::optional<std::int64_t> ends_unix_ms,
                   const Allowance& allowance) {
    if (ends_unix_ms && *ends_unix_ms <= unix_ms) {
        return; // of the day before
    }
    const Session session(*this, unix_ms);
    auto& tally = session.tally();
    if (ends_unix_ms && tally.day_is_told == 0) {
        tally.day_ends_ms = *ends_unix_ms + k_midnight_margin_ms;
        tally.day_is_told = 1;
    }
    if (allowance.told_unix_ms != 0) {
        tally.allowance = allowance;
    }
    // What is on its way may not be counted there yet.
    tally.used = std::max(tally.used, used ? *used + tally.under_way : 0);
    tally.misses = std::max(tally.misses, misses.value_or(0));
}

void Ledger::missed(std::int64_t unix_ms) {
    ++Session(*this, unix_ms).tally().misses;
}

} // namespace curateur::net
