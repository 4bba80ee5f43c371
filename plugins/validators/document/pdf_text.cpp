#include "pdf_text.hpp"

namespace curateur::document {
namespace {

constexpr std::string_view k_blanks("\0\t\n\f\r ", 6);  // table 1
constexpr std::string_view k_delimiters = "()<>[]{}/%"; // table 2

bool is_in(std::string_view set, char c) {
    return set.find(c) != std::string_view::npos;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace

void Notation::skip_blanks() {
    while (at_ < text_.size()) {
        if (text_[at_] == '%') {
            at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
        } else if (is_in(k_blanks, text_[at_])) {
            ++at_;
        } else {
            return;
        }
    }
}

bool Notation::accept(std::string_view word) {
    skip_blanks();
    if (text_.substr(at_, word.size()) != word) {
        return false;
    }
    at_ += word.size();
    return true;
}

std::optional<std::uint64_t> Notation::number() {
    skip_blanks();
    const auto begin = at_;
    std::uint64_t value = 0;
    while (at_ < text_.size() && is_digit(text_[at_]) && at_ - begin < 18) {
        value = value * 10 + static_cast<std::uint64_t>(text_[at_++] - '0');
    }
    return at_ > begin ? std::optional(value) : std::nullopt;
}

void Notation::skip_string() {
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
        if (text_[at_] == '\\') {
            ++at_;
        } else if (text_[at_] == '(') {
            ++depth;
        } else if (text_[at_] == ')' && --depth == 0) {
            ++at_;
            return;
        }
    }
    at_ = text_.size();
}

// "<<" or "[" to what closes it, over all that is within.
bool Notation::skip_nested() {
    int depth = 0;
    while (at_ < text_.size()) {
        const char c = text_[at_];
        const bool is_double = text_.substr(at_, 2) == "<<" || text_.substr(at_, 2) == ">>";
        if (c == '(') {
            skip_string();
            continue;
        }
        if (c == '%') {
            skip_blanks();
            continue;
        }
        at_ += is_double ? 2 : 1;
        if (c == '[' || (is_double && c == '<')) {
            ++depth;
        } else if ((c == ']' || (is_double && c == '>')) && --depth == 0) {
            return true;
        }
    }
    return false;
}

std::string_view Notation::value() {
    skip_blanks();
    const auto begin = at_;
    if (at_ == text_.size()) {
        return {};
    }
    const char c = text_[at_];
    if (c == '[' || text_.substr(at_, 2) == "<<") {
        return skip_nested() ? text_.substr(begin, at_ - begin) : std::string_view();
    }
    if (c == '(') {
        skip_string();
    } else if (c == '<') {
        at_ = std::min(text_.find('>', at_), text_.size() - 1) + 1;
    } else if (is_digit(c)) {
        Notation ahead(text_, at_);
        if (ahead.number() && ahead.number() && ahead.accept("R")) {
            at_ = ahead.position();
            return text_.substr(begin, at_ - begin);
        }
    }
    if (at_ == begin) { // a name, a number, a word
        ++at_;
        while (at_ < text_.size() && !is_in(k_blanks, text_[at_]) &&
               !is_in(k_delimiters, text_[at_])) {
            ++at_;
        }
    }
    return text_.substr(begin, at_ - begin);
}

std::optional<Dictionary> Notation::dictionary() {
    if (!accept("<<")) {
        return std::nullopt;
    }
    Dictionary all;
    while (!accept(">>")) {
        const auto key = value();
        if (key.size() < 2 || key.front() != '/') {
            return std::nullopt;
        }
        const auto found = value();
        if (found.empty()) {
            return std::nullopt;
        }
        all.insert_or_assign(std::string(key.substr(1)), std::string(found));
    }
    return all;
}

std::optional<std::uint64_t> reference(std::string_view value) {
    Notation in(value);
    const auto number = in.number();
    return number && in.number() && in.accept("R") ? number : std::nullopt;
}

std::optional<std::uint64_t> whole(std::string_view value) {
    return reference(value) ? std::nullopt : Notation(value).number();
}

std::string_view value_of(const Dictionary& dictionary, std::string_view key) {
    const auto found = dictionary.find(key);
    return found == dictionary.end() ? std::string_view() : found->second;
}

} // namespace curateur::document
