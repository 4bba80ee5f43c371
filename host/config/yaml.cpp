#include "config/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

namespace curateur::config {

namespace {

constexpr std::size_t k_memory = 16 * k_yaml_bytes;

int line_of(const YAML::Mark& mark) {
    return mark.is_null() ? 0 : mark.line + 1;
}

std::size_t memory_of(const Tree& node) {
    auto bytes = sizeof(Tree) + node.text.size();
    for (const auto& key : node.keys) {
        bytes += sizeof(std::string) + sizeof(int) + key.size();
    }
    for (const auto& item : node.items) {
        bytes += memory_of(item);
    }
    return bytes;
}

// Builds the tree from the parser's events; what cannot be a configuration ends the parse.
class Builder : public YAML::EventHandler {
public:
    explicit Builder(Yaml& out, const std::string& file) : out_(out), file_(file) {}

    void OnDocumentStart(const YAML::Mark&) override {}

    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        put(made(Tree::Kind::null, mark), anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) {
            throw YAML::ParserException(mark, "an alias stands inside what it refers to");
        }
        take(memory_of(found->second), mark);
        auto copy = found->second;
        put(std::move(copy), YAML::NullAnchor);
    }

    void OnScalar(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  const std::string& value) override {
        auto node = made(Tree::Kind::scalar, mark);
        take(value.size(), mark);
        node.text = value;
        node.quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
        put(std::move(node), anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark,
                         const std::string&,
                         YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(made(Tree::Kind::list, mark), anchor, mark);
    }

    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark,
                    const std::string&,
                    YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(made(Tree::Kind::map, mark), anchor, mark);
    }

    void OnMapEnd() override { close(); }

private:
    struct Open {
        Tree node;
        YAML::anchor_t anchor = YAML::NullAnchor;
        std::optional<Tree> key; // of a map: read, its value not yet
    };

    Tree made(Tree::Kind kind, const YAML::Mark& mark) {
        take(sizeof(Tree), mark);
        Tree node;
        node.kind = kind;
        node.line = line_of(mark);
        return node;
    }

    void take(std::size_t bytes, const YAML::Mark& mark) {
        memory_ += bytes;
        if (memory_ > k_memory) {
            throw YAML::ParserException(mark, "it is too large for a configuration");
        }
    }

    void open(Tree node, YAML::anchor_t anchor, const YAML::Mark& mark) {
        if (open_.size() >= k_yaml_depth) {
            throw YAML::ParserException(mark, "it is nested too deeply for a configuration");
        }
        open_.push_back({std::move(node), anchor, std::nullopt});
    }

    void close() {
        auto top = std::move(open_.back());
        open_.pop_back();
        put(std::move(top.node), top.anchor);
    }

    void put(Tree node, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) {
            anchors_.insert_or_assign(anchor, node);
            memory_ += memory_of(node);
        }
        if (open_.empty()) {
            out_.root = std::move(node);
            return;
        }
        auto& top = open_.back();
        if (top.node.kind == Tree::Kind::list) {
            top.node.items.push_back(std::move(node));
        } else if (!top.key) {
            top.key = std::move(node);
        } else {
            add(top.node, *top.key, std::move(node));
            top.key.reset();
        }
    }

    void add(Tree& map, const Tree& key, Tree value) {
        if (key.kind != Tree::Kind::scalar) {
            problem(key.line, "", "a key has to be a word; put it in quotes if it is one");
            return;
        }
        const auto found = std::find(map.keys.begin(), map.keys.end(), key.text);
        if (found != map.keys.end()) {
            const auto first = map.key_lines[static_cast<std::size_t>(found - map.keys.begin())];
            problem(key.line,
                    key.text,
                    "stands here a second time; the first is in line " + std::to_string(first) +
                        "; keep one of them");
            return;
        }
        map.keys.push_back(key.text);
        map.key_lines.push_back(key.line);
        map.items.push_back(std::move(value));
    }

    void problem(int line, const std::string& key, std::string what) {
        out_.problems.push_back({{file_, line}, key, std::move(what)});
    }

    Yaml& out_;
    const std::string& file_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, Tree> anchors_;
    std::size_t memory_ = 0;
};

} // namespace

const Tree* Tree::find(std::string_view key) const {
    const auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

Result<Yaml> parse_yaml(std::string_view text, const std::string& file) {
    Yaml out;
    if (text.size() > k_yaml_bytes) {
        return Error{Errc::malformed, file + ": is too large for a configuration"};
    }
    try {
        std::istringstream in{std::string(text)};
        YAML::Parser parser(in);
        Builder builder(out, file);
        parser.HandleNextDocument(builder);
        Yaml rest;
        Builder rest_builder(rest, file);
        if (parser.HandleNextDocument(rest_builder) && rest.root.kind != Tree::Kind::null) {
            out.problems.push_back({{file, rest.root.line},
                                    "",
                                    "a second document begins here and would be left out; "
                                    "remove the line \"---\" before it"});
        }
    } catch (const YAML::Exception& error) {
        return Error{
            Errc::malformed,
            text_of(
                {{file, line_of(error.mark)}, "", "is not YAML that can be used: " + error.msg})};
    } catch (const std::exception& error) {
        return Error{Errc::malformed, file + ": is not YAML: " + error.what()};
    }
    return out;
}

} // namespace curateur::config
