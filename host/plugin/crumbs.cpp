#include "plugin/crumbs.hpp"

#include "platform/file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <thread>

namespace curateur::plugin {

// As it lies in the file.
struct Crumbs::Slot {
    std::uint32_t in_use, component_size, call_size, entry_size;
    std::int64_t started_unix_ms, started_steady_ms;
    char component[96], call[32], entry[352];
};

struct Crumbs::File {
    char magic[8];
    std::uint64_t slot_size;
    Slot slots[k_slots];
};

namespace {

constexpr std::string_view k_magic = "CRUMBS01";
constexpr std::size_t k_no_slot = Crumbs::k_slots;

thread_local std::string_view g_about;

template <std::size_t N>
void put(char (&into)[N], std::uint32_t& size, std::string_view text) {
    size = static_cast<std::uint32_t>(std::min(text.size(), N));
    std::copy_n(text.begin(), size, into);
}

// size: as the file says, so perhaps nonsense.
template <std::size_t N>
std::string text_of(const char (&text)[N], std::uint32_t size) {
    return {text, std::min<std::size_t>(size, N)};
}

// Room for all of it, now: a write into a mapped hole of a full disk would end the process.
Status make_room(int fd, std::size_t size, const std::filesystem::path& path) {
    const int error = ::posix_fallocate(fd, 0, static_cast<off_t>(size));
    if (error != 0) {
        errno = error;
        return platform::io_error(path, "cannot be made");
    }
    return ok();
}

} // namespace

Result<std::unique_ptr<Crumbs>> Crumbs::open(const std::filesystem::path& file,
                                             const platform::Clock& clock) {
    static_assert(sizeof(Slot) == 512, "the layout of the file");
    CURATEUR_CHECK(platform::make_directories(file.parent_path()));
    const platform::Descriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!opened) {
        return platform::io_error(file, "cannot be opened");
    }
    CURATEUR_CHECK(make_room(opened.get(), sizeof(File), file));
    void* const mapped =
        ::mmap(nullptr, sizeof(File), PROT_READ | PROT_WRITE, MAP_SHARED, opened.get(), 0);
    if (mapped == MAP_FAILED) {
        return platform::io_error(file, "cannot be mapped");
    }
    return std::unique_ptr<Crumbs>(new Crumbs(static_cast<File*>(mapped), clock));
}

Crumbs::Crumbs(File* file, const platform::Clock& clock) : file_(file), clock_(clock) {
    if (std::string_view(file_->magic, sizeof file_->magic) != k_magic ||
        file_->slot_size != sizeof(Slot)) {
        std::memset(file_, 0, sizeof(File));
        std::memcpy(file_->magic, k_magic.data(), k_magic.size());
        file_->slot_size = sizeof(Slot);
    }
    for (std::size_t i = 0; i < k_slots; ++i) {
        const auto& slot = file_->slots[i];
        if (slot.in_use != 0) {
            left_behind_.push_back({text_of(slot.component, slot.component_size),
                                    text_of(slot.call, slot.call_size),
                                    text_of(slot.entry, slot.entry_size),
                                    slot.started_unix_ms,
                                    0});
            taken_[i] = old_[i] = true; // until it is written down elsewhere
        }
    }
}

Crumbs::~Crumbs() {
    ::munmap(file_, sizeof(File));
}

void Crumbs::forget_left_behind() {
    for (std::size_t i = 0; i < k_slots; ++i) {
        if (std::exchange(old_[i], false)) {
            clear(i);
        }
    }
    left_behind_.clear();
}

std::size_t Crumbs::take() {
    // A thread finds the slot it had before, most of the time.
    const auto first = std::hash<std::thread::id>()(std::this_thread::get_id()) % k_slots;
    for (std::size_t i = 0; i < k_slots; ++i) {
        const auto slot = (first + i) % k_slots;
        if (!taken_[slot].exchange(true, std::memory_order_acquire)) {
            return slot;
        }
    }
    return k_no_slot;
}

void Crumbs::set(std::size_t slot, std::string_view component, std::string_view call) {
    const std::lock_guard lock(guards_[slot]);
    auto& into = file_->slots[slot];
    put(into.component, into.component_size, component);
    put(into.call, into.call_size, call);
    put(into.entry, into.entry_size, fitting(About::current()));
    into.started_unix_ms = clock_.unix_ms();
    into.started_steady_ms = clock_.steady_ms();
    into.in_use = 1;
}

void Crumbs::clear(std::size_t slot) {
    {
        const std::lock_guard lock(guards_[slot]);
        file_->slots[slot].in_use = 0;
    }
    taken_[slot].store(false, std::memory_order_release);
}

std::optional<Crumb> Crumbs::longest_call(std::int64_t now_steady_ms) const {
    std::optional<Crumb> longest;
    for (std::size_t i = 0; i < k_slots; ++i) {
        if (old_[i] || !taken_[i].load(std::memory_order_relaxed)) {
            continue;
        }
        const std::lock_guard lock(guards_[i]);
        const auto& slot = file_->slots[i];
        const auto ms = now_steady_ms - slot.started_steady_ms;
        if (slot.in_use != 0 && (!longest || ms > longest->ms)) {
            longest = Crumb{text_of(slot.component, slot.component_size),
                            text_of(slot.call, slot.call_size),
                            text_of(slot.entry, slot.entry_size),
                            slot.started_unix_ms,
                            ms};
        }
    }
    return longest;
}

std::string_view Crumbs::fitting(std::string_view entry) {
    constexpr std::size_t k_longest = sizeof(Slot::entry);
    if (entry.size() <= k_longest) {
        return entry;
    }
    entry.remove_prefix(entry.size() - k_longest);
    while (!entry.empty() && (static_cast<unsigned char>(entry.front()) & 0xC0U) == 0x80U) {
        entry.remove_prefix(1); // not into the middle of a character
    }
    return entry;
}

Crumbs::Scope::Scope(Crumbs* crumbs, std::string_view component, std::string_view call)
    : crumbs_(crumbs), slot_(crumbs != nullptr ? crumbs->take() : k_no_slot) {
    if (slot_ != k_no_slot) {
        crumbs_->set(slot_, component, call);
    }
}

Crumbs::Scope::~Scope() {
    if (slot_ != k_no_slot) {
        crumbs_->clear(slot_);
    }
}

Crumbs::About::About(std::string_view entry) : outer_(std::exchange(g_about, entry)) {}

Crumbs::About::~About() {
    g_about = outer_;
}

std::string_view Crumbs::About::current() {
    return g_about;
}

} // namespace curateur::plugin
