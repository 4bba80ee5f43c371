// A second service: one JSON object a game, found by its number, by ScreenScraper's, by MD5 or by
// name.
#include <curateur/source.hpp>
#include <curateur/support/json.hpp>

namespace {

class Second : public curateur::Source {
public:
    explicit Second(const curateur::Settings& settings) : base_url_(settings.text_or("base_url")) {}

    void plan(const curateur::Query& query, curateur::Results out) override {
        if (query.open(CUR_LOOKUP_ID) && ask_by_id(query, out))
            return;
        if (query.open(CUR_LOOKUP_HASH))
            for (const auto& evidence : query.evidence())
                if (!evidence.md5().empty())
                    return ask(out, "md5", evidence.md5(), CUR_LOOKUP_HASH);
        if (query.open(CUR_LOOKUP_NAME) && !query.title().empty())
            ask(out, "name", query.title(), CUR_LOOKUP_NAME);
    }

    void parse(const curateur::Query& query,
               const curateur::Exchange& exchange,
               curateur::Results out) override {
        exchange.expect_ok();
        const auto answer = curateur::json::parse(exchange.body());
        if (!answer)
            throw curateur::Failure(CUR_MALFORMED, answer.error().message);
        const auto game = answer->root();
        auto record = out.record(curateur::RecordHead(game["id"].text(), query.lookups())
                                     .native_platform(query.native_platform()));
        for (const char* const field : {"name", "developer", "description"})
            if (const auto text = game[field].text(); !text.empty())
                record.text(field, text);
        if (const auto id = game["screenscraper"].text(); !id.empty())
            record.id("screenscraper", id);
        game["media"].each([&](curateur::json::View kind) {
            const auto url = base_url_ + "/media/" + std::string(game["id"].text()) + "/" +
                             std::string(kind.text()) + ".png";
            record.media(curateur::Media(kind.text(), url).format("png"));
        });
    }

private:
    bool ask_by_id(const curateur::Query& query, curateur::Results& out) const {
        if (!query.source_id().empty())
            return ask(out, "id", query.source_id(), CUR_LOOKUP_ID), true;
        for (const auto& [scheme, id] : query.ids())
            if (scheme == "second" || scheme == "screenscraper")
                return ask(out, scheme == "second" ? "id" : scheme, id, CUR_LOOKUP_ID), true;
        return false;
    }

    void ask(curateur::Results& out,
             std::string_view by,
             std::string_view value,
             cur_flags covers) const {
        out.get(base_url_ + "/game", "game", covers).query(by, value);
    }

    std::string base_url_;
};

constexpr const char* k_nes[] = {"nes", nullptr};

} // namespace

CURATEUR_PLUGIN(curateur::source<Second>("second", "1.0.0")
                    .name("A second service")
                    .option(curateur::Option("base_url", "Where it is").required().origin())
                    .lookups(CUR_LOOKUP_ID | CUR_LOOKUP_HASH | CUR_LOOKUP_NAME)
                    .hashes(CUR_HASH_MD5)
                    .fields({"name", "developer", "description"})
                    .media({"cover", "logo"})
                    .platform("nes", k_nes)
                    .limit("api", 2, 0)
                    .finish());
