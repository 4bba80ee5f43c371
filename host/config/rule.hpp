// What a value may be, and the check of one value. The rules of the program's own settings stand in
// schema.hpp; those of a plugin's are made from what it declares.
#pragma once

#include "config/declared.hpp"
#include "config/yaml.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace curateur::config {

enum class Type {
    text,
    integer,
    number,
    boolean,
    choice,
    list,
    path,
    existing_file,
    path_list,
    url,
    map,         // text to text
    map_of_lists // text to texts
};

// Whose vocabulary the words of a text, a list, or a map's lists are of.
enum class Words {
    any,
    name,     // of a directory: letters, digits, "-", "_", "."
    language, // BCP 47, as sdk/registry/languages.csv
    region,
    platform,
    media, // a kind, an alias, or the code of a source
    media_or_field,
    source,
    output,
    deadline, // "8h", "06:30"
    priority, // a map: a field or "media.<kind>" to sources
    variant,  // a map: a kind of media to its variants
    place     // a directory with {tokens}
};

struct Rule {
    Type type = Type::text;
    Words words = Words::any;
    std::vector<std::string> choices;
    double min = 1, max = 0; // min > max: unbounded
    bool above_min = false;  // min itself is not allowed
    std::string word;        // may stand where a number may: "auto"
    bool may_be_null = false;
    bool is_secret = false; // its value stands in no message
};

// A value that fits its rule. A choice is spelled as the rule spells it, words as their registry,
// paths are absolute; booleans are "true" or "false".
struct Value {
    std::vector<std::string> texts; // empty: null, or an empty list
    std::vector<std::pair<std::string, std::vector<std::string>>> pairs;
    double number = 0;
    std::size_t choice = 0; // index into the rule's choices
    std::string name;       // what stands for "*" in the setting's key

    [[nodiscard]] const std::string& text() const;

    [[nodiscard]] bool is_true() const { return text() == "true"; }
};

// Where a value was found.
struct Context {
    std::string file;                     // for messages
    std::filesystem::path base;           // relative paths are taken from here
    const std::vector<Declared>* plugins; // nullptr: words that need plugins are taken as they are
};

// "a whole number from 1 to 10", "one of debug, info": the end of "use ...".
[[nodiscard]] std::string expected(const Rule& rule);

// nullopt: problems has grown.
[[nodiscard]] std::optional<Value> check(const Rule& rule,
                                         const std::string& key,
                                         const Tree& node,
                                         const Context& context,
                                         std::vector<Problem>& problems);

// One text of the environment as the texts of a value: a list's items between commas, of paths
// between colons.
[[nodiscard]] std::vector<std::string> items_of(const Rule& rule, const std::string& text);

// The node that texts from the environment or the command line stand for: the items of a list, else
// one text. A map is written as in YAML: {a: b}.
[[nodiscard]] Tree node_of(const Rule& rule, const std::vector<std::string>& texts);

[[nodiscard]] std::vector<std::string> split(std::string_view text, char at); // blanks trimmed

} // namespace curateur::config
