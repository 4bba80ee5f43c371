// SPDX-License-Identifier: MIT
// A value, or why there is none. C++17; source-stable, not part of the ABI.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace curateur {

// What a caller can do about a failure. A new value is added only when some caller acts on it.
enum class Errc {
    not_found, // the thing does not exist; a normal answer, never logged as an error
    invalid,   // the user's input or configuration is wrong; the message says where and what to do
    malformed, // bytes that do not follow their format; never retry
    unsupported, // well-formed, but this build or plugin cannot handle it
    busy,        // somebody else holds it (a lock, a running frontend); later may work
    io,          // the file system failed
    no_space,    // the file system is full
    cancelled,   // stop was requested; not an error to report
    fault,       // a plugin broke its contract
};

struct [[nodiscard]] Error {
    Errc code = Errc::fault;
    std::string message; // one sentence for the user, without a full stop

    // Prefixes the message with what the caller was doing: "es_systems.xml:12: <path> is missing".
    [[nodiscard]] Error&& in(const std::string& what) && {
        message.insert(0, what + ": ");
        return std::move(*this);
    }
};

// A value or an Error. The names follow std::expected so that an alias can replace this class
// once the compiler floor has it with its monadic members.
template <class T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value) // NOLINT(google-explicit-constructor,hicpp-explicit-conversions)
        : state_(std::in_place_index<0>, std::move(value)) {}

    Result(Error error) // NOLINT(google-explicit-constructor,hicpp-explicit-conversions)
        : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }

    explicit operator bool() const noexcept { return has_value(); }

    // Reading the side that is not there is a bug; std::get reports it instead of reading garbage.
    [[nodiscard]] T& operator*() & { return std::get<0>(state_); }

    [[nodiscard]] const T& operator*() const& { return std::get<0>(state_); }

    [[nodiscard]] T&& operator*() && { return std::get<0>(std::move(state_)); }

    [[nodiscard]] T* operator->() { return &std::get<0>(state_); }

    [[nodiscard]] const T* operator->() const { return &std::get<0>(state_); }

    [[nodiscard]] Error& error() & { return std::get<1>(state_); }

    [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }

    [[nodiscard]] Error&& error() && { return std::get<1>(std::move(state_)); }

    template <class U>
    [[nodiscard]] T value_or(U&& fallback) && {
        return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(fallback));
    }

private:
    std::variant<T, Error> state_;
};

using Status = Result<std::monostate>;

inline Status ok() {
    return std::monostate{};
}

} // namespace curateur

#define CURATEUR_CONCAT_IMPL(a, b) a##b
#define CURATEUR_CONCAT(a, b) CURATEUR_CONCAT_IMPL(a, b)
#define CURATEUR_TRY_IMPL(tmp, declaration, expression)                                            \
    auto tmp = (expression);                                                                       \
    if (!tmp)                                                                                      \
        return std::move(tmp).error();                                                             \
    declaration = *std::move(tmp)

// CURATEUR_TRY(auto header, read_header(cursor)); returns the error to the caller or declares it.
#define CURATEUR_TRY(declaration, expression)                                                      \
    CURATEUR_TRY_IMPL(CURATEUR_CONCAT(curateur_try_, __LINE__), declaration, expression)

// CURATEUR_CHECK(write_all(fd, bytes)); the same for a Status.
#define CURATEUR_CHECK(expression)                                                                 \
    do {                                                                                           \
        if (auto curateur_status = (expression); !curateur_status)                                 \
            return std::move(curateur_status).error();                                             \
    } while (false)
