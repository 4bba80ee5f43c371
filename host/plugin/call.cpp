#include "plugin/call.hpp"

#include <curateur/support/utf8.hpp>

#include <array>
#include <charconv>
#include <iterator>

namespace curateur::plugin {
namespace {

const Settings& settings_of(const cur_settings* raw) {
    return *static_cast<const Settings*>(raw->self);
}

const std::string* first_of(const cur_settings* raw, const char* key) {
    const auto& values = settings_of(raw).values;
    const auto found = values.find(key);
    return found == values.end() || found->second.empty() ? nullptr : &found->second.front();
}

std::uint32_t get_str(const cur_settings* raw, const char* key, cur_str* out) {
    const auto* const text = first_of(raw, key);
    if (text == nullptr) {
        return 0;
    }
    *out = borrowed(*text);
    return 1;
}

template <class T>
std::uint32_t get_number(const cur_settings* raw, const char* key, T* out) {
    const auto* const text = first_of(raw, key);
    if (text == nullptr) {
        return 0;
    }
    if (*text == "true" || *text == "false") {
        *out = *text == "true" ? T{1} : T{0};
        return 1;
    }
    return std::from_chars(text->data(), text->data() + text->size(), *out).ec == std::errc() ? 1
                                                                                              : 0;
}

std::uint32_t get_item(const cur_settings* raw, const char* key, std::size_t index, cur_str* out) {
    const auto& values = settings_of(raw).values;
    const auto found = values.find(key);
    if (found == values.end() || index >= found->second.size()) {
        return 0;
    }
    *out = borrowed(found->second[index]);
    return 1;
}

std::uint32_t get_pair(
    const cur_settings* raw, const char* key, std::size_t index, cur_str* name, cur_str* value) {
    const auto& maps = settings_of(raw).maps;
    const auto found = maps.find(key);
    if (found == maps.end() || index >= found->second.size()) {
        return 0;
    }
    *name = borrowed(found->second[index].first);
    *value = borrowed(found->second[index].second);
    return 1;
}

thread_local std::string* g_host_log = nullptr;

} // namespace

HostLog::HostLog(std::string& into) {
    g_host_log = &into;
}

HostLog::~HostLog() {
    g_host_log = nullptr;
}

cur_status known_status(cur_status status) {
    struct Band {
        cur_status first, last;
    };

    // The last status of each band that this host knows.
    constexpr std::array<Band, 3> k_bands{{{CUR_ITEM_FAILED, CUR_UNCHANGED},
                                           {CUR_TRANSIENT, CUR_MISSES_EXHAUSTED},
                                           {CUR_SOURCE_FAILED, CUR_BAD_CONFIG}}};
    if (status == CUR_OK) {
        return status;
    }
    for (const auto& band : k_bands) {
        if (status / 100 == band.first / 100) {
            return status <= band.last ? status : band.first;
        }
    }
    return CUR_INTERNAL;
}

std::string text_of(cur_str text) {
    const std::string_view view =
        text.len == 0 ? std::string_view() : std::string_view(text.ptr, text.len);
    return is_utf8(view) ? std::string(view) : std::string();
}

Call::Call(const Callee& callee, const char* name, const Log& log)
    : callee_(callee), name_(name), log_(log) {
    raw_.struct_size = sizeof raw_;
    raw_.self = this;
    raw_.log = [](const cur_call* call, std::uint32_t level, cur_str message) {
        const auto& self = *static_cast<const Call*>(call->self);
        if (self.log_) {
            self.log_(level, self.callee_.id, text_of(message));
        }
    };
    raw_.fail = [](const cur_call* call, const cur_error* error) {
        auto& refusal = static_cast<Call*>(call->self)->refusal_;
        refusal.retry_after_ms = error->retry_after_ms;
        refusal.retry_at_unix_ms = error->retry_at_unix_ms;
        refusal.offset = error->offset;
        refusal.message = text_of(error->message);
        refusal.detail = text_of(error->detail);
    };
    raw_.cancelled = [](const cur_call*) {
        return std::uint32_t{0};
    };
}

std::optional<Refusal> Call::quarantined() const {
    if (callee_.crashes == nullptr) {
        return std::nullopt;
    }
    Refusal refusal;
    if (auto off = callee_.crashes->switched_off(callee_.name)) {
        refusal.status = CUR_SOURCE_FAILED;
        refusal.message = std::move(*off);
        return refusal;
    }
    if (auto why = callee_.crashes->quarantined(callee_.name, Crumbs::About::current())) {
        refusal.status = CUR_ITEM_FAILED;
        refusal.message = std::move(*why);
        return refusal;
    }
    return std::nullopt;
}

Crumbs* Call::crumbs() const {
    return callee_.crashes != nullptr ? &callee_.crashes->crumbs() : nullptr;
}

std::optional<Refusal> Call::outcome(cur_status status) {
    if (status == CUR_OK) {
        return std::nullopt;
    }
    refusal_.status = known_status(status);
    return refusal_;
}

SettingsView::SettingsView(const Settings& settings) {
    raw_.struct_size = sizeof raw_;
    raw_.self = const_cast<Settings*>(
        &settings); // NOLINT(cppcoreguidelines-pro-type-const-cast): only read
    raw_.get_str = &get_str;
    raw_.get_int = [](const cur_settings* raw, const char* key, std::int64_t* out) {
        return get_number(raw, key, out);
    };
    raw_.get_num = [](const cur_settings* raw, const char* key, double* out) {
        return get_number(raw, key, out);
    };
    raw_.get_item = &get_item;
    raw_.get_pair = &get_pair;
}

const cur_host* host() {
    static const cur_host self{
        sizeof(cur_host),
        CUR_ABI_MAJOR,
        CUR_ABI_MINOR_NEWEST,
        "curateur",
        "0.1.0",
        nullptr,
        [](const cur_host*, std::uint32_t level, cur_str message) {
            if (g_host_log != nullptr && level >= CUR_LOG_WARN) {
                *g_host_log = text_of(message);
            }
        },
        [](const cur_host*, const char*) -> const void* { return nullptr; },
    };
    return &self;
}

Result<Instance> Instance::create(const Component& component,
                                  const Settings& settings,
                                  const Log& log,
                                  Crashes* crashes) {
    auto callee = std::make_unique<Callee>(Callee{component.id, full_name(component), crashes});
    const Crumbs::About no_entry("");
    Call call(*callee, "create", log);
    const SettingsView view(settings);
    cur_instance* raw = nullptr;
    const auto refusal = call.run(
        [&](const cur_call* c) { return component.raw->create(host(), c, view.raw(), &raw); });
    if (refusal || raw == nullptr) {
        const auto why =
            refusal && !refusal->message.empty() ? refusal->message : "it does not say why";
        return Error{refusal && refusal->status == CUR_BAD_CONFIG ? Errc::invalid : Errc::fault,
                     component.id + " cannot be used: " + why};
    }
    return Instance(component, std::move(callee), raw);
}

Instance::~Instance() {
    if (raw_ != nullptr) {
        const Crumbs::About no_entry("");
        const Crumbs::Scope crumb(callee_->crashes != nullptr ? &callee_->crashes->crumbs()
                                                              : nullptr,
                                  callee_->name,
                                  "destroy");
        component_->raw->destroy(raw_);
    }
}

} // namespace curateur::plugin
