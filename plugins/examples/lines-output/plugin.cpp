// A complete output format: games.tsv, one "file<TAB>name" line a game. What it does not understand
// stays as it is.
#include <curateur/output.hpp>

namespace {

// Calls f(line with its line feed, file, name); the last two are empty when it is no such line.
template <class F>
void each_line(std::string_view text, F&& f) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end == text.npos ? text.size() : end + 1);
        text.remove_prefix(line.size());
        auto content = line.substr(0, end);
        if (!content.empty() && content.back() == '\r')
            content.remove_suffix(1);
        const auto tab = content.find('\t');
        if (tab == 0 || tab == content.npos)
            f(line, std::string_view(), std::string_view());
        else
            f(line, content.substr(0, tab), content.substr(tab + 1));
    }
}

class Lines : public curateur::Output {
public:
    explicit Lines(const curateur::Settings&) {}

    void documents(const curateur::Target& target, curateur::DocumentSink out) override {
        out.document("games", std::string(target.metadata_dir) + "/games.tsv");
    }

    void read(const curateur::Target&,
              const curateur::Document& document,
              const curateur::Games&,
              curateur::NativeSink out) override {
        std::map<std::string_view, std::string_view> games; // of two lines the last counts
        each_line(document.content,
                  [&](auto, std::string_view file, std::string_view name) { games[file] = name; });
        games.erase(std::string_view());
        for (const auto& [file, name] : games) {
            out.entry(file, file, false);
            if (!name.empty())
                out.field("name", name);
        }
    }

    void express(const curateur::Target&,
                 const curateur::Game& game,
                 curateur::NativeSink out) override {
        out.entry(game.key(), game.key(), false);
        for (const auto& value : game.values())
            if (value.field == "name")
                return out.field("name", one_line(value.text));
    }

    std::string render(const curateur::Target&,
                       const curateur::Document& old,
                       const curateur::Changes& changes) override {
        std::map<std::string_view, std::string> names; // of the files that change
        for (std::size_t i = 0; i < changes.size(); ++i) {
            const auto change = changes[i];
            for (const auto& field : change.fields)
                names[change.key] = field.remove ? "" : std::string(field.value);
        }
        std::string text;
        std::map<std::string_view, bool> written;
        each_line(old.content, [&](std::string_view line, std::string_view file, auto) {
            const auto found = names.find(file);
            if (found == names.end()) {
                text.append(line);
                return;
            }
            text.append(file).append("\t").append(found->second).append("\n");
            written[found->first] = true;
        });
        if (!text.empty() && text.back() != '\n' && written.size() < names.size())
            text += '\n';
        for (const auto& [file, name] : names)
            if (!written[file])
                text.append(file).append("\t").append(name).append("\n");
        return text;
    }

private:
    static std::string one_line(std::string_view text) {
        std::string line(text);
        for (char& c : line)
            if (c == '\t' || c == '\n' || c == '\r')
                c = ' ';
        return line;
    }
};

} // namespace

CURATEUR_PLUGIN(curateur::output<Lines>("lines-output", "1.0.0")
                    .name("One line a game")
                    .managed("name", "name")
                    .finish());
