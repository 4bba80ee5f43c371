// Systems overlap in time, their reports do not: what a later one has to say waits until those
// before it are done.
#pragma once

#include "platform/clock.hpp"
#include "report/error_log.hpp"
#include "report/ordered.hpp"

#include <list>
#include <memory>

namespace curateur::pipeline {

// The loop's thread.
class Desk {
public:
    Desk(report::Reporter& out, const platform::Clock& clock) : out_(out), clock_(clock) {}

    // In the order in which they are to be told.
    void open(const report::SystemStart& start);
    void entry(const report::Entry& entry);
    void close(const report::SystemEnd& end);
    void warning(const report::Warning& warning);
    void tick();

    [[nodiscard]] const report::ErrorLog& errors() const { return errors_; }

private:
    // Holds entries back until the system's turn has come.
    class Gate : public report::Reporter {
    public:
        explicit Gate(report::Reporter& out) : out_(out) {}

        void entry(const report::Entry& entry) override;
        void open();

    private:
        report::Reporter& out_;
        bool is_open_ = false;
        std::vector<report::Entry> held_;
    };

    struct Sheet {
        explicit Sheet(report::Reporter& out) : gate(out), ordered(gate) {}

        report::SystemStart start;
        Gate gate;
        report::Ordered ordered;
        std::unique_ptr<report::SystemEnd> end;
    };

    void begin_first();
    void end_what_is_done();

    report::Reporter& out_;
    const platform::Clock& clock_;
    report::ErrorLog errors_;
    std::list<Sheet> sheets_; // the first one is being told
};

} // namespace curateur::pipeline
