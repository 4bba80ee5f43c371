#include "store/answers.hpp"

#include "platform/file.hpp"
#include "store/deflate.hpp"
#include "store/record_text.hpp"
#include "store/schema.hpp"

namespace curateur::store {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_touched_at_most = 4'096; // reads remembered before they are written
constexpr int k_cache_kib = 4 * 1024;            // an answer is read or written once a run

fs::path with_suffix(fs::path file, const char* suffix) {
    file += suffix;
    return file;
}

} // namespace

struct AnswerCache::State {
    fs::path file;
    std::uint64_t max_bytes = 0;
    bool reads_only = false;
    std::optional<Database> database; // nullopt: nothing is remembered
    Deflater deflater = {};
    std::uint64_t bytes = 0;
    std::int64_t tick = 0;                                      // of the newest use
    std::vector<std::pair<std::int64_t, std::int64_t>> touched; // answer, tick
    std::vector<std::string> notes;

    State(fs::path path, std::uint64_t most) : file(std::move(path)), max_bytes(most) {}

    State(const State&) = delete;
    State& operator=(const State&) = delete;

    ~State() {
        if (database) {
            static_cast<void>(write_touched());
        }
    }

    void open() {
        for (int attempt = 0; attempt < 2; ++attempt) {
            const auto opened = try_open();
            if (opened) {
                return;
            }
            failed(opened.error());
            if (opened.error().code != Errc::malformed) {
                return;
            }
        }
    }

    void look() {
        std::error_code ignored;
        reads_only = true;
        if (!fs::exists(file, ignored)) {
            return;
        }
        auto opened = Database::open(file, {.reads_only = true, .cache_kib = k_cache_kib});
        if (!opened) {
            return;
        }
        const auto current = is_migrated(*opened, file, answers_schema());
        if (current && *current) {
            database.emplace(*std::move(opened));
        }
    }

    // What work says of the database; a failure costs what is cached, not the run.
    template <class Work>
    void attempt(const Work& work) {
        if (!database) {
            return;
        }
        const Status done = work();
        if (done) {
            return;
        }
        failed(done.error());
        if (done.error().code == Errc::malformed && !reads_only) {
            open();
        }
    }

    Status find(std::string_view key, std::optional<Answer>& found);
    Status put(std::string_view key, std::string_view system, const Answer& answer);
    Status clear(const std::vector<std::string>& systems);
    Status clear_all();

private:
    Status try_open() {
        CURATEUR_TRY(auto opened,
                     Database::open(file, {.gives_back_space = true, .cache_kib = k_cache_kib}));
        CURATEUR_CHECK(migrate(opened, file, answers_schema()));
        database.emplace(std::move(opened));
        CURATEUR_CHECK(count());
        CURATEUR_CHECK(evict());
        return give_back_space();
    }

    // Damaged: set aside. Anything else: left alone, and not used any more.
    void failed(const Error& error) {
        database.reset();
        touched.clear();
        bytes = 0;
        if (reads_only) {
            return;
        }
        if (error.code != Errc::malformed) {
            notes.push_back(error.message + "; answers are not cached for the rest of this run");
            return;
        }
        const auto aside = with_suffix(file, ".damaged");
        std::error_code code;
        fs::rename(file, aside, code);
        if (code) {
            fs::remove(file, code);
        }
        for (const char* const suffix : {"-wal", "-shm", "-journal"}) {
            fs::remove(with_suffix(file, suffix), code);
        }
        notes.push_back(error.message + "; set aside as " + aside.string() +
                        ", a new one is begun: it costs requests, nothing else");
    }

    Status count() {
        auto row =
            database->prepare("SELECT ifnull(sum(size), 0), ifnull(max(used), 0) FROM answer");
        static_cast<void>(row.step());
        CURATEUR_CHECK(row.status());
        bytes = static_cast<std::uint64_t>(row.number(0));
        tick = row.number(1);
        return ok();
    }

    Status write_touched() {
        if (touched.empty()) {
            return ok();
        }
        Transaction all(*database);
        for (const auto& [answer, at] : touched) {
            CURATEUR_CHECK(database->prepare("UPDATE answer SET used=? WHERE id=?")
                               .bind(at)
                               .bind(answer)
                               .run());
        }
        touched.clear();
        return all.commit();
    }

    Status remove(std::int64_t answer) {
        return database->prepare("DELETE FROM answer WHERE id=?").bind(answer).run();
    }

    Status evict() {
        while (bytes > max_bytes) {
            std::int64_t oldest = 0;
            std::uint64_t size = 0;
            {
                auto row = database->prepare("SELECT id, size FROM answer ORDER BY used LIMIT 1");
                if (!row.step()) {
                    return row.status();
                }
                oldest = row.number(0);
                size = static_cast<std::uint64_t>(row.number(1));
            }
            CURATEUR_CHECK(remove(oldest));
            bytes -= size;
        }
        return ok();
    }

    Status give_back_space() { return database->execute("PRAGMA incremental_vacuum"); }
};

Status AnswerCache::State::find(std::string_view key, std::optional<Answer>& found) {
    std::int64_t id = 0;
    {
        auto row = database->prepare("SELECT a.id, a.status, a.received, a.headers, b.bytes FROM "
                                     "answer a JOIN body b ON b.answer=a.id WHERE a.key=?");
        if (!row.bind(key).step()) {
            return row.status();
        }
        id = row.number(0);
        auto body = deflater.inflated(row.view(4));
        auto headers = params_of(row.text(3));
        if (body && headers) {
            found = Answer{static_cast<int>(row.number(1)),
                           row.number(2),
                           *std::move(headers),
                           *std::move(body)};
        }
    }
    if (reads_only) {
        return ok();
    }
    if (!found) { // a damaged row
        CURATEUR_CHECK(remove(id));
        return count();
    }
    touched.emplace_back(id, ++tick);
    return touched.size() < k_touched_at_most ? ok() : write_touched();
}

Status
AnswerCache::State::put(std::string_view key, std::string_view system, const Answer& answer) {
    const auto headers = to_text(answer.headers);
    const auto body = deflater.deflated(answer.body);
    const std::uint64_t size = key.size() + headers.size() + body.size();
    if (size > max_bytes) {
        return ok();
    }
    Transaction all(*database);
    CURATEUR_CHECK(write_touched());
    std::uint64_t before = 0;
    {
        auto row = database->prepare("SELECT size FROM answer WHERE key=?");
        before = row.bind(key).step() ? static_cast<std::uint64_t>(row.number(0)) : 0;
        CURATEUR_CHECK(row.status());
    }
    std::int64_t id = 0;
    {
        auto row = database->prepare(
            "INSERT INTO answer(key, system, status, received, used, size, headers) "
            "VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET system=excluded.system, "
            "status=excluded.status, received=excluded.received, used=excluded.used, "
            "size=excluded.size, headers=excluded.headers RETURNING id");
        row.bind(key).bind(system).bind(std::int64_t{answer.status}).bind(answer.received_unix_ms);
        row.bind(++tick).bind(static_cast<std::int64_t>(size)).bind(std::string_view(headers));
        id = row.step() ? row.number(0) : 0;
        CURATEUR_CHECK(row.run());
    }
    CURATEUR_CHECK(database->prepare("INSERT OR REPLACE INTO body VALUES(?, ?)")
                       .bind(id)
                       .bind_blob(body)
                       .run());
    bytes += size - before;
    CURATEUR_CHECK(evict());
    return all.commit();
}

Status AnswerCache::State::clear(const std::vector<std::string>& systems) {
    Transaction all(*database);
    for (const auto& system : systems) {
        CURATEUR_CHECK(database->prepare("DELETE FROM answer WHERE system=?")
                           .bind(std::string_view(system))
                           .run());
    }
    CURATEUR_CHECK(all.commit());
    CURATEUR_CHECK(count());
    return give_back_space();
}

Status AnswerCache::State::clear_all() {
    CURATEUR_CHECK(database->execute("DELETE FROM body; DELETE FROM answer"));
    CURATEUR_CHECK(count());
    return give_back_space();
}

AnswerCache::AnswerCache(std::unique_ptr<State> state) : state_(std::move(state)) {}

AnswerCache::AnswerCache(AnswerCache&&) noexcept = default;
AnswerCache& AnswerCache::operator=(AnswerCache&&) noexcept = default;
AnswerCache::~AnswerCache() = default;

AnswerCache AnswerCache::open(const fs::path& directory, std::uint64_t max_bytes) {
    auto state = std::make_unique<State>(directory / "answers.db", max_bytes);
    if (const auto made = platform::make_directories(directory); made) {
        state->open();
    } else {
        state->notes.push_back(made.error().message + "; answers are not cached");
    }
    return AnswerCache(std::move(state));
}

AnswerCache AnswerCache::look(const fs::path& directory) {
    auto state = std::make_unique<State>(directory / "answers.db", 0);
    state->look();
    return AnswerCache(std::move(state));
}

std::optional<Answer> AnswerCache::find(std::string_view key) {
    std::optional<Answer> found;
    state_->attempt([&] { return state_->find(key, found); });
    return found;
}

void AnswerCache::put(std::string_view key, std::string_view system, const Answer& answer) {
    state_->attempt([&] { return state_->put(key, system, answer); });
}

void AnswerCache::clear(const std::vector<std::string>& systems) {
    state_->attempt([&] { return state_->clear(systems); });
}

void AnswerCache::clear() {
    state_->attempt([&] { return state_->clear_all(); });
}

std::uint64_t AnswerCache::bytes() const {
    return state_->bytes;
}

std::vector<std::string> AnswerCache::take_notes() {
    return std::exchange(state_->notes, {});
}

} // namespace curateur::store
