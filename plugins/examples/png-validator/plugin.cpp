// A complete validator: is a PNG whole, and how large is the picture?
#include <curateur/support/bytes.hpp>
#include <curateur/validator.hpp>

namespace {

class Png : public curateur::Validator {
public:
    explicit Png(const curateur::Settings&) {}

    void check(const curateur::Subject& subject, curateur::Findings findings) override {
        curateur::Bytes head(subject.head());
        if (!head.accept("\x89PNG\r\n\x1a\n"))
            return findings.unknown();
        findings.fact("format", "png");
        std::uint8_t end[12]; // the chunk that ends every PNG: no content, "IEND", a checksum
        if (subject.size() < sizeof end ||
            subject.read(subject.size() - sizeof end, end, sizeof end) != sizeof end ||
            curateur::view({end + 4, 4}) != "IEND")
            return findings.bad("the picture is cut short: no IEND at its end");
        head.skip(4); // how long the first chunk is
        const bool begins = head.accept("IHDR");
        const auto width = head.u32_be();
        const auto height = head.u32_be();
        if (!begins || !width || !height)
            return findings.bad("the picture does not begin with IHDR");
        findings.fact("width", *width);
        findings.fact("height", *height);
        findings.good();
    }
};

} // namespace

CURATEUR_PLUGIN(
    curateur::validator<Png>("png-validator", "1.0.0").name("PNG").formats({"png"}).finish());
