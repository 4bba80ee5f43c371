// A complete metadata source: one JSON service, looked up by MD5.
#include <curateur/source.hpp>
#include <curateur/support/json.hpp>

namespace {

class JsonSource : public curateur::Source {
public:
    explicit JsonSource(const curateur::Settings& settings) : key_(settings.text_or("api_key")) {}

    void plan(const curateur::Query& query, curateur::Results out) override {
        for (const auto& evidence : query.evidence())
            if (query.open(CUR_LOOKUP_HASH) && !evidence.md5().empty()) {
                out.get("https://api.example.org/v1/game", "game", CUR_LOOKUP_HASH)
                    .query("md5", evidence.md5())
                    .query("platform", query.native_platform())
                    .query("key", key_);
                return;
            }
    }

    void parse(const curateur::Query&,
               const curateur::Exchange& exchange,
               curateur::Results out) override {
        exchange.expect_ok();
        const auto answer = curateur::json::parse(exchange.body());
        if (!answer)
            throw curateur::Failure(CUR_MALFORMED, answer.error().message);
        const auto game = answer->root();
        auto record = out.record(curateur::RecordHead(game["id"].text(), CUR_LOOKUP_HASH));
        game["titles"].each([&](curateur::json::View title) {
            const auto text = title["text"].text(), language = title["language"].text();
            record.value(curateur::Value("name", text).language(language));
        });
        game["media"].each([&](curateur::json::View medium) {
            record.media(curateur::Media(medium["kind"].text(), medium["url"].text()));
        });
    }

private:
    std::string key_; // a stand-in: the host puts the secret in
};

constexpr const char* k_snes[] = {"4", nullptr};

} // namespace

CURATEUR_PLUGIN(curateur::source<JsonSource>("json-source", "1.0.0")
                    .name("Example game database")
                    .option(curateur::Option("api_key", "Key of your account").required().secret())
                    .lookups(CUR_LOOKUP_HASH)
                    .hashes(CUR_HASH_MD5)
                    .fields({"name"})
                    .media({"cover"})
                    .origins({"api.example.org"})
                    .platform("snes", k_snes)
                    .limit("api", 2, 60)
                    .finish());
