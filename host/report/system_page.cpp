#include "report/markup.hpp"
#include "report/pages.hpp"
#include "report/words.hpp"
#include "report_pages.hpp" // made from pages/

namespace curateur::report {
namespace {

// A row of data as the script takes it; what is empty at its end is left out.
class Row {
public:
    Row& text(const std::string& text) { return raw(text.empty() ? "" : script_text(text)); }

    Row& number(std::size_t number) { return raw(number == 0 ? "" : std::to_string(number)); }

    // "": nothing, which is 0 for the script.
    Row& raw(const std::string& cell) {
        if (cell.empty()) {
            ++empty_;
            return *this;
        }
        for (; empty_ > 0; --empty_) {
            add("0");
        }
        add(cell);
        return *this;
    }

    [[nodiscard]] std::string done() const { return "[" + cells_ + "]"; }

private:
    void add(const std::string& cell) { (cells_ += cells_.empty() ? "" : ",") += cell; }

    std::string cells_;
    std::size_t empty_ = 0;
};

template <class Items, class Cell>
std::string list_of(const Items& items, Cell&& cell) {
    std::string out;
    for (const auto& item : items) {
        (out += out.empty() ? "[" : ",") += cell(item);
    }
    return out.empty() ? out : out + "]";
}

template <class Items>
std::string texts_of(const Items& items) {
    const auto list = list_of(items, [](std::string_view item) { return script_text(item); });
    return list.empty() ? "[]" : list;
}

std::string missing_of(const SystemHead& head, const Game& game) {
    std::string out;
    for (std::size_t i = 0; i < game.media.size(); ++i) {
        const auto& medium = game.media[i];
        if (!is_there(medium.have) && medium.have != Have::unwanted) {
            out += (out.empty() ? "" : "; ") + label_of(head.kinds[i]) + ": " +
                   std::string(words_of(medium.have)) +
                   (medium.why.empty() ? "" : " (" + medium.why + ")");
        }
    }
    return out;
}

std::string reason_of(const SystemHead& head, const Game& game) {
    for (std::size_t i = 0; game.reason.empty() && i < game.media.size(); ++i) {
        if (game.media[i].have == Have::bad || game.media[i].have == Have::refused) {
            return label_of(head.kinds[i]) + ": " + game.media[i].why;
        }
    }
    return game.reason;
}

std::string notes_of(const std::vector<std::string>& notes) {
    std::string out;
    for (const auto& note : notes) {
        out += "<p class=\"note\">" + html_text(note) + "</p>\n";
    }
    return out;
}

} // namespace

std::string page_name(std::string_view system) {
    constexpr std::string_view k_digits = "0123456789abcdef";
    std::string name = "system-";
    for (const char c : system) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (is_plain) {
            name += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            ((name += '~') += k_digits[byte >> 4U]) += k_digits[byte & 15U];
        }
    }
    return name + ".html";
}

SystemPage::SystemPage(SystemHead head) {
    summary_.page = page_name(head.name);
    summary_.head = std::move(head);
    summary_.tally.by_kind.resize(summary_.head.kinds.size());
    texts_.emplace("", 0); // what most rows have
}

std::size_t SystemPage::number_of(const std::string& text) {
    return texts_.emplace(text, texts_.size()).first->second;
}

// [kind, why, kind, why, ...]
std::string SystemPage::media_of(const Game& game) {
    std::string out;
    for (std::size_t i = 0; i < game.media.size(); ++i) {
        if (!game.media[i].why.empty()) {
            out += (out.empty() ? "[" : ",") + std::to_string(i) + "," +
                   std::to_string(number_of(game.media[i].why));
        }
    }
    return out.empty() ? out : out + "]";
}

std::string SystemPage::steps_of(const Game& game) {
    return list_of(game.steps, [this](const Step& step) {
        return Row().raw(std::to_string(number_of(step.text))).text(step.command).done();
    });
}

void SystemPage::add(const Game& game) {
    auto& tally = summary_.tally;
    if (game.is_problem() && summary_.problems.size() < k_problems) {
        summary_.problems.push_back(
            {game.name, reason_of(summary_.head, game), game.state, tally.games});
    }
    if (tally.games < k_plain) {
        add_plain(game);
    }
    std::string marks;
    for (const auto& medium : game.media) {
        marks += static_cast<char>('0' + static_cast<int>(medium.have));
    }
    const auto slash = game.cover.rfind('/') + 1; // npos + 1 is 0
    const auto rom = shell_word(summary_.head.name + "/" + game.file);
    const auto candidates = list_of(game.candidates, [&](const Candidate& one) {
        const auto pin = "curateur pin " + rom + " " + shell_word(one.source + ":" + one.id);
        return texts_of(std::array{one.name, one.year, pin});
    });
    const auto lacks = list_of(game.lacks, [](std::size_t field) { return std::to_string(field); });
    rows_ += rows_.empty() ? "" : ",\n";
    rows_ += Row()
                 .text(game.name)
                 .text(game.file)
                 .number(static_cast<std::size_t>(game.state))
                 .raw(script_text(marks))
                 .number(number_of(game.reason))
                 .number(number_of(game.cover.substr(0, slash)))
                 .text(game.cover.substr(slash))
                 .number(number_of(game.source))
                 .text(game.source_id)
                 .number(number_of(game.matched_by))
                 .raw(lacks)
                 .raw(media_of(game))
                 .raw(steps_of(game))
                 .raw(candidates)
                 .done();
    tally.add(game);
}

// Without a script: what there is to know of a game, in one line of a table.
void SystemPage::add_plain(const Game& game) {
    const auto reason = reason_of(summary_.head, game);
    plain_ += "<tr><td>";
    if (!game.cover.empty()) {
        plain_ += "<img src=\"" + html_text(game.cover) + "\" alt=\"\" loading=\"lazy\">";
    }
    plain_ += "</td><th scope=\"row\">" + html_text(game.name) + "<small>" + html_text(game.file) +
              "</small></th><td>" + std::string(words_of(game.state)) +
              (reason.empty() ? "" : "<small>" + html_text(reason) + "</small>") + "</td><td>" +
              html_text(missing_of(summary_.head, game)) + "</td></tr>\n";
}

std::string SystemPage::html(std::string_view library, std::string_view date) {
    const auto& head = summary_.head;
    const auto games = summary_.tally.games;
    std::vector<std::string_view> texts(texts_.size());
    for (const auto& [text, number] : texts_) {
        texts[number] = text;
    }
    std::string data = "{\"kinds\":";
    data.reserve(rows_.size() + 4096);
    data += list_of(head.kinds, [](const auto& kind) { return script_text(label_of(kind)); });
    data += head.kinds.empty() ? "[]" : "";
    data += ",\"ids\":" + texts_of(head.kinds) + ",\"fields\":";
    data += list_of(head.fields, [](const auto& field) { return script_text(label_of(field)); });
    data += head.fields.empty() ? "[]" : "";
    data += ",\"system\":" + script_text(head.name) + ",\"states\":" + texts_of(k_state_words) +
            ",\"haves\":" + texts_of(k_have_words) + ",\"texts\":" + texts_of(texts) +
            ",\"games\":[\n";
    data += std::exchange(rows_, {});
    data += "]}";
    return filled(k_system_html,
                  {{"mark", std::string(k_report_mark)},
                   {"style", std::string(k_style_css)},
                   {"script", std::string(k_system_js)},
                   {"title", html_text(head.full_name)},
                   {"name", html_text(head.name)},
                   {"folder", html_text(head.folder)},
                   {"games", counted(games, "game")},
                   {"library", html_text(library)},
                   {"date", html_text(date)},
                   {"notes", notes_of(head.notes)},
                   {"states", state_bar(summary_.tally.by_state, games)},
                   {"plain", std::exchange(plain_, {})},
                   {"plain_note",
                    games > k_plain ? "These are the first " + std::to_string(k_plain) + " of " +
                                          grouped(games) + " games."
                                    : ""},
                   {"data", std::move(data)}});
}

SystemSummary SystemPage::summary() && {
    return std::move(summary_);
}

} // namespace curateur::report
