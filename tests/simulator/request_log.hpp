// What was asked and answered, one line of JSON a request, for tests to look at.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace curateur::simulator {

struct LogEntry {
    double at_ms = 0;   // since the start
    double took_ms = 0; // until the last byte was handed to the system
    std::string page;
    bool media_port = false;
    std::multimap<std::string, std::string> parameters; // without the four secrets
    bool developer_ok = false;
    std::optional<bool> user_ok; // none: no user was given
    std::string account;
    int in_flight = 0; // of the account, API and media, this one included
    int status = 0;
    std::string outcome; // "found", "not_found", "nomedia", or a message's name …
    std::string matched_by;
    std::string fault;
    std::uint64_t game = 0;
    std::string range;       // the part that was asked for, "bytes=5-"; "": the whole
    std::uint64_t bytes = 0; // of the body, as sent
    bool complete = true;    // false: the client went away, or a fault ended it
};

[[nodiscard]] std::string json_line(const LogEntry& entry);

// Safe for several threads.
class RequestLog {
public:
    [[nodiscard]] Status open(const std::filesystem::path& file);

    void add(const LogEntry& entry);
    void clear(); // what is remembered; the file goes on

    [[nodiscard]] std::vector<LogEntry> entries() const;
    [[nodiscard]] std::string lines() const;
    // How often each "page status" occurred.
    [[nodiscard]] std::map<std::string, std::uint64_t> counts() const;

private:
    mutable std::mutex mutex_;
    std::ofstream file_;
    std::vector<LogEntry> entries_;
};

} // namespace curateur::simulator
