#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "config/words.hpp"
#include "core/text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace curateur::cli {

namespace {

// What is planned, and a user may have read of.
constexpr std::array<std::string_view, 7> k_later_verbs{
    "diff", "adopt", "convert", "cache", "doctor", "init", "completions"};
constexpr std::array<std::string_view, 1> k_later_flags{"-y"};

Error usage(const std::string& sentence) {
    return Error{Errc::invalid, sentence};
}

template <class Words>
bool is_in(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// How many of the words in front are the verb's name; 0: another verb.
std::size_t length_in(const std::vector<std::string>& words, std::string_view name) {
    const auto blank = name.find(' ');
    if (words.front() != name.substr(0, blank)) {
        return 0;
    }
    if (blank == std::string_view::npos) {
        return 1;
    }
    return words.size() > 1 && words[1] == name.substr(blank + 1) ? 2 : 0;
}

// A first word that is a verb of two words, and the second is none of it: the first of its verbs
// needs no second word.
Result<Verb> take_family(std::vector<std::string>& words) {
    const auto first = words.front();
    std::vector<std::string> seconds;
    auto verb = Verb::help;
    for (const auto& row : verbs()) {
        if (row.name.starts_with(first + " ")) {
            verb = seconds.empty() ? row.verb : verb;
            seconds.emplace_back(row.name.substr(first.size() + 1));
        }
    }
    if (words.size() > 1 && !words[1].starts_with('-')) {
        return usage("\"curateur " + first + " " + words[1] +
                     "\" is not in this version; there are " + config::listed(seconds));
    }
    words.erase(words.begin());
    return verb;
}

// Takes the verb off the front; ROMs may follow at once.
Result<Verb> take_verb(std::vector<std::string>& words) {
    if (words.empty() || words.front().starts_with('-')) {
        return verbs().front().verb;
    }
    for (const auto& row : verbs()) {
        if (const auto length = length_in(words, row.name); length > 0) {
            words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(length));
            return row.verb;
        }
    }
    const auto first = words.front();
    if (is_in(verb_names(), first)) {
        return take_family(words);
    }
    if (is_in(k_later_verbs, first)) {
        return usage("\"curateur " + first + "\" is not in this version; there are " +
                     config::listed(verb_names()) + " (a ROM of that name: ./" + first + ")");
    }
    const auto near = first.find_first_of("/.") == std::string::npos
                          ? core::nearest(first, verb_names())
                          : std::string();
    if (!near.empty()) {
        return usage("there is no verb \"" + first + "\"; did you mean \"" + near +
                     "\"? (a ROM of that name: ./" + first + ")");
    }
    return verbs().front().verb;
}

// One use of CLI11: the options of a verb and its operands.
class Line {
public:
    explicit Line(Verb verb) : verb_(verb), flags_(flags_of(verb)), app_("curateur") {
        app_.set_help_flag();
        app_.allow_extras();
        for (const auto& flag : flags_) {
            const auto name =
                flag.name == "--help" ? std::string("-h,--help") : std::string(flag.name);
            auto* const option =
                flag.operand.empty()
                    ? app_.add_flag(name)
                    : app_.add_option(name)->expected(1, CLI::detail::expected_max_vector_size);
            option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
            // "S..." takes all that comes before the next option, others one word a time.
            option->allow_extra_args(flag.operand.ends_with("..."));
            options_.push_back(option);
        }
        app_.add_option("operands", operands_);
    }

    Status parse(std::vector<std::string> words) {
        std::reverse(words.begin(), words.end()); // as CLI11 wants them
        try {
            app_.parse(std::move(words));
        } catch (const CLI::ArgumentMismatch& error) {
            const std::string text = error.what();
            return usage(needs_value(text.substr(0, text.find_first_of(": "))));
        } catch (const CLI::ParseError& error) {
            return usage(error.what());
        }
        auto extra = app_.remaining();
        std::erase(extra, "--"); // CLI11 keeps the mark
        if (!extra.empty()) {
            return usage(unknown(extra.front().substr(0, extra.front().find('='))));
        }
        for (std::size_t i = 0; i < flags_.size(); ++i) {
            CURATEUR_CHECK(check(flags_[i], options_[i]->results()));
        }
        return ok();
    }

    [[nodiscard]] const std::vector<Flag>& flags() const { return flags_; }

    [[nodiscard]] std::vector<std::string> values(std::size_t flag) const {
        return options_[flag]->results();
    }

    [[nodiscard]] bool has(std::string_view name) const {
        for (std::size_t i = 0; i < flags_.size(); ++i) {
            if (flags_[i].name == name) {
                const auto values = options_[i]->results();
                return !values.empty() && values.back() != "false";
            }
        }
        return false;
    }

    // Of an option that is given once; "": it is not given.
    [[nodiscard]] std::string value(std::string_view name) const {
        for (std::size_t i = 0; i < flags_.size(); ++i) {
            if (flags_[i].name == name && !options_[i]->results().empty()) {
                return options_[i]->results().back();
            }
        }
        return {};
    }

    [[nodiscard]] const std::vector<std::string>& operands() const { return operands_; }

private:
    [[nodiscard]] std::string needs_value(std::string_view name) const {
        for (const auto& flag : flags_) {
            if (flag.name == name && !flag.operand.empty()) {
                return std::string(name) + " needs a value: " + std::string(name) + " " +
                       std::string(flag.operand);
            }
        }
        return std::string(name) + " takes no value";
    }

    static bool takes_many(const Flag& flag) {
        return flag.setting != nullptr && (flag.setting->type == config::Type::list ||
                                           flag.setting->type == config::Type::path_list);
    }

    [[nodiscard]] Status check(const Flag& flag, const std::vector<std::string>& values) const {
        const auto name = std::string(flag.name);
        const auto option = std::find_if(values.begin(), values.end(), [](const auto& value) {
            return value.starts_with("--");
        });
        if (option != values.end()) {
            return usage(needs_value(name) + "; \"" + *option + "\" is an option");
        }
        if (values.size() > 1 && !takes_many(flag) && !flag.operand.empty()) {
            return usage(name + " is given " + std::to_string(values.size()) +
                         " times; give it once");
        }
        return ok();
    }

    [[nodiscard]] std::string unknown(const std::string& name) const {
        if (is_in(k_later_flags, name)) {
            return name + " is not in this version";
        }
        if (name.find("password") != std::string::npos) {
            return "there is no option " + name +
                   ": a command line can be read by others; put passwords into the configuration "
                   "or the environment";
        }
        std::vector<std::string> known;
        for (const auto& flag : flags_) {
            known.emplace_back(flag.name);
        }
        std::vector<std::string> others;
        for (const auto& row : verbs()) {
            if (takes(row, name)) {
                others.emplace_back(row.name);
            }
        }
        if (!others.empty()) {
            return name + " is an option of " + config::listed(others) + ", not of " +
                   std::string(row_of(verb_).name);
        }
        const auto near = core::nearest(name, known);
        return "there is no option " + name +
               (near.empty() ? "; \"curateur --help\" shows those there are"
                             : "; did you mean " + near + "?");
    }

    Verb verb_;
    std::vector<Flag> flags_;
    CLI::App app_;
    std::vector<CLI::Option*> options_;
    std::vector<std::string> operands_;
};

Status add_files(Command& command, const Line& line) {
    command.identify = {
        line.operands(), line.value("--system"), line.has("--digests"), line.has("--json")};
    if (command.identify.files.empty()) {
        return usage("\"curateur identify\" needs a file: curateur identify FILE...");
    }
    return is_in(command.identify.files, "") ? usage("a file's path is empty") : ok();
}

// A value that no run could take is a mistake on the command line; whether a path or a plugin is
// there is for the configuration to say.
Status check_values(const Flag& flag, const std::vector<std::string>& values) {
    const auto rule = config::rule_of(*flag.setting);
    if (rule.type == config::Type::path || rule.type == config::Type::existing_file ||
        rule.type == config::Type::path_list) {
        return ok();
    }
    std::vector<config::Problem> problems;
    const auto name = std::string(flag.name);
    const auto value =
        config::check(rule, "", config::node_of(rule, values), {name, {}, nullptr}, problems);
    return value ? ok() : usage(text_of(problems.front()));
}

Status add_settings(Command& command, const Line& line) {
    for (std::size_t i = 0; i < line.flags().size(); ++i) {
        const auto& flag = line.flags()[i];
        auto values = line.values(i);
        if (flag.setting == nullptr || values.empty()) {
            continue;
        }
        if (flag.setting->type == config::Type::list) {
            std::vector<std::string> items;
            for (const auto& value : values) {
                const auto more = config::split(value, ',');
                items.insert(items.end(), more.begin(), more.end());
            }
            values = std::move(items);
        } else if (flag.operand.empty()) {
            values = {values.back()};
        }
        CURATEUR_CHECK(check_values(flag, values));
        command.overrides.push_back(
            {std::string(flag.setting->key), std::move(values), std::string(flag.name)});
    }
    if (line.has("--strict")) {
        command.overrides.push_back({"media.validation_mode", {"strict"}, "--strict"});
    }
    for (const auto& [name, mode] :
         {std::pair("--skip-scraped", "new_only"), std::pair("--update", "force")}) {
        if (line.has(name)) {
            command.overrides.push_back({"scraping.scrape_mode", {mode}, name});
        }
    }
    return ok();
}

Status add_roms(Command& command, std::vector<std::string> roms) {
    if (is_in(roms, "")) {
        return usage("a ROM's path is empty");
    }
    if (!roms.empty()) {
        command.overrides.push_back({"scraping.roms", std::move(roms), "ROM"});
    }
    return ok();
}

Status add_rom_and_game(Command& command, const std::vector<std::string>& words) {
    const auto colon = words.size() == 2 ? words[1].find(':') : std::string::npos;
    if (colon == std::string::npos || colon == 0 || colon + 1 == words[1].size()) {
        return usage("\"curateur pin\" needs a ROM and a game: curateur pin ROM SOURCE:ID");
    }
    command.operand = words[0];
    command.game = words[1];
    return ok();
}

Status add_operands(Command& command, const Line& line) {
    const auto& row = row_of(command.verb);
    const auto name = "curateur " + std::string(row.name);
    const auto& words = line.operands();
    switch (row.takes) {
    case Operands::roms:
        return add_roms(command, words);
    case Operands::rom_and_game:
        return add_rom_and_game(command, words);
    case Operands::rom:
        if (words.size() != 1) {
            return usage("\"" + name + "\" needs one ROM: " + name + " ROM");
        }
        break;
    case Operands::plugin:
        if (words.size() != 1) {
            return usage("\"" + name +
                         "\" needs the id of one plugin; \"curateur plugins list\" shows them");
        }
        break;
    case Operands::files:
        return add_files(command, line);
    case Operands::folder:
        if (words.empty()) {
            return ok();
        }
        if (words.size() > 1) {
            return usage("\"" + name + "\" needs one folder at most: " + name + " [FOLDER]");
        }
        if (words.front().empty()) {
            return usage("the folder's path is empty");
        }
        break;
    case Operands::none:
        return words.empty() ? ok()
                             : usage("\"" + words.front() + "\" is one word too many; \"" + name +
                                     " --help\" shows what may follow");
    }
    command.operand = words.front();
    return ok();
}

} // namespace

Result<Command> parse_arguments(int argc, const char* const* argv) {
    std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    Command command;
    CURATEUR_TRY(command.verb, take_verb(words));
    Line line(command.verb);
    CURATEUR_CHECK(line.parse(std::move(words)));
    if (line.has("--help")) {
        command.text = help_text(command.verb);
        command.verb = Verb::help;
        return command;
    }
    if (line.has("--version")) {
        command.text = "curateur " CURATEUR_VERSION "\n";
        command.verb = Verb::version;
        return command;
    }
    if (line.has("--skip-scraped") && line.has("--update")) {
        return usage("--skip-scraped and --update exclude each other; give one of them");
    }
    if (command.verb == Verb::undo && !line.has("--media")) {
        return usage("\"curateur undo\" takes back changes of media only in this version: curateur "
                     "undo --media");
    }
    CURATEUR_CHECK(add_settings(command, line));
    const auto of = [&](std::string_view name) {
        return std::any_of(command.overrides.begin(),
                           command.overrides.end(),
                           [&](const auto& one) { return one.flag == name; });
    };
    if (line.has("--json") && of("--ui")) {
        return usage("--json and --ui exclude each other; give one of them");
    }
    if (const auto file = line.value("--config"); !file.empty()) {
        command.config_file = file;
    }
    CURATEUR_CHECK(add_operands(command, line));
    return command;
}

} // namespace curateur::cli
