#include "simulator/service.hpp"

#include "simulator/messages.hpp"
#include "simulator/visit.hpp"

#include <curateur/support/midnight.hpp>

#include <array>
#include <ctime>

namespace curateur::simulator {
namespace {

constexpr std::string_view k_text = "application/json; charset=utf-8"; // even of plain text

bool is_secret(const std::string& name) {
    return name == "devid" || name == "devpassword" || name == "ssid" || name == "sspassword";
}

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::int64_t next_reset_ms() {
    return next_midnight_ms("CET-1CEST,M3.5.0,M10.5.0/3", now_ms()).value_or(0);
}

// A page of statistics of the service's own: free of charge.
bool is_free(std::string_view page) {
    return page == "ssuserInfos.php" || page == "ssinfraInfos.php";
}

std::string page_of_status(int status) {
    const auto code = std::to_string(status);
    return "<html>\r\n<head><title>" + code + "</title></head>\r\n<body>\r\n<center><h1>" + code +
           "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
}

std::string latin1(std::string_view utf8) {
    std::string out;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte == 0xC3 && i + 1 < utf8.size()) { // U+00C0 to U+00FF, which is all there is
            out += static_cast<char>(static_cast<unsigned char>(utf8[++i]) + 0x40U);
        } else {
            out += utf8[i];
        }
    }
    return out;
}

} // namespace

Ticket::Ticket(Service& service, Usage& usage, LogEntry logged)
    : entry(std::move(logged)), service_(service), usage_(usage) {}

Ticket::~Ticket() {
    finish(false);
}

void Ticket::finish(bool complete) {
    if (finished_) {
        return;
    }
    finished_ = true;
    using Milliseconds = std::chrono::duration<double, std::milli>;
    entry.at_ms = Milliseconds(start_ - service_.start_).count();
    entry.took_ms = Milliseconds(std::chrono::steady_clock::now() - start_).count();
    entry.complete = complete;
    service_.log_.add(entry);
    service_.accounts_.leave(usage_);
}

Service::Service(ServiceOptions options)
    : at_start_(std::move(options))
    , world_(at_start_.catalogue, at_start_.seed)
    , media_(at_start_.seed, at_start_.media_scale, at_start_.real_size_divisor)
    , accounts_(at_start_.catalogue.accounts.value_or(std::vector{usual_account()}))
    , faults_(at_start_.seed)
    , switches_(at_start_.switches)
    , resets_at_ms_(next_reset_ms()) {
    at_start_.catalogue.games.clear(); // the world has its own
    faults_.add(at_start_.catalogue.faults);
}

Switches Service::switches() const {
    const std::lock_guard lock(mutex_);
    return switches_;
}

void Service::end_of_day() {
    const std::lock_guard lock(mutex_);
    if (now_ms() >= resets_at_ms_) {
        resets_at_ms_ = next_reset_ms();
        accounts_.new_day();
    }
}

Reply Service::answer(const Call& call, std::unique_ptr<Ticket>& ticket) {
    end_of_day();
    Visit visit{call, switches(), nullptr, false, nullptr, {}, {}};
    visit.developer_ok = visit.get("devid") == at_start_.developer &&
                         visit.get("devpassword") == at_start_.developer_password;
    Usage* const member = accounts_.member(visit.get("ssid"), visit.get("sspassword"));
    visit.usage = member != nullptr ? member : accounts_.guest(call.address);
    const auto refused = refusal(visit);
    const bool counts = refused.empty() && !is_free(call.page);
    const auto admission = accounts_.enter(
        *visit.usage, {counts, counts && (!visit.is_media() || visit.switches.media_counts)});
    LogEntry entry;
    entry.page = call.page;
    entry.media_port = call.media_port;
    entry.range = call.range;
    for (const auto& [name, value] : call.parameters) {
        if (!is_secret(name)) {
            entry.parameters.emplace(name, value);
        }
    }
    entry.developer_ok = visit.developer_ok;
    if (!visit.get("ssid").empty()) {
        entry.user_ok = member != nullptr;
    }
    entry.account = visit.usage->name;
    entry.in_flight = admission.in_flight;
    ticket = std::make_unique<Ticket>(*this, *visit.usage, std::move(entry));
    visit.entry = &ticket->entry;
    auto reply = !refused.empty()             ? say(visit, refused)
                 : !admission.refusal.empty() ? say(visit, admission.refusal)
                                              : dispatch(visit);
    visit.entry->status = reply.status;
    visit.entry->fault = name_of(reply.fault);
    return reply;
}

// The message of the first check that fails; empty if all pass.
std::string_view Service::refusal(const Visit& visit) const {
    const Switches& switches = visit.switches;
    const bool account_page = visit.call.page == "ssuserInfos.php";
    const Limits& limits = visit.usage->account.limits;
    if (visit.call.parameters.empty()) {
        return "url";
    }
    if (visit.get("devid").empty() || visit.get("devpassword").empty() ||
        visit.get("softname").empty()) {
        return "fields";
    }
    if (account_page && (!visit.developer_ok || visit.usage->is_guest)) {
        return "user"; // it says the same of both
    }
    if (!visit.developer_ok) {
        return "developer";
    }
    if (switches.blacklist.count(visit.get("softname")) != 0) {
        return "blacklisted";
    }
    if (switches.closed) {
        return "closed";
    }
    const bool leecher = limits.level <= 1 && limits.proposals == 0;
    const bool shut_out =
        visit.usage->is_guest ? switches.closed_to_guests : switches.closed_to_leechers && leecher;
    return shut_out && !is_free(visit.call.page) ? "closed_to_guests" : "";
}

Reply Service::say(Visit& visit, std::string_view name) const {
    const Message& said = *message(name);
    visit.entry->outcome = name;
    Reply reply;
    reply.status = said.status;
    reply.content_type = k_text;
    reply.body = std::string(said.text) + "  ";
    return reply;
}

Reply Service::not_found(Visit& visit, std::string_view name) {
    const bool allowed = accounts_.miss(*visit.usage);
    auto reply = say(visit, allowed ? name : "misses");
    pace(visit, reply, 0.52);
    return reply;
}

// The latency of one kind of answer, as its share of that of a found game (the service's own
// statistics of 2024: found 2.5 s, miss 1.3 s, search 5 s, medium 0.7 s), and the speed.
void Service::pace(const Visit& visit, Reply& reply, double share) const {
    const Switches& switches = visit.switches;
    const bool flat = !switches.real_profile || visit.is_media();
    const int base = visit.is_media() ? switches.media_latency_ms : switches.latency_ms;
    reply.latency_ms = flat ? base : static_cast<int>(base * share);
    if (switches.enforce_speed) {
        reply.bytes_per_second =
            static_cast<std::uint64_t>(visit.usage->account.limits.kilobytes_per_second) * 1024;
    }
    if (visit.rule) {
        reply.latency_ms += visit.rule->delay_ms;
        reply.bytes_per_second = visit.rule->bytes_per_second != 0 ? visit.rule->bytes_per_second
                                                                   : reply.bytes_per_second;
        reply.break_at = visit.rule->break_at;
    }
}

// Whether a fault rule says what is answered instead.
bool Service::replaced(Visit& visit, Reply& reply) const {
    if (!visit.rule || !visit.rule->replaces_answer()) {
        return false;
    }
    const FaultRule& rule = *visit.rule;
    const Message* const said =
        !rule.say.empty() ? message(rule.say) : message_of_status(rule.status);
    visit.entry->outcome = said != nullptr ? said->name : "fault";
    reply.content_type = !rule.content_type.empty() ? rule.content_type : std::string(k_text);
    if (!rule.body.empty()) {
        reply.body = rule.body;
    } else if (said != nullptr) {
        reply.body = std::string(said->text) + "  ";
    } else {
        reply.body = page_of_status(rule.status);
        reply.content_type = "text/html";
    }
    reply.status = rule.status != 0 ? rule.status : said != nullptr ? said->status : 200;
    reply.fault = rule.fault;
    if (rule.fault == Fault::latin1) {
        reply.body = latin1(reply.body);
    } else if (rule.fault == Fault::success_false) {
        Envelope envelope{asker(visit).media_base, "2026-02-03", reply.body, {}, {}, false};
        reply.body = write_answer(envelope, "");
        reply.status = 200;
    }
    pace(visit, reply, 1);
    return true;
}

Asker Service::asker(const Visit& visit) const {
    return {visit.get("devid"),
            visit.get("devpassword"),
            visit.get("softname"),
            visit.get("ssid"),
            visit.get("sspassword"),
            media_base_};
}

Reply Service::json(Visit& visit, const std::string& content, bool with_user) const {
    std::array<char, 32> date{};
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    // A found game's answer comes from a cache of theirs, and has the date alone.
    const bool cached = visit.call.page == "jeuInfos.php";
    std::strftime(date.data(), date.size(), cached ? "%Y-%m-%d" : "%Y-%m-%d %H:%M:%S", &parts);
    const auto fault = visit.rule ? visit.rule->fault : Fault::none;
    Envelope envelope;
    envelope.command = media_base_.substr(0, media_base_.find("/api2/")) + visit.call.target;
    envelope.date = date.data();
    envelope.stale = fault == Fault::stale_counters;
    if (with_user) {
        int guests = 0;
        for (const Usage& usage : accounts_.all()) {
            guests += usage.is_guest ? usage.in_flight : 0;
        }
        envelope.servers = ServerState{visit.switches.closed_to_guests,
                                       visit.switches.closed_to_leechers,
                                       accounts_.members_in_flight(),
                                       guests};
        if (fault != Fault::no_ssuser && visit.call.page != "ssinfraInfos.php") {
            envelope.user = accounts_.copy(*visit.usage);
        }
    }
    Reply reply;
    reply.content_type = k_text;
    reply.chunked = true;
    reply.fault = fault;
    reply.body = write_answer(envelope, content);
    spoil(reply.body, fault);
    pace(visit, reply, visit.call.page == "jeuRecherche.php" ? 2 : 1);
    return reply;
}

void spoil(std::string& body, Fault fault) {
    const auto into_a_text = [&](std::string_view what) {
        const auto field = body.find("\"synopsis\"");
        const auto text = body.find("\"text\": \"", field == std::string::npos ? 0 : field);
        if (text != std::string::npos) {
            body.insert(text + 9, what);
        }
    };
    if (fault == Fault::empty) {
        body.clear();
    } else if (fault == Fault::html) {
        body = "<!DOCTYPE html>\n<html><head><title>ScreenScraper</title></head><body>Maintenance"
               "</body></html>\n";
    } else if (fault == Fault::cut) {
        body.resize(body.size() / 2);
    } else if (fault == Fault::padded) {
        body += std::string(100, '\0');
    } else if (fault == Fault::lone_backslash) {
        into_a_text("C:\\games ");
    } else if (fault == Fault::control_character) {
        into_a_text("\x01");
    } else if (fault == Fault::corrupt) {
        for (std::size_t i = body.size() / 3; i < body.size() * 2 / 3; i += 7) {
            body[i] = static_cast<char>(static_cast<unsigned char>(body[i]) ^ 0x55U);
        }
    }
}

} // namespace curateur::simulator
