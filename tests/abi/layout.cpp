#include "abi/layout.hpp"

#include <curateur/abi_output.h>
#include <curateur/abi_source.h>
#include <curateur/abi_validator.h>

#include <type_traits>

// Calls macro(x) for each of the rest.
#define CURATEUR_PARENS ()
#define CURATEUR_EXPAND(...) CURATEUR_EXPAND_3(CURATEUR_EXPAND_3(CURATEUR_EXPAND_3(__VA_ARGS__)))
#define CURATEUR_EXPAND_3(...) CURATEUR_EXPAND_2(CURATEUR_EXPAND_2(CURATEUR_EXPAND_2(__VA_ARGS__)))
#define CURATEUR_EXPAND_2(...) CURATEUR_EXPAND_1(CURATEUR_EXPAND_1(CURATEUR_EXPAND_1(__VA_ARGS__)))
#define CURATEUR_EXPAND_1(...) __VA_ARGS__
#define CURATEUR_EACH(macro, ...)                                                                  \
    __VA_OPT__(CURATEUR_EXPAND(CURATEUR_EACH_NEXT(macro, __VA_ARGS__)))
#define CURATEUR_EACH_NEXT(macro, first, ...)                                                      \
    macro(first) __VA_OPT__(CURATEUR_EACH_AGAIN CURATEUR_PARENS(macro, __VA_ARGS__))
#define CURATEUR_EACH_AGAIN() CURATEUR_EACH_NEXT

namespace curateur::abi_layout {
namespace {

template <class T>
constexpr const char* k_struct_name = nullptr;

#define CURATEUR_STRUCT(name, ...)                                                                 \
    template <>                                                                                    \
    constexpr const char* k_struct_name<name> = #name;
#define CURATEUR_OPAQUE(name) CURATEUR_STRUCT(name)
#define CURATEUR_CONSTANT(name)
#include "abi/abi_table.inc"
#undef CURATEUR_STRUCT
#undef CURATEUR_OPAQUE
#undef CURATEUR_CONSTANT

// A type in words that do not depend on the compiler.
template <class T>
struct Spelled {
    static std::string text() {
        if constexpr (k_struct_name<T> != nullptr) {
            return k_struct_name<T>;
        } else if constexpr (std::is_void_v<T>) {
            return "void";
        } else if constexpr (std::is_same_v<T, char>) {
            return "char";
        } else {
            static_assert(std::is_arithmetic_v<T>, "a type that has no name in the table");
            return (std::is_floating_point_v<T> ? "f"
                    : std::is_signed_v<T>       ? "i"
                                                : "u") +
                   std::to_string(8 * sizeof(T));
        }
    }
};

template <class T>
struct Spelled<const T> {
    static std::string text() { return "const " + Spelled<T>::text(); }
};

template <class T>
struct Spelled<T*> {
    static std::string text() { return Spelled<T>::text() + "*"; }
};

template <class T>
struct Spelled<T* const> {
    static std::string text() { return Spelled<T>::text() + "* const"; }
};

template <class T, std::size_t N>
struct Spelled<T[N]> {
    static std::string text() { return Spelled<T>::text() + "[" + std::to_string(N) + "]"; }
};

template <class R, class... A>
struct Spelled<R (*)(A...)> {
    static std::string text() {
        std::string arguments;
        ((arguments += (arguments.empty() ? "" : ", ") + Spelled<A>::text()), ...);
        return Spelled<R>::text() + "(" + arguments + ")";
    }
};

void add_field(
    Layout& layout, const char* name, std::size_t offset, std::size_t size, std::string type) {
    auto& of = layout.structs.back();
    of.size_of_fields += size;
    layout.lines.push_back(of.name + " @" + std::to_string(offset) + " " + name + " : " +
                           std::move(type));
}

void add_constant(Layout& layout, const char* name, const std::string& value) {
    layout.constants.emplace_back(name);
    layout.lines.push_back(std::string(name) + " = " + value);
}

// One function a struct: all of them in one would be long.
#define CURATEUR_FIELD(field)                                                                      \
    add_field(layout,                                                                              \
              #field,                                                                              \
              offsetof(T, field),                                                                  \
              sizeof(T::field),                                                                    \
              Spelled<decltype(T::field)>::text());
#define CURATEUR_STRUCT(name, ...)                                                                 \
    void add_##name(Layout& layout) {                                                              \
        using T = name;                                                                            \
        layout.structs.push_back({#name, sizeof(T), 0});                                           \
        CURATEUR_EACH(CURATEUR_FIELD, __VA_ARGS__)                                                 \
    }
#define CURATEUR_OPAQUE(name)
#define CURATEUR_CONSTANT(name)
#include "abi/abi_table.inc"
#undef CURATEUR_STRUCT
#undef CURATEUR_OPAQUE
#undef CURATEUR_CONSTANT

} // namespace

Layout of_the_headers() {
    Layout made;
#define CURATEUR_STRUCT(name, ...) add_##name(made);
#define CURATEUR_OPAQUE(name)
#define CURATEUR_CONSTANT(name) add_constant(made, #name, std::to_string(name));
#include "abi/abi_table.inc"
    for (const char* text : {CUR_MAGIC,
                             CUR_ENTRY_SYMBOL,
                             CUR_NOTE_OWNER,
                             CUR_KIND_SOURCE,
                             CUR_KIND_OUTPUT,
                             CUR_KIND_VALIDATOR}) {
        made.lines.push_back(std::string("text ") + text);
    }
    made.lines.push_back("CUR_SIZE_UNKNOWN = " + std::to_string(CUR_SIZE_UNKNOWN));
    made.lines.push_back("CUR_NOTE_TYPE = " + std::to_string(CUR_NOTE_TYPE));
    return made;
}

} // namespace curateur::abi_layout
