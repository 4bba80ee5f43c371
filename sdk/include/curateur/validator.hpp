// SPDX-License-Identifier: MIT
// curateur plugin SDK, C++17 layer, part 4 of 4: media validators.
#pragma once

#include "abi_validator.h"
#include "plugin.hpp"

namespace curateur __attribute__((visibility("hidden"))) {
    inline namespace sdk0 {

    // The file to look at; borrowed for the call.
    class Subject {
    public:
        explicit Subject(const cur_subject* raw) noexcept : raw_(raw) {}

        // What the source claimed.
        std::string_view kind() const noexcept { return view(raw_->kind); }

        std::string_view format() const noexcept { return view(raw_->format); }

        std::uint64_t size() const noexcept { return raw_->size; }

        bool strict() const noexcept { return raw_->level >= CUR_LEVEL_STRICT; }

        // The first bytes: at least 4096, or the whole of it.
        std::string_view head() const noexcept { return view(raw_->head); }

        // Any part of it; how many bytes were read, 0 at the end.
        std::size_t read(std::uint64_t offset, std::uint8_t* into, std::size_t capacity) const {
            return raw_->read(raw_, offset, into, capacity);
        }

    private:
        const cur_subject* raw_;
    };

    class Findings {
    public:
        explicit Findings(const cur_findings* sink) noexcept : sink_(sink) {}

        void good() { sink_->verdict(sink_, CUR_VERDICT_GOOD, c({})); }

        void bad(std::string_view why) { sink_->verdict(sink_, CUR_VERDICT_BAD, c(why)); }

        void poor(std::string_view why) { sink_->verdict(sink_, CUR_VERDICT_POOR, c(why)); }

        void unknown() { sink_->verdict(sink_, CUR_VERDICT_UNKNOWN, c({})); }

        // "format": what the bytes are, whatever was claimed.
        void fact(std::string_view name, std::string_view value) {
            sink_->text(sink_, c(name), c(value));
        }

        void fact(std::string_view name, double value) { sink_->number(sink_, c(name), value); }

    private:
        const cur_findings* sink_;
    };

    class Validator {
    public:
        Validator() = default;
        Validator(const Validator&) = delete;
        Validator& operator=(const Validator&) = delete;
        virtual ~Validator() = default;
        virtual void check(const Subject& subject, Findings findings) = 0;
    };

    template <class V>
    class ValidatorComponent : public Component<ValidatorComponent<V>, V, cur_validator> {
        using Base = Component<ValidatorComponent<V>, V, cur_validator>;

    public:
        ValidatorComponent(const char* id, const char* version)
            : Base(CUR_KIND_VALIDATOR, id, version) {
            info_.struct_size = sizeof info_;
            this->table_.check = [](cur_instance* i,
                                    const cur_call* call,
                                    const cur_subject* s,
                                    const cur_findings* f) noexcept {
                return detail::guard(call,
                                     [&] { detail::object<V>(i).check(Subject(s), Findings(f)); });
            };
        }

        ValidatorComponent& formats(std::initializer_list<const char*> names) {
            return formats_.assign(names), *this;
        }

        void link() {
            info_.formats = formats_.data();
            this->table_.info = &info_;
        }

    private:
        cur_validator_info info_{};
        detail::Names formats_;
    };

    template <class V>
    ValidatorComponent<V>& validator(const char* id, const char* version) {
        static ValidatorComponent<V> it(id, version);
        return it;
    }

    } // namespace sdk0
} // namespace curateur
