#include "simulator/request_log.hpp"

#include "simulator/answer.hpp"

#include <array>
#include <cstdio>

namespace curateur::simulator {
namespace {

std::string milliseconds(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value);
    return text.data();
}

const char* boolean(bool value) {
    return value ? "true" : "false";
}

} // namespace

std::string json_line(const LogEntry& it) {
    std::string parameters;
    for (const auto& [name, value] : it.parameters) {
        parameters += (parameters.empty() ? "" : ",") + in_quotes(name) + ":" + in_quotes(value);
    }
    std::string out = "{\"at_ms\":" + milliseconds(it.at_ms) +
                      ",\"took_ms\":" + milliseconds(it.took_ms) +
                      ",\"page\":" + in_quotes(it.page) + ",\"port\":\"" +
                      (it.media_port ? "media" : "api") + "\",\"parameters\":{" + parameters + "}";
    out += std::string(",\"developer_ok\":") + boolean(it.developer_ok);
    out += std::string(",\"user_ok\":") + (it.user_ok ? boolean(*it.user_ok) : "null");
    out +=
        ",\"account\":" + in_quotes(it.account) + ",\"in_flight\":" + std::to_string(it.in_flight);
    out += ",\"status\":" + std::to_string(it.status) + ",\"outcome\":" + in_quotes(it.outcome);
    out += ",\"matched_by\":" + in_quotes(it.matched_by) + ",\"fault\":" + in_quotes(it.fault);
    out += ",\"game\":" + std::to_string(it.game) + ",\"range\":" + in_quotes(it.range) +
           ",\"bytes\":" + std::to_string(it.bytes);
    return out + ",\"complete\":" + boolean(it.complete) + "}";
}

Status RequestLog::open(const std::filesystem::path& file) {
    const std::lock_guard lock(mutex_);
    file_.open(file, std::ios::binary | std::ios::trunc);
    if (!file_) {
        return Error{Errc::io, file.string() + ": the log cannot be written there"};
    }
    return ok();
}

void RequestLog::add(const LogEntry& entry) {
    const std::lock_guard lock(mutex_);
    entries_.push_back(entry);
    if (file_.is_open()) {
        file_ << json_line(entry) << '\n' << std::flush; // a test may read it at any moment
    }
}

void RequestLog::clear() {
    const std::lock_guard lock(mutex_);
    entries_.clear();
}

std::vector<LogEntry> RequestLog::entries() const {
    const std::lock_guard lock(mutex_);
    return entries_;
}

std::string RequestLog::lines() const {
    const std::lock_guard lock(mutex_);
    std::string out;
    for (const LogEntry& entry : entries_) {
        out += json_line(entry) + "\n";
    }
    return out;
}

std::map<std::string, std::uint64_t> RequestLog::counts() const {
    const std::lock_guard lock(mutex_);
    std::map<std::string, std::uint64_t> all;
    for (const LogEntry& entry : entries_) {
        ++all[entry.page + " " + std::to_string(entry.status)];
    }
    return all;
}

} // namespace curateur::simulator
