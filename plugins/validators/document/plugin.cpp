// Manuals: PDF.
#include "pdf.hpp"

#include <curateur/validator.hpp>

namespace {

using curateur::Findings;
using curateur::Subject;

class Manual : public curateur::Validator {
public:
    explicit Manual(const curateur::Settings&) {}

    void check(const Subject& subject, Findings findings) override {
        if (!curateur::document::is_pdf(subject.head())) {
            findings.unknown();
            return;
        }
        findings.fact("format", std::string_view("pdf"));
        const auto pdf = curateur::document::check_pdf(
            [&](std::uint64_t offset, std::uint8_t* into, std::size_t capacity) {
                return subject.read(offset, into, capacity);
            },
            subject.size(),
            subject.strict());
        if (pdf.pages) {
            findings.fact("pages", static_cast<double>(*pdf.pages));
        }
        if (pdf.fault.empty()) {
            findings.good();
        } else {
            findings.bad(pdf.fault);
        }
    }
};

const cur_component* component() {
    auto& it = curateur::validator<Manual>("document", "0.2.0");
    return it.name("Manuals")
        .summary("PDF: whole from header to end mark, and its number of pages")
        .license("MIT")
        .formats({"pdf"})
        .finish();
}

} // namespace

CURATEUR_PLUGIN(component());
