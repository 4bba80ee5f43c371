#include "labelled.hpp"

#include "tags/tags.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

namespace curateur::match {
namespace {

namespace fs = std::filesystem;

using Row = std::vector<std::string>;

// "a,"b ""c"", d",e": no field has a line break.
Row fields_of(const std::string& line) {
    Row fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += line[++i];
        } else if (line[i] == '"') {
            quoted = !quoted;
        } else if (line[i] == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += line[i];
        }
    }
    return fields;
}

Result<std::vector<Row>> read_rows(const fs::path& file, std::size_t fields) {
    std::ifstream in(file);
    std::vector<Row> rows;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        auto row = fields_of(line);
        if (row.size() != fields) {
            return Error{Errc::malformed,
                         file.string() + ":" + std::to_string(number + 1) + ": has not " +
                             std::to_string(fields) + " fields"};
        }
        if (number++ > 0) {
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, at);) {
        parts.push_back(part);
    }
    return parts;
}

struct Listed {
    std::string series;
    core::Record record;
};

// game,series,platform,year,names: "us=Contra;eu=Probotector"
Listed game_of(const Row& row) {
    Listed game{row[1], {}};
    game.record.source_id = row[0];
    game.record.native_platform = row[2];
    game.record.flags = core::record_candidate;
    const auto add = [&](const char* field, std::string text, std::string region) {
        core::Value value;
        value.field = field;
        value.text = std::move(text);
        value.region = std::move(region);
        game.record.values.push_back(std::move(value));
    };
    for (const auto& name : split(row[4], ';')) {
        add("name", name.substr(3), name.substr(0, 2));
    }
    add("release_date", row[3], "");
    return game;
}

bool stands_for(const std::string& token, const Listed& game) {
    return token.ends_with('*') ? token.substr(0, token.size() - 1) == game.series
                                : token == game.record.source_id;
}

// "zelda* -lttp": all of the series but one.
std::vector<core::Record> candidates_of(const std::string& text, const std::vector<Listed>& games) {
    std::vector<core::Record> all;
    for (const auto& game : games) {
        bool in = false;
        for (const auto& token : split(text, ' ')) {
            const bool out = token.starts_with('-');
            in = stands_for(out ? token.substr(1) : token, game) ? !out : in;
        }
        if (in) {
            all.push_back(game.record);
        }
    }
    return all;
}

std::string percent(double share) {
    char text[16];
    (void)std::snprintf(text, sizeof text, "%.1f %%", share * 100);
    return text;
}

std::string row_of(const std::string& name, const Figures& figures) {
    std::string text = "| " + name;
    for (const auto number :
         {figures.all, figures.with_truth, figures.right, figures.wrong, figures.open}) {
        text += " | " + std::to_string(number);
    }
    return text + " | " + percent(figures.precision()) + " | " + percent(figures.recall()) + " |\n";
}

std::string header_of(const std::string& first) {
    return "| " + first +
           " | cases | with a right candidate | taken rightly | taken wrongly | left to you | "
           "precision | recall |\n|---|---|---|---|---|---|---|---|\n";
}

template <class Key>
std::string table_by(const std::string& title, const std::vector<Judged>& all, Key&& key_of) {
    std::map<std::string, Figures> groups;
    for (const auto& one : all) {
        groups[key_of(*one.one)].count(one);
    }
    std::string text = header_of(title);
    for (const auto& [name, figures] : groups) {
        text += row_of(name, figures);
    }
    return text;
}

Figures figures_at(std::vector<Judged> all, double accept) {
    for (auto& one : all) {
        decide(one.choice, accept);
    }
    return figures_of(all);
}

} // namespace

Result<std::vector<Labelled>> read_labelled(const fs::path& folder) {
    CURATEUR_TRY(const auto games, read_rows(folder / "games.csv", 5));
    CURATEUR_TRY(const auto cases, read_rows(folder / "cases.csv", 6));
    std::vector<Listed> listed;
    listed.reserve(games.size());
    for (const auto& row : games) {
        listed.push_back(game_of(row));
    }
    std::vector<Labelled> set;
    for (const auto& row : cases) {
        Labelled one{row[0], row[1], row[2], {}, candidates_of(row[4], listed), row[5]};
        one.truth = one.truth == "-" ? "" : one.truth;
        const auto parsed = tags::parse(fs::path(one.file).stem().string());
        one.subject.title = parsed.title;
        one.subject.regions = parsed.regions;
        one.subject.year = parsed.year;
        one.subject.native_platforms = {row[3]};
        const bool has_truth =
            std::any_of(one.candidates.begin(),
                        one.candidates.end(),
                        [&](const core::Record& record) { return record.source_id == one.truth; });
        if (one.candidates.empty() || (!one.truth.empty() && !has_truth)) {
            return Error{Errc::malformed, "cases.csv: " + one.file + ": the truth is no candidate"};
        }
        set.push_back(std::move(one));
    }
    return set;
}

double Figures::precision() const {
    return right + wrong == 0 ? 1 : static_cast<double>(right) / static_cast<double>(right + wrong);
}

double Figures::recall() const {
    return with_truth == 0 ? 1 : static_cast<double>(right) / static_cast<double>(with_truth);
}

std::string Judged::taken() const {
    return choice.verdict.accepted ? choice.ranked.front().record->source_id : std::string();
}

std::vector<Judged> judged(const std::vector<Labelled>& set) {
    std::vector<Judged> all;
    all.reserve(set.size());
    for (const auto& one : set) {
        all.push_back({&one, choose(one.candidates, one.subject, accept_distance(Level::normal))});
    }
    return all;
}

void Figures::count(const Judged& judged) {
    ++all;
    with_truth += judged.one->truth.empty() ? 0U : 1U;
    const auto taken = judged.taken();
    ++(taken.empty() ? open : taken == judged.one->truth ? right : wrong);
}

Figures figures_of(const std::vector<Judged>& all) {
    Figures figures;
    for (const auto& one : all) {
        figures.count(one);
    }
    return figures;
}

std::vector<Labelled> without_truth(const std::vector<Labelled>& set) {
    std::vector<Labelled> left;
    for (auto one : set) {
        std::erase_if(one.candidates,
                      [&](const auto& record) { return record.source_id == one.truth; });
        if (!one.truth.empty() && !one.candidates.empty()) {
            one.truth.clear();
            left.push_back(std::move(one));
        }
    }
    return left;
}

std::string figures_text(const std::vector<Labelled>& set) {
    const auto all = judged(set);
    std::string text = header_of("`search.confidence_threshold`");
    text += row_of("0.85", figures_at(all, accept_distance(Level::strict)));
    text += row_of("**0.7** (default)", figures_of(all));
    text += row_of("0.5", figures_at(all, accept_distance(Level::lenient)));
    text += "\n" + table_by("convention", all, [](const auto& one) { return one.convention; });
    text += "\n" + table_by("trap", all, [](const auto& one) { return one.trap; });
    const auto left = without_truth(set);
    const auto figures = figures_of(judged(left));
    text += "\nWith the right candidate taken away from each of the " +
            std::to_string(left.size()) + " cases that have one, " + std::to_string(figures.wrong) +
            " are given to another game.\n";
    return text;
}

} // namespace curateur::match
