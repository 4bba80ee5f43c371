#include "support/end_to_end.hpp"

#include "simulator/answer.hpp"
#include "simulator/digests.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>

namespace curateur::test {
namespace fs = std::filesystem;

namespace {

// What sanitizers need to be told goes on to the program.
constexpr std::array<const char*, 5> k_passed_on{
    "PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"};

constexpr std::uint64_t k_first_game = 1000; // its number in the catalogue

int system_id(const std::string& system) {
    return system == "nes" ? 3 : system == "snes" ? 4 : system == "megadrive" ? 1 : 57;
}

// One request over a connection of its own; the body of the answer.
std::string talk(const std::string& origin, const std::string& request) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port =
        ::htons(static_cast<std::uint16_t>(std::stoi(origin.substr(origin.rfind(':') + 1))));
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::send(socket, request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size())) {
        ::close(socket);
        throw std::runtime_error("the simulator does not listen");
    }
    std::string answer;
    std::array<char, 4096> block{};
    for (ssize_t got = 0; (got = ::recv(socket, block.data(), block.size(), 0)) > 0;) {
        answer.append(block.data(), static_cast<std::size_t>(got));
    }
    ::close(socket);
    const auto body = answer.find("\r\n\r\n");
    return body == std::string::npos ? "" : answer.substr(body + 4);
}

std::string to_string(const rapidjson::Value& value) {
    if (value.IsArray() || value.IsObject()) {
        rapidjson::StringBuffer text;
        rapidjson::Writer<rapidjson::StringBuffer> writer(text);
        value.Accept(writer);
        return text.GetString();
    }
    return value.IsDouble() ? std::to_string(value.GetDouble()) : json::View(&value).text();
}

} // namespace

Tree tree_of(const fs::path& folder) {
    Tree tree;
    if (!fs::exists(folder)) {
        return tree;
    }
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            tree.emplace(entry.path().lexically_relative(folder).string(),
                         read_whole(entry.path()));
        }
    }
    return tree;
}

::testing::AssertionResult same_trees(const Tree& left, const Tree& right) {
    std::string differences;
    for (const auto& [path, bytes] : left) {
        const auto other = right.find(path);
        if (other == right.end()) {
            differences += "\n  only in the first: " + path;
        } else if (other->second != bytes) {
            differences += "\n  differs: " + path;
        }
    }
    for (const auto& [path, bytes] : right) {
        differences += left.contains(path) ? "" : "\n  only in the second: " + path;
    }
    return differences.empty() ? ::testing::AssertionSuccess()
                               : ::testing::AssertionFailure() << differences;
}

std::map<std::string, std::int64_t> times_of(const fs::path& folder) {
    std::map<std::string, std::int64_t> times;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        struct stat info {};

        if (entry.is_regular_file() && ::stat(entry.path().c_str(), &info) == 0) {
            times.emplace(entry.path().string(),
                          info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec);
        }
    }
    return times;
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

Event::Event(const std::string& line) {
    rapidjson::Document document;
    document.Parse(line.c_str());
    if (!document.IsObject()) {
        ADD_FAILURE() << "not one JSON object: " << line;
        return;
    }
    const auto& object = std::as_const(document); // whose iterators clang can compare
    for (auto it = object.MemberBegin(); it != object.MemberEnd(); ++it) {
        values.emplace(it->name.GetString(), to_string(it->value));
    }
}

std::string Event::operator[](std::string_view key) const {
    const auto found = values.find(std::string(key));
    return found == values.end() ? "(no " + std::string(key) + ")" : found->second;
}

std::uint64_t Event::number(std::string_view key) const {
    return std::stoull((*this)[key]);
}

std::vector<Event> events_of(const std::string& out) {
    std::vector<Event> events;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) {
        events.emplace_back(line);
    }
    return events;
}

EndToEnd::EndToEnd() {
    fs::create_directories(home());
    fs::create_directories(work());
}

void EndToEnd::TearDown() {
    for (const auto& [file, bytes] : tree_of(folder_.path())) {
        if (file.starts_with("state") || file.starts_with("streams") || file.starts_with("work") ||
            file.starts_with("home")) {
            EXPECT_EQ(bytes.find("player-password"), std::string::npos) << file;
            EXPECT_EQ(bytes.find("developer-password"), std::string::npos) << file;
        }
    }
    for (const auto& log : fs::directory_iterator(folder_.path())) {
        if (log.path().extension() != ".requests") {
            continue;
        }
        std::ifstream file(log.path());
        for (std::string line; std::getline(file, line);) {
            EXPECT_LE(Event(line).number("in_flight"), static_cast<unsigned>(threads_)) << line;
        }
    }
}

void EndToEnd::add_rom(const std::string& system,
                       const std::string& key,
                       const std::string& bytes) {
    const auto file = roms() / system / key;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

// Writes a ROM whose bytes nobody else has; what the catalogue says of it.
std::string EndToEnd::make_dump(const std::string& system, const std::string& key) {
    constexpr std::size_t k_size = 4096;
    std::string bytes;
    for (std::size_t i = 0; bytes.size() < k_size; ++i) {
        bytes += system + "/" + key + " " + std::to_string(i) + "\n";
    }
    bytes.resize(k_size);
    add_rom(system, key, bytes);
    const auto digests = simulator::digests_of(bytes);
    return "{\"name\": \"" + fs::path(key).filename().string() +
           "\", \"size\": " + std::to_string(bytes.size()) + ", \"crc\": \"" + digests.crc +
           "\", \"md5\": \"" + digests.md5 + "\", \"sha1\": \"" + digests.sha1 +
           "\", \"regions\": [\"us\"]}";
}

std::uint64_t
EndToEnd::add_game(const std::string& system, const std::string& key, const std::string& more) {
    const auto id = k_first_game + games_.size();
    auto title = fs::path(key).stem().string();
    title = title.substr(0, title.find(" ("));
    const bool has_name = more.find("\"name") != std::string::npos;
    games_.push_back(
        {id,
         "\"id\": " + std::to_string(id) + ", \"system\": " + std::to_string(system_id(system)) +
             (has_name ? "" : ", \"name\": \"" + title + "\"") + (more.empty() ? "" : ", " + more),
         make_dump(system, key)});
    return id;
}

void EndToEnd::add_dump(std::uint64_t game, const std::string& system, const std::string& key) {
    games_.at(game - k_first_game).dumps += ", " + make_dump(system, key);
}

void EndToEnd::add_sample(const SampleOptions& options) {
    const auto written = write_sample_library(home() / "sample", options);
    ASSERT_TRUE(written) << written.error().message;
    fs::rename(written->roms, roms());
    fs::rename(written->catalogue, folder_.path() / "sample.json");
    fs::remove(home() / "sample");
    sample_ = folder_.path() / "sample.json";
    sample_roms_ = written->entries;
}

fs::path EndToEnd::sample_rom(Kind kind) const {
    for (const auto& one : sample_roms_) {
        if (one.kind == kind) {
            return roms() / one.system / one.key;
        }
    }
    throw std::runtime_error("the sample has none of this kind");
}

std::string EndToEnd::catalogue_text() const {
    std::string text = "{\"accounts\": [{\"user\": \"" + user_ +
                       "\", \"password\": " + simulator::in_quotes(password_) +
                       "}],\n\"media\": [" + media_ + "], \"filler_dumps\": 2, \"games\": [";
    for (std::size_t i = 0; i < games_.size(); ++i) {
        text += std::string(i == 0 ? "\n" : ",\n") + "{" + games_[i].head + ", \"roms\": [" +
                games_[i].dumps + "]}";
    }
    return text + "\n]}\n";
}

void EndToEnd::serve(std::vector<std::string> arguments, int threads) {
    threads_ = threads;
    const auto catalogue = sample_ ? *sample_ : folder_.write("catalogue.json", catalogue_text());
    arguments.insert(arguments.end(),
                     {"--catalogue", catalogue.string(), "--seed", seed_, "--media-scale", "0.2"});
    arguments.insert(arguments.end(), {"--maxthreads", std::to_string(threads)});
    if (service_) { // on the same ports: to the program it is the same service
        const auto port_of = [](const std::string& url) {
            const auto colon = url.rfind(':');
            return url.substr(colon + 1, url.rfind('/') - colon - 1);
        };
        arguments.insert(arguments.end(), {"--port", port_of(service_->base_url())});
        arguments.insert(arguments.end(), {"--media-port", port_of(service_->media_url())});
        service_->stop();
        service_.reset();
    }
    std::size_t logs = 0;
    for (const auto& file : fs::directory_iterator(folder_.path())) {
        logs += file.path().extension() == ".requests" ? 1U : 0U;
    }
    service_ = std::make_unique<SimulatorProcess>(CURATEUR_SIMULATOR,
                                                  folder_.path() /
                                                      (std::to_string(logs + 1) + ".requests"),
                                                  std::move(arguments));
}

std::string EndToEnd::control(const std::string& path, const std::string& json) const {
    auto request = (json.empty() ? "GET " : "POST ") + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    request += "Connection: close\r\nContent-Type: application/json\r\nContent-Length: " +
               std::to_string(json.size()) + "\r\n\r\n" + json;
    return talk(service_->origin(), request);
}

std::uint64_t EndToEnd::in_flight() const {
    const auto summary = json::parse(control("/control/summary", ""));
    return summary ? summary->root()["accounts"][user_]["in_flight"].natural().value_or(0) : 0;
}

void EndToEnd::settle() const {
    while (in_flight() > 0) {
    }
}

std::size_t EndToEnd::asked(std::string_view page_or_outcome) const {
    std::size_t count = 0;
    for (const auto& one : fs::directory_iterator(folder_.path())) {
        if (one.path().extension() != ".requests") {
            continue;
        }
        std::ifstream file(one.path());
        for (std::string line; std::getline(file, line);) {
            const Event request(line);
            count += request["page"] == page_or_outcome || request["outcome"] == page_or_outcome;
        }
    }
    return count;
}

std::size_t EndToEnd::asked() const {
    std::size_t all = 0;
    for (const auto& one : fs::directory_iterator(folder_.path())) {
        if (one.path().extension() == ".requests") {
            all += count_of(read_whole(one.path()), "\n");
        }
    }
    return all - asked("ssuserInfos.php");
}

Environment EndToEnd::environment() const {
    Environment variables{{"HOME", home().string()},
                          {"LANG", "C.UTF-8"},
                          {"XDG_STATE_HOME", state().string()},
                          {"XDG_CONFIG_HOME", (folder_.path() / "config").string()},
                          {"XDG_DATA_HOME", (folder_.path() / "data").string()}};
    // A sanitizer leaves a crash to the signal, as it is without one.
    for (const char* const name : {"ASAN_OPTIONS", "TSAN_OPTIONS"}) {
        variables.emplace(name, "handle_segv=0:halt_on_error=1");
    }
    for (const char* const name : k_passed_on) {
        if (const char* const value = std::getenv(name)) {
            variables.emplace(name, value);
        }
    }
    return variables;
}

Child EndToEnd::start(std::vector<std::string> arguments, const Environment& more) {
    const auto file = folder_.write(
        "config/curateur/config.yaml",
        "api:\n  retry_backoff_seconds: 0\n"
        "media:\n  media_types: [cover, screenshot]\n  image_min_dimension: 1\n"
        "sources:\n  screenscraper:\n    user_id: " +
            user_ + "\n    user_password: '" + password_ +
            "'\n    devid: developer\n    devpassword: developer-password\n    base_url: " +
            (service_ ? service_->base_url() : "http://127.0.0.1:9/api2") + "\n");
    ::chmod(file.c_str(), 0600);
    auto variables = environment();
    for (const auto& [name, value] : more) {
        variables.insert_or_assign(name, value);
    }
    arguments.insert(arguments.begin(), CURATEUR_PROGRAM);
    return {std::move(arguments),
            variables,
            work(),
            folder_.path() / "streams" / std::to_string(++runs_)};
}

Outcome EndToEnd::run_bare(std::vector<std::string> arguments, const Environment& more) {
    return start(std::move(arguments), more).wait();
}

Outcome EndToEnd::run(std::vector<std::string> arguments, const Environment& more) {
    arguments.insert(arguments.begin(), {"--source", "screenscraper", "--output", "esde"});
    return run_bare(std::move(arguments), more);
}

std::vector<Event> EndToEnd::run_json(std::vector<std::string> arguments, const Environment& more) {
    arguments.emplace_back("--json");
    return events_of(run(std::move(arguments), more).out);
}

fs::path EndToEnd::gamelist_file(const std::string& system) const {
    return frontend() / "gamelists" / system / "gamelist.xml";
}

std::string EndToEnd::gamelist(const std::string& system) const {
    return read_whole(gamelist_file(system));
}

void EndToEnd::put_gamelist(const std::string& system, const std::string& text) const {
    fs::create_directories(gamelist_file(system).parent_path());
    std::ofstream(gamelist_file(system), std::ios::binary) << text;
}

void EndToEnd::edit_gamelist(const std::string& system,
                             const std::string& from,
                             const std::string& to) const {
    auto text = gamelist(system);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from << " is not in\n" << text;
    put_gamelist(system, text.replace(at, from.size(), to));
}

fs::path EndToEnd::medium(const std::string& system, const std::string& folder_and_name) const {
    return frontend() / "downloaded_media" / system / folder_and_name;
}

} // namespace curateur::test
