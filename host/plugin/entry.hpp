// What a library must offer to be used. Private to the box.
#pragma once

#include "plugin/component.hpp"
#include "plugin/elf.hpp"

#include <optional>
#include <string_view>

namespace curateur::plugin {

inline constexpr AbiVersion k_host_abi{CUR_ABI_MAJOR, CUR_ABI_MINOR_NEWEST};

[[nodiscard]] std::string spelled(AbiVersion version); // "0.1"

// Why a plugin that needs this version cannot be used by a host that has that one; nullopt: it can.
// Under major 0 the two must be equal; from 1.0 on the plugin's minor is the least it can live
// with. built_with: "" when it is not known.
[[nodiscard]] std::optional<std::string>
version_refusal(AbiVersion needed, std::string_view built_with, AbiVersion host = k_host_abi);

// Looks at the entry alone; runs nothing.
[[nodiscard]] std::optional<std::string> entry_refusal(const cur_plugin& plugin);

[[nodiscard]] std::optional<Kind> kind_of(std::string_view text);

// What a component of this kind lacks: "no parse()"; nullopt: it is complete.
[[nodiscard]] std::optional<std::string> lacking(Kind kind, const cur_component& component);

// A copy of what the descriptor says.
[[nodiscard]] Component component_of(Kind kind,
                                     const cur_component& raw,
                                     const cur_plugin& plugin,
                                     const std::filesystem::path& library);

} // namespace curateur::plugin
