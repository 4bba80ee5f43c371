#include "simulator/bodies.hpp"

#include <zlib.h>

namespace curateur::simulator {
namespace {

// A literal string of PDF: ASCII, brackets and backslashes escaped.
std::string literal(const std::string& text) {
    std::string out = "(";
    for (const char c : text) {
        if (c == '(' || c == ')' || c == '\\') {
            out += '\\';
        }
        out += c >= ' ' && c <= '~' ? c : '?';
    }
    return out + ")";
}

std::string stream(const std::string& bytes) {
    return "<< /Length " + std::to_string(bytes.size()) + " >>\nstream\n" + bytes + "\nendstream";
}

std::string ten_digits(std::size_t offset) {
    const auto digits = std::to_string(offset);
    return std::string(10 - digits.size(), '0') + digits;
}

void put(std::string& out, std::uint32_t value, unsigned bytes) { // little-endian
    for (unsigned i = 0; i < bytes; ++i) {
        out += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
}

} // namespace

// Objects 1 to 4 are the catalogue, the pages, the font and the padding; then two for each page.
std::string pdf_body(const std::string& title, int pages, std::size_t padding) {
    std::vector<std::string> objects = {
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        stream(std::string(padding, '.')),
    };
    std::string kids;
    for (int page = 1; page <= pages; ++page) {
        const auto id = objects.size() + 1;
        kids += (kids.empty() ? "" : " ") + std::to_string(id) + " 0 R";
        objects.push_back("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Resources << "
                          "/Font << /F1 3 0 R >> >> /Contents " +
                          std::to_string(id + 1) + " 0 R >>");
        objects.push_back(stream("BT /F1 24 Tf 40 520 Td " + literal(title) + " Tj 0 -40 Td " +
                                 literal("Page " + std::to_string(page)) + " Tj ET"));
    }
    objects[1] = "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages) + " >>";
    std::string out = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    std::string table;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += ten_digits(out.size()) + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const auto count = std::to_string(objects.size() + 1);
    const auto xref = std::to_string(out.size());
    return out + "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer\n<< /Size " +
           count + " /Root 1 0 R >>\nstartxref\n" + xref + "\n%%EOF\n";
}

std::string zip_body(const std::vector<std::pair<std::string, std::string>>& members) {
    std::string out;
    std::string directory;
    for (const auto& [name, bytes] : members) {
        std::string about; // what both headers share (APPNOTE 4.3.7, 4.3.12)
        put(about, 20, 2);
        put(about, 0, 4);          // flags, stored
        put(about, 0x5A210000, 4); // 1 January 2025, midnight
        put(about,
            static_cast<std::uint32_t>(
                ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size())),
            4);
        put(about, static_cast<std::uint32_t>(bytes.size()), 4);
        put(about, static_cast<std::uint32_t>(bytes.size()), 4);
        put(about, static_cast<std::uint32_t>(name.size()), 2);
        put(about, 0, 2);
        const auto offset = static_cast<std::uint32_t>(out.size());
        out += "PK\3\4" + about + name + bytes;
        directory += std::string("PK\1\2\x14\0", 6) + about;
        directory.append(10, '\0'); // comment, disk, attributes
        put(directory, offset, 4);
        directory += name;
    }
    const auto start = static_cast<std::uint32_t>(out.size());
    out += directory + "PK\5\6";
    put(out, 0, 4);
    put(out, static_cast<std::uint32_t>(members.size()), 2);
    put(out, static_cast<std::uint32_t>(members.size()), 2);
    put(out, static_cast<std::uint32_t>(directory.size()), 4);
    put(out, start, 4);
    put(out, 0, 2);
    return out;
}

} // namespace curateur::simulator
