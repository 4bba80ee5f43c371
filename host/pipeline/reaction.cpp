#include "pipeline/reaction.hpp"

namespace curateur::pipeline {

Reaction reaction_to(cur_status status) {
    switch (plugin::known_status(status)) {
    case CUR_NOT_FOUND:
        return Reaction::miss;
    case CUR_UNSUPPORTED:
        return Reaction::unsupported;
    case CUR_MALFORMED:
    case CUR_TRANSIENT:
        return Reaction::retry;
    case CUR_RATE_LIMITED:
        return Reaction::wait;
    case CUR_CLOSED:
        return Reaction::wait_closed;
    case CUR_MISSES_EXHAUSTED:
        return Reaction::spare;
    case CUR_QUOTA_EXHAUSTED:
        return Reaction::end_for_now;
    case CUR_SOURCE_FAILED:
    case CUR_AUTH_FAILED:
    case CUR_BLOCKED:
    case CUR_BAD_CONFIG:
        return Reaction::end;
    default:
        return Reaction::fail;
    }
}

std::string reason_word(cur_status status) {
    switch (plugin::known_status(status)) {
    case CUR_NOT_FOUND:
        return "unknown_to_source";
    case CUR_REJECTED:
        return "rejected";
    case CUR_MALFORMED:
        return "malformed_answer";
    case CUR_UNSUPPORTED:
        return "unsupported";
    case CUR_TRANSIENT:
        return "network";
    case CUR_RATE_LIMITED:
        return "rate_limited";
    case CUR_CLOSED:
        return "closed";
    case CUR_QUOTA_EXHAUSTED:
        return "quota";
    case CUR_MISSES_EXHAUSTED:
        return "misses";
    case CUR_AUTH_FAILED:
        return "login";
    case CUR_BLOCKED:
        return "blocked";
    case CUR_BAD_CONFIG:
        return "configuration";
    case CUR_INTERNAL:
        return "plugin_fault";
    default:
        return "source";
    }
}

} // namespace curateur::pipeline
