// Manuals: PDF. The header must stand in the first kilobyte and the end mark in the last, where
// readers look for them; a download that was cut short lacks the second.
#include <curateur/validator.hpp>

namespace {

using curateur::Findings;
using curateur::Subject;

constexpr std::size_t k_window = 1024; // PDF reference 1.7, implementation notes 13 and 18

class Manual : public curateur::Validator {
public:
    explicit Manual(const curateur::Settings&) {}

    void check(const Subject& subject, Findings findings) override {
        const auto head = subject.head().substr(0, k_window);
        if (head.find("%PDF-") == std::string_view::npos) {
            findings.unknown();
            return;
        }
        findings.fact("format", std::string_view("pdf"));
        std::string tail(k_window, '\0');
        const auto from = subject.size() > k_window ? subject.size() - k_window : 0;
        tail.resize(subject.read(from, reinterpret_cast<std::uint8_t*>(tail.data()), tail.size()));
        if (tail.find("%%EOF") == std::string::npos ||
            tail.find("startxref") == std::string::npos) {
            findings.bad("the document is cut short (its end mark is missing)");
        } else {
            findings.good();
        }
    }
};

const cur_component* component() {
    auto& it = curateur::validator<Manual>("document", "0.1.0");
    return it.name("Manuals")
        .summary("PDF: whole from header to end mark")
        .license("MIT")
        .formats({"pdf"})
        .finish();
}

} // namespace

CURATEUR_PLUGIN(component());
