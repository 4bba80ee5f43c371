// A source that breaks the contract in the way the title of the query says, and a validator that
// ends the process when the file says so, or is a title screen.
#include <curateur/source.hpp>
#include <curateur/validator.hpp>

#include <stdexcept>

namespace {

// As a bug would.
void crash() {
    volatile int* volatile nowhere = nullptr;
    *nowhere = 1;
}

class Misbehaving : public curateur::Source {
public:
    explicit Misbehaving(const curateur::Settings& settings) {
        if (settings.flag("refuse")) {
            throw curateur::Failure(CUR_BAD_CONFIG, "refuse is set");
        }
    }

    void plan(const curateur::Query& query, curateur::Results out) override {
        if (query.title() == "throws") {
            throw std::runtime_error("a bug");
        }
        if (query.title() == "floods") {
            for (int i = 0; i < 17; ++i) {
                out.get("https://example.org/");
            }
        }
        if (query.title() == "no utf-8") {
            out.record(curateur::RecordHead("1", CUR_LOOKUP_HASH)).text("name", "\xFF");
        }
        if (query.title() == "unknown status") {
            throw curateur::Failure(299, "from the future").retry_after_ms(1500);
        }
        if (query.title() == "fails late") {
            out.record(curateur::RecordHead("1", CUR_LOOKUP_HASH)).text("name", "never counted");
            throw curateur::Failure(CUR_NOT_FOUND, "no such game");
        }
        if (query.title() == "media") {
            auto record = out.record(curateur::RecordHead("1", CUR_LOOKUP_HASH));
            record.media(
                curateur::Media("cover", out.get("https://example.org/cover").query("id", "7")));
        }
    }

    void parse(const curateur::Query&,
               const curateur::Exchange& exchange,
               curateur::Results out) override {
        if (exchange.body() == "crash") {
            crash();
        }
        exchange.expect_ok();
        out.record(curateur::RecordHead("1", CUR_LOOKUP_HASH)).text("name", exchange.body());
    }
};

class Crashing : public curateur::Validator {
public:
    explicit Crashing(const curateur::Settings&) {}

    void check(const curateur::Subject& subject, curateur::Findings findings) override {
        if (subject.head() == "crash" || subject.kind() == "title_screen") {
            crash();
        }
        findings.good();
    }
};

const cur_component* misbehaving() {
    return curateur::source<Misbehaving>("misbehaving", "1")
        .option(
            curateur::Option("refuse", "Refuse to be made").type(CUR_OPT_BOOL).fallback("false"))
        .finish();
}

} // namespace

CURATEUR_PLUGIN(misbehaving(),
                curateur::validator<Crashing>("crashing", "2").formats({"png"}).finish());
