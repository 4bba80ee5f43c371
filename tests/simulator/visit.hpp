// One call while it is being answered. Only for service*.cpp.
#pragma once

#include "simulator/service.hpp"

#include <optional>

namespace curateur::simulator {

struct Service::Visit {
    const Call& call;
    Switches switches;
    Usage* usage = nullptr; // counters: only through Accounts
    bool developer_ok = false;
    LogEntry* entry = nullptr;
    std::optional<FaultRule> rule; // the one that is due
    std::uint64_t game = 0;

    [[nodiscard]] std::string get(const std::string& name) const {
        const auto found = call.parameters.find(name);
        return found == call.parameters.end() ? std::string() : found->second;
    }

    [[nodiscard]] bool is_media() const { return call.page.rfind("media", 0) == 0 && !is_list(); }

    [[nodiscard]] bool is_list() const { return call.page.find("Liste.php") != std::string::npos; }

    // Looks for the fault that is due for this call.
    void meet(Faults& faults, std::uint64_t the_game) {
        game = the_game;
        const auto code = get("media");
        rule = faults.next({call.page, is_media(), game, code});
        entry->game = game;
    }
};

} // namespace curateur::simulator
