// SPDX-License-Identifier: MIT
// curateur plugin SDK, C++17 layer, part 1 of 4: what every kind of plugin uses. Header-only: all
// of it is compiled into the plugin, none of it crosses the boundary (see abi.h). An author derives
// from Source, Output or Validator, throws a Failure when something cannot be done, and names the
// class in CURATEUR_PLUGIN at the end of one file.
#pragma once

#include "abi.h"

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Hidden: two plugins built from different SDK versions must never share these inline functions.
namespace curateur __attribute__((visibility("hidden"))) {
    inline namespace sdk0 {

    inline cur_str c(std::string_view text) noexcept {
        return {text.data(), text.size()};
    }

    inline std::string_view view(cur_str text) noexcept {
        return text.len != 0 ? std::string_view(text.ptr, text.len) : std::string_view();
    }

    inline std::string_view view(cur_bytes bytes) noexcept {
        return bytes.len != 0
                   ? std::string_view(reinterpret_cast<const char*>(bytes.ptr), bytes.len)
                   : std::string_view();
    }

    // Scheme and value.
    inline std::vector<std::pair<std::string_view, std::string_view>>
    ids_of(const cur_id* const* at) {
        std::vector<std::pair<std::string_view, std::string_view>> all;
        for (; at != nullptr && *at != nullptr; ++at)
            all.emplace_back(view((*at)->scheme), view((*at)->value));
        return all;
    }

    inline cur_bytes bytes_of(std::string_view text) noexcept {
        return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    }

    // Thrown by a plugin's code, caught in its own thunk, never seen by the host.
    class Failure : public std::exception {
    public:
        explicit Failure(cur_status status, std::string message = {})
            : status_(status), message_(std::move(message)) {}

        // How long to leave the service alone, in milliseconds.
        Failure& retry_after_ms(std::int64_t ms) {
            retry_after_ms_ = ms;
            return *this;
        }

        // Until when, in milliseconds since 1970; wins over retry_after_ms.
        Failure& retry_at_unix_ms(std::int64_t ms) {
            retry_at_unix_ms_ = ms;
            return *this;
        }

        // The byte of the document at fault.
        Failure& at(std::uint64_t offset) {
            offset_ = offset;
            return *this;
        }

        // For the log, not for the user.
        Failure& detail(std::string text) {
            detail_ = std::move(text);
            return *this;
        }

        cur_status status() const noexcept { return status_; }

        const char* what() const noexcept override { return message_.c_str(); }

        cur_error error() const noexcept {
            return {sizeof(cur_error),
                    status_,
                    0,
                    retry_after_ms_,
                    retry_at_unix_ms_,
                    offset_,
                    c(message_),
                    c(detail_)};
        }

    private:
        cur_status status_;
        std::int64_t retry_after_ms_ = -1;
        std::int64_t retry_at_unix_ms_ = -1;
        std::uint64_t offset_ = CUR_SIZE_UNKNOWN;
        std::string message_, detail_;
    };

    // What a plugin was configured with; defaults are already applied. A secret is a stand-in
    // token.
    class Settings {
    public:
        explicit Settings(const cur_settings* settings) noexcept : settings_(settings) {}

        std::optional<std::string> text(const char* key) const {
            cur_str value{};
            if (settings_->get_str(settings_, key, &value) == 0)
                return std::nullopt;
            return std::string(view(value));
        }

        std::string text_or(const char* key, std::string fallback = {}) const {
            return text(key).value_or(std::move(fallback));
        }

        std::optional<std::int64_t> integer(const char* key) const {
            std::int64_t value = 0;
            return settings_->get_int(settings_, key, &value) != 0 ? std::optional(value)
                                                                   : std::nullopt;
        }

        std::optional<double> number(const char* key) const {
            double value = 0;
            return settings_->get_num(settings_, key, &value) != 0 ? std::optional(value)
                                                                   : std::nullopt;
        }

        bool flag(const char* key) const { return integer(key).value_or(0) != 0; }

        std::vector<std::string> list(const char* key) const {
            std::vector<std::string> items;
            cur_str item{};
            while (settings_->get_item(settings_, key, items.size(), &item) != 0)
                items.emplace_back(view(item));
            return items;
        }

        std::map<std::string, std::string> pairs(const char* key) const {
            std::map<std::string, std::string> all;
            cur_str name{};
            cur_str value{};
            for (std::size_t i = 0; settings_->get_pair(settings_, key, i, &name, &value) != 0; ++i)
                all.insert_or_assign(std::string(view(name)), std::string(view(value)));
            return all;
        }

    private:
        const cur_settings* settings_;
    };

    // The call in progress: a log of its own, and whether to hurry.
    class Call {
    public:
        explicit Call(const cur_call* call) noexcept : call_(call) {}

        void log(std::uint32_t level, std::string_view message) const {
            call_->log(call_, level, c(message));
        }

        bool cancelled() const { return call_->cancelled(call_) != 0; }

    private:
        const cur_call* call_;
    };

    namespace detail {

    inline cur_status report(const cur_call* call, const cur_error& error) noexcept {
        call->fail(call, &error);
        return error.status;
    }

    inline cur_status
    report(const cur_call* call, cur_status status, std::string_view text) noexcept {
        return report(
            call, {sizeof(cur_error), status, 0, -1, -1, CUR_SIZE_UNKNOWN, c(text), {nullptr, 0}});
    }

    // other: what an exception that is not a Failure means here. While reading an answer or a
    // document it nearly always is a parser's complaint about that; anywhere else it is a bug of
    // the plugin.
    template <class F>
    cur_status guard(const cur_call* call, F&& body, cur_status other = CUR_INTERNAL) noexcept {
        try {
            std::forward<F>(body)();
            return CUR_OK;
        } catch (const Failure& failure) {
            return report(call, failure.error());
        } catch (const std::exception& error) {
            return report(call, other, error.what());
        } catch (...) {
            return report(call, CUR_INTERNAL, "threw something that is not a std::exception");
        }
    }

    template <class T>
    cur_instance* opaque(T* object) noexcept {
        return reinterpret_cast<cur_instance*>(object);
    }

    template <class T>
    T& object(cur_instance* instance) noexcept {
        return *reinterpret_cast<T*>(instance);
    }

    // A NULL-terminated array of names that lives as long as its owner.
    class Names {
    public:
        Names(std::initializer_list<const char*> names = {}) { assign(names); }

        void assign(std::initializer_list<const char*> names) {
            names_.assign(names);
            names_.push_back(nullptr);
        }

        const char* const* data() const { return names_.data(); }

        bool empty() const { return names_.size() == 1; }

    private:
        std::vector<const char*> names_;
    };

    // Structs of type T that the ABI wants as a NULL-terminated array of pointers.
    template <class T>
    class Pointers {
    public:
        void add(const T& item) { items_.push_back(item); }

        bool empty() const { return items_.empty(); }

        const T* const* link() {
            pointers_.clear();
            for (const T& item : items_)
                pointers_.push_back(&item);
            pointers_.push_back(nullptr);
            return pointers_.data();
        }

    private:
        std::vector<T> items_;
        std::vector<const T*> pointers_;
    };

    } // namespace detail

    // One key of the plugin's section of the configuration. All texts are literals.
    class Option {
    public:
        Option(const char* key, const char* doc) {
            raw_.key = key;
            raw_.doc = doc;
        }

        Option& type(std::uint32_t type) { return raw_.type = type, *this; }

        Option& fallback(const char* yaml) { return raw_.default_text = yaml, *this; }

        Option& required() { return raw_.flags |= CUR_OPT_REQUIRED, *this; }

        Option& secret() { return raw_.flags |= CUR_OPT_SECRET, *this; }

        // A URL whose origin the source may talk to as well.
        Option& origin() { return raw_.type = CUR_OPT_URL, raw_.flags |= CUR_OPT_ORIGIN, *this; }

        // It names the account: requests with the same value share its limits.
        Option& account() { return raw_.flags |= CUR_OPT_ACCOUNT, *this; }

        Option& range(double min, double max) { return raw_.min = min, raw_.max = max, *this; }

        // choices: NULL-terminated, static.
        Option& choices(const char* const* choices) {
            return raw_.type = CUR_OPT_ENUM, raw_.choices = choices, *this;
        }

        const cur_option& raw() const { return raw_; }

    private:
        cur_option raw_{
            sizeof(cur_option), CUR_OPT_STRING, 0, nullptr, nullptr, nullptr, nullptr, 1, 0};
    };

    // What all component builders share. D is the builder, I the plugin's class (constructible from
    // Settings), T its C table.
    template <class D, class I, class T>
    class Component {
    public:
        D& name(const char* text) { return raw_.name = text, self(); }

        D& summary(const char* text) { return raw_.summary = text, self(); }

        D& homepage(const char* url) { return raw_.homepage = url, self(); }

        D& license(const char* text) { return raw_.license = text, self(); }

        D& option(const Option& option) { return options_.add(option.raw()), self(); }

        const cur_component* finish() {
            raw_.options = options_.link();
            self().link();
            raw_.iface = &table_;
            return &raw_;
        }

    protected:
        Component(const char* kind, const char* id, const char* version) {
            raw_.struct_size = sizeof raw_;
            raw_.kind = kind;
            raw_.id = id;
            raw_.name = id;
            raw_.version = version;
            raw_.summary = raw_.homepage = raw_.license = "";
            raw_.create = [](const cur_host*,
                             const cur_call* call,
                             const cur_settings* settings,
                             cur_instance** out) noexcept {
                return detail::guard(call,
                                     [&] { *out = detail::opaque(new I(Settings(settings))); });
            };
            raw_.destroy = [](cur_instance* instance) noexcept {
                delete &detail::object<I>(instance);
            };
            table_.struct_size = sizeof table_;
        }

        D& self() { return static_cast<D&>(*this); }

        cur_component raw_{};
        T table_{};

    private:
        detail::Pointers<cur_option> options_;
    };

    } // namespace sdk0
} // namespace curateur

#define CURATEUR_SDK_VERSION_ "0.1.0"
#define CURATEUR_TEXT_2_(x) #x
#define CURATEUR_TEXT_(x) CURATEUR_TEXT_2_(x)
#if defined(_LIBCPP_VERSION)
#define CURATEUR_STDLIB_ "libc++"
#elif defined(__GLIBCXX__)
#define CURATEUR_STDLIB_ "libstdc++"
#else
#define CURATEUR_STDLIB_ "another standard library"
#endif
#if defined(__clang__)
#define CURATEUR_COMPILER_ "clang " __clang_version__
#else
#define CURATEUR_COMPILER_ "g++ " __VERSION__
#endif
#define CURATEUR_BUILT_WITH_                                                                       \
    "sdk " CURATEUR_SDK_VERSION_ "; " CURATEUR_COMPILER_ "; " CURATEUR_STDLIB_

// The note that names the ABI to a host that has not loaded the library (abi.h). 12 bytes of owner
// with padding, 8 of content: Elf64_Nhdr, owner, content, each aligned to 4.
#define CURATEUR_NOTE_                                                                             \
    extern "C" {                                                                                   \
    __attribute__((section(".note.curateur"), used, aligned(4))) static const struct {             \
        std::uint32_t owner_size, content_size, type;                                              \
        char owner[12];                                                                            \
        char content[12];                                                                          \
    } curateur_note_ = {9, 12, CUR_NOTE_TYPE, CUR_NOTE_OWNER, "ABI " CURATEUR_ABI_TEXT_};          \
    }
#define CURATEUR_ABI_TEXT_ "0.1"

// Once per shared object, at namespace scope: the component builders it offers. The entry itself is
// constant-initialised (its head can be read from the file); only the list is filled at load time.
#define CURATEUR_PLUGIN(...)                                                                       \
    CURATEUR_NOTE_                                                                                 \
    static const cur_component* const curateur_components_[] = {__VA_ARGS__, nullptr};             \
    CUR_EXPORT const cur_plugin curateur_plugin = {{'C', 'U', 'R', 'A', 'T', 'E', 'U', 'R'},       \
                                                   sizeof(cur_plugin),                             \
                                                   CUR_ABI_MAJOR,                                  \
                                                   CUR_ABI_TARGET_MINOR,                           \
                                                   CURATEUR_BUILT_WITH_,                           \
                                                   nullptr,                                        \
                                                   nullptr,                                        \
                                                   curateur_components_}
