#include "cli/options.hpp"
#include "config/words.hpp"
#include "core/text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace curateur::cli {

namespace {

// What is planned, and a user may have read of.
constexpr std::array<std::string_view, 9> k_later_verbs{
    "plan", "diff", "undo", "adopt", "why", "convert", "report", "cache", "doctor"};
constexpr std::array<std::string_view, 2> k_later_flags{"--missing", "-y"};

Error usage(const std::string& sentence) {
    return Error{Errc::invalid, sentence};
}

template <class Words>
bool is_in(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Takes the verb off the front; ROMs may follow at once.
Result<Verb> take_verb(std::vector<std::string>& words) {
    if (words.empty() || words.front().starts_with('-')) {
        return Verb::scrape;
    }
    const auto first = words.front();
    const auto take = [&] {
        words.erase(words.begin());
    };
    if (first == "scrape") {
        take();
        return Verb::scrape;
    }
    if (first == "write") {
        take();
        return Verb::write;
    }
    if (first == "identify") {
        take();
        return Verb::identify;
    }
    if (first == "validate") {
        take();
        return Verb::validate;
    }
    if (first == "pin" || first == "ignore") {
        take();
        return first == "pin" ? Verb::pin : Verb::ignore;
    }
    if (first == "systems") {
        take();
        return Verb::systems;
    }
    if (first == "plugins") {
        take();
        if (words.empty() || words.front().starts_with('-') || words.front() == "list") {
            if (!words.empty() && words.front() == "list") {
                take();
            }
            return Verb::plugins_list;
        }
        if (words.front() == "info") {
            take();
            return Verb::plugins_info;
        }
        return usage("\"curateur plugins " + words.front() +
                     "\" is not in this version; there are list and info");
    }
    if (is_in(k_later_verbs, first) || first == "init" || first == "completions") {
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
    return Verb::scrape;
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
        if (verb_ != Verb::scrape) {
            for (const auto& flag : flags_of(Verb::scrape)) {
                if (flag.name == name) {
                    return name + " is an option of \"curateur scrape\" only";
                }
            }
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

Status add_operands(Command& command, const Line& line) {
    auto operands = line.operands();
    if (command.verb == Verb::plugins_info) {
        if (operands.size() != 1) {
            return usage("\"curateur plugins info\" needs the id of one plugin; \"curateur plugins "
                         "list\" shows them");
        }
        command.operand = operands.front();
    } else if (command.verb == Verb::pin) {
        const auto colon = operands.size() == 2 ? operands[1].find(':') : std::string::npos;
        if (colon == std::string::npos || colon == 0 || colon + 1 == operands[1].size()) {
            return usage("\"curateur pin\" needs a ROM and a game: curateur pin ROM SOURCE:ID");
        }
        command.operand = operands[0];
        command.game = operands[1];
    } else if (command.verb == Verb::ignore) {
        if (operands.size() != 1) {
            return usage("\"curateur ignore\" needs one ROM: curateur ignore ROM");
        }
        command.operand = operands.front();
    } else if (command.verb == Verb::scrape || command.verb == Verb::write) {
        if (is_in(operands, "")) {
            return usage("a ROM's path is empty");
        }
        if (!operands.empty()) {
            command.overrides.push_back({"scraping.roms", std::move(operands), "ROM"});
        }
    } else if (!operands.empty()) {
        return usage("\"" + operands.front() + "\" is one word too many; \"curateur " +
                     std::string(command.verb == Verb::systems    ? "systems"
                                 : command.verb == Verb::validate ? "validate"
                                                                  : "plugins") +
                     " --help\" shows what may follow");
    }
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
    if (command.verb == Verb::identify) {
        CURATEUR_CHECK(add_files(command, line));
        return command;
    }
    if (line.has("--skip-scraped") && line.has("--update")) {
        return usage("--skip-scraped and --update exclude each other; give one of them");
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
