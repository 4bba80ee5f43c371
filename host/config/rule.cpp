#include "config/rule.hpp"

#include "config/words.hpp"
#include "core/text.hpp"
#include "platform/paths.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace curateur::config {
namespace fs = std::filesystem;

namespace {

std::string number_text(double number) {
    std::array<char, 32> digits{};
    auto* const first = digits.data();
    auto* const last = first + digits.size();
    constexpr double k_exact = 9007199254740992.0; // 2^53: whole numbers are exact below
    auto* const end = std::abs(number) < k_exact && std::floor(number) == number
                          ? std::to_chars(first, last, static_cast<std::int64_t>(number)).ptr
                          : std::to_chars(first, last, number).ptr;
    return std::string(first, end);
}

std::string bounds_of(const Rule& rule) {
    if (rule.min > rule.max) {
        return "";
    }
    if (std::isinf(rule.max)) {
        return rule.above_min ? " greater than " + number_text(rule.min)
                              : " of " + number_text(rule.min) + " or more";
    }
    return " from " + number_text(rule.min) + " to " + number_text(rule.max);
}

bool is_list(Type type) {
    return type == Type::list || type == Type::path_list;
}

bool is_map(Type type) {
    return type == Type::map || type == Type::map_of_lists;
}

// One check of one value: what it needs to say what is wrong.
class Check {
public:
    Check(const Rule& rule,
          const std::string& key,
          const Context& context,
          std::vector<Problem>& problems)
        : rule_(rule), key_(key), context_(context), problems_(problems) {}

    std::optional<Value> value(const Tree& node) {
        const auto before = problems_.size();
        Value made;
        if (node.kind == Tree::Kind::null) {
            if (!rule_.may_be_null) {
                wrong(node, "has no value; use " + expected(rule_) + ", or remove the line");
            }
        } else if (is_list(rule_.type)) {
            list(node, made.texts);
        } else if (is_map(rule_.type)) {
            map(node, made);
        } else {
            scalar(node, made);
        }
        return problems_.size() == before ? std::optional(std::move(made)) : std::nullopt;
    }

private:
    void wrong(const Tree& node, std::string what) {
        problems_.push_back({{context_.file, node.line}, key_, std::move(what)});
    }

    // A value as a message may show it.
    [[nodiscard]] std::string shown(const Tree& node) const {
        constexpr std::size_t k_shown = 60;
        if (node.kind == Tree::Kind::list) {
            return "a list";
        }
        if (node.kind == Tree::Kind::map) {
            return "a section";
        }
        if (node.kind == Tree::Kind::null) {
            return "nothing";
        }
        if (rule_.is_secret) {
            return "what stands there";
        }
        return "\"" +
               (node.text.size() > k_shown ? node.text.substr(0, k_shown) + "..." : node.text) +
               "\"";
    }

    void unfit(const Tree& node) {
        const auto text = std::string(node.quoted ? "in quotes " : "");
        wrong(node, shown(node) + " " + text + "does not fit; use " + expected(rule_));
    }

    void scalar(const Tree& node, Value& made) {
        if (node.kind != Tree::Kind::scalar) {
            // A single language may stand where a list may, not the other way round.
            return unfit(node);
        }
        switch (rule_.type) {
        case Type::integer:
        case Type::number:
            return number(node, made);
        case Type::boolean:
            return boolean(node, made);
        case Type::choice:
            return choice(node, made);
        case Type::url:
            return url(node, made);
        default:
            break;
        }
        if (auto one = text(node)) {
            made.texts.push_back(*std::move(one));
        }
    }

    void number(const Tree& node, Value& made) {
        if (!rule_.word.empty() && core::same_letters(rule_.word, node.text)) {
            made.texts.push_back(rule_.word);
            return;
        }
        const auto* const first = node.text.data();
        const auto* const last = first + node.text.size();
        std::int64_t whole = 0;
        const auto parsed = rule_.type == Type::integer ? std::from_chars(first, last, whole)
                                                        : std::from_chars(first, last, made.number);
        if (rule_.type == Type::integer) {
            made.number = static_cast<double>(whole);
        }
        const auto bounded = rule_.min <= rule_.max;
        if (node.quoted || parsed.ec != std::errc() || parsed.ptr != last ||
            !std::isfinite(made.number) ||
            (bounded && (made.number < rule_.min || made.number > rule_.max ||
                         (rule_.above_min && made.number <= rule_.min)))) {
            return unfit(node);
        }
        made.texts.push_back(node.text);
    }

    void boolean(const Tree& node, Value& made) {
        const auto is_one_of = [&](std::initializer_list<std::string_view> words) {
            return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
                return core::same_letters(word, node.text);
            });
        };
        // YAML 1.1, which people have in mind, and which the predecessor read.
        const bool yes = is_one_of({"true", "yes", "on"});
        if (node.quoted || (!yes && !is_one_of({"false", "no", "off"}))) {
            return unfit(node);
        }
        made.texts.emplace_back(yes ? "true" : "false");
    }

    void choice(const Tree& node, Value& made) {
        const auto found =
            std::find_if(rule_.choices.begin(), rule_.choices.end(), [&](const auto& one) {
                return core::same_letters(one, node.text);
            });
        if (found == rule_.choices.end()) {
            const auto near = core::nearest(node.text, rule_.choices);
            return wrong(
                node,
                shown(node) + " does not fit; use " + expected(rule_) +
                    (near.empty() || rule_.is_secret ? "" : " (did you mean \"" + near + "\"?)"));
        }
        made.choice = static_cast<std::size_t>(found - rule_.choices.begin());
        made.texts.push_back(*found);
    }

    // What follows "?" and what stands before "@" may be secret: no message shows an address.
    void url(const Tree& node, Value& made) {
        const std::string_view text = node.text;
        const auto slashes = text.find("://");
        const auto scheme = text.substr(0, slashes == std::string_view::npos ? 0 : slashes);
        const auto rest = slashes == std::string_view::npos ? "" : text.substr(slashes + 3);
        const auto host = rest.substr(0, rest.find_first_of("/?#"));
        const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
            return c > ' ' && c < '\x7f' && c != '\\' && c != '"';
        });
        if (!plain || host.empty() || host.starts_with(':') ||
            host.find('@') != std::string_view::npos ||
            (!core::same_letters(scheme, "https") && !core::same_letters(scheme, "http"))) {
            return wrong(node, "is no address; use one such as https://example.org/path");
        }
        made.texts.push_back(node.text);
    }

    // A text, or a path, or a word of a vocabulary.
    std::optional<std::string> text(const Tree& node) {
        if (node.kind != Tree::Kind::scalar) {
            wrong(node, shown(node) + " stands where a text should; use " + expected(rule_));
            return std::nullopt;
        }
        if (node.text.find('\0') != std::string::npos) {
            wrong(node, "holds a character that no text may hold (NUL)");
            return std::nullopt;
        }
        if (node.text.empty() && !rule_.is_secret) {
            wrong(node, "is empty; use " + expected(rule_) + ", or remove it");
            return std::nullopt;
        }
        if (rule_.type == Type::path || rule_.type == Type::path_list ||
            rule_.type == Type::existing_file) {
            return path(node);
        }
        auto word = rule_.words == Words::variant
                        ? variant_of(kind_, node.text)
                        : word_of(rule_.words, node.text, context_.plugins);
        if (!word) {
            wrong(node, word.error().message);
            return std::nullopt;
        }
        if (rule_.words == Words::place && !word->starts_with('{')) {
            return platform::absolute_from(*word, context_.base).string();
        }
        return *std::move(word);
    }

    std::optional<std::string> path(const Tree& node) {
        auto path = platform::absolute_from(node.text, context_.base);
        std::error_code error;
        const auto status = fs::status(path, error);
        if (rule_.type == Type::existing_file && !fs::is_regular_file(status)) {
            wrong(node,
                  fs::exists(status) ? path.string() + " is not a file; give the file itself"
                                     : "there is no file " + path.string() +
                                           "; correct the path, or remove the line");
            return std::nullopt;
        }
        return path.string();
    }

    void list(const Tree& node, std::vector<std::string>& texts) {
        // One word is a list of one where words are meant: "preferred_language: en".
        if (node.kind == Tree::Kind::scalar && rule_.words == Words::language) {
            if (auto one = text(node)) {
                texts.push_back(*std::move(one));
            }
            return;
        }
        if (node.kind != Tree::Kind::list) {
            return unfit(node);
        }
        for (const auto& item : node.items) {
            auto one = text(item);
            if (one && std::find(texts.begin(), texts.end(), *one) == texts.end()) {
                texts.push_back(*std::move(one));
            }
        }
    }

    void map(const Tree& node, Value& made) {
        if (node.kind != Tree::Kind::map) {
            return unfit(node);
        }
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            auto key = node.keys[i];
            if (rule_.words == Words::priority || rule_.words == Words::variant) {
                auto known = rule_.words == Words::priority
                                 ? priority_of(key, context_.plugins)
                                 : word_of(Words::media, key, context_.plugins);
                if (!known) {
                    problems_.push_back(
                        {{context_.file, node.key_lines[i]}, key_, known.error().message});
                    continue;
                }
                key = *known;
            }
            kind_ = key;
            auto& [name, texts] = made.pairs.emplace_back(key, std::vector<std::string>());
            if (rule_.type == Type::map_of_lists) {
                list(node.items[i], texts);
            } else if (auto one = text(node.items[i])) {
                texts.push_back(*std::move(one));
            }
        }
    }

    const Rule& rule_;
    const std::string& key_;
    const Context& context_;
    std::vector<Problem>& problems_;
    std::string kind_; // of media, whose variants are read
};

Tree scalar_node(std::string text) {
    Tree node;
    node.kind = Tree::Kind::scalar;
    node.text = std::move(text);
    return node;
}

} // namespace

const std::string& Value::text() const {
    static const std::string empty;
    return texts.empty() ? empty : texts.front();
}

std::string expected(const Rule& rule) {
    switch (rule.type) {
    case Type::text:
        return "a text";
    case Type::integer:
        return (rule.word.empty() ? "" : rule.word + ", or ") + "a whole number" + bounds_of(rule);
    case Type::number:
        return "a number" + bounds_of(rule);
    case Type::boolean:
        return "true or false";
    case Type::choice: {
        auto words = listed(rule.choices);
        return "one of " + words;
    }
    case Type::list:
        return rule.words == Words::language ? "a language or a list: [en, de]" : "a list: [a, b]";
    case Type::path:
        return "a path";
    case Type::existing_file:
        return "the path of a file";
    case Type::path_list:
        return "a list of paths";
    case Type::url:
        return "an address: https://example.org/path";
    case Type::map:
        return "a section of names and texts";
    case Type::map_of_lists:
        return "a section of names and lists";
    }
    return "";
}

std::optional<Value> check(const Rule& rule,
                           const std::string& key,
                           const Tree& node,
                           const Context& context,
                           std::vector<Problem>& problems) {
    return Check(rule, key, context, problems).value(node);
}

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(at), text.size());
        auto part = text.substr(0, end);
        part.remove_prefix(std::min(part.find_first_not_of(" \t\n"), part.size()));
        part = part.substr(0, part.find_last_not_of(" \t\n") + 1);
        if (!part.empty()) {
            parts.emplace_back(part);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::vector<std::string> items_of(const Rule& rule, const std::string& text) {
    return is_list(rule.type) ? split(text, rule.type == Type::path_list ? ':' : ',')
                              : std::vector{text};
}

Tree node_of(const Rule& rule, const std::vector<std::string>& texts) {
    const auto first = texts.empty() ? std::string() : texts.front();
    if (is_list(rule.type)) {
        Tree list;
        list.kind = Tree::Kind::list;
        std::transform(texts.begin(), texts.end(), std::back_inserter(list.items), scalar_node);
        return list;
    }
    if (is_map(rule.type)) {
        if (auto yaml = parse_yaml(first, ""); yaml && yaml->problems.empty()) {
            return std::move(yaml->root);
        }
    }
    return scalar_node(first);
}

} // namespace curateur::config
