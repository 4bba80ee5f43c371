// A source of metadata to begin with: it asks a (made-up) service for the name of a file, and takes
// the answer's text for the name of the game.
#include <curateur/source.hpp>

namespace {

class MySource : public curateur::Source {
public:
    explicit MySource(const curateur::Settings&) {}

    // What would answer this query? Nothing is sent here: the host does that, within the limits.
    void plan(const curateur::Query& query, curateur::Results out) override {
        const auto evidence = query.evidence();
        if (!query.open(CUR_LOOKUP_FILE) || evidence.empty())
            return;
        out.get("https://api.example.org/name", "name", CUR_LOOKUP_FILE)
            .query("file", evidence.front().name());
    }

    // What does the answer say?
    void parse(const curateur::Query&,
               const curateur::Exchange& exchange,
               curateur::Results out) override {
        exchange.expect_ok();
        out.record(curateur::RecordHead("1", CUR_LOOKUP_FILE)).text("name", exchange.body());
    }
};

} // namespace

CURATEUR_PLUGIN(curateur::source<MySource>("my-source", "1.0.0")
                    .summary("Names by file name")
                    .lookups(CUR_LOOKUP_FILE)
                    .fields({"name"})
                    .origins({"api.example.org"})
                    .finish());
