#include "pdf.hpp"

#include "pdf_stream.hpp"
#include "pdf_text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace curateur::document {
namespace {

constexpr std::size_t k_window = 1024; // PDF reference 1.7, implementation notes 13 and 18
constexpr std::size_t k_object = std::size_t{1} << 20U; // the longest dictionary that is read
constexpr std::size_t k_most_sections = 1024;           // a document saved that often

// Where an object is: at an offset, or as one of those in a stream.
struct Place {
    enum class Kind { free, offset, packed } kind = Kind::free;
    std::uint64_t at = 0;    // the offset, or the number of the stream
    std::uint64_t index = 0; // within the stream
};

// Objects that follow each other in one section of the table.
struct Run {
    std::uint64_t first = 0, count = 0, at = 0; // at: of its entries, in the file or in packed
};

struct Section {
    std::vector<Run> runs;
    std::size_t stride = 20;         // bytes an entry (7.5.4)
    std::vector<std::size_t> widths; // of a cross-reference stream (7.5.8); empty: a table
    std::string packed;              // its entries
};

class Reader {
public:
    Reader(const Read& read, std::uint64_t size) : read_(read), size_(size) {}

    Pdf check(bool strict) {
        const auto head = text(0, k_window);
        base_ = head.find("%PDF-"); // offsets count from there
        const auto begin = table_begin();
        if (!begin) {
            return {"the document is cut short (its end mark is missing)", {}};
        }
        if (is_shorter_than_said(head)) {
            return {"the document is cut short", {}};
        }
        if (!read_sections(*begin)) {
            return {"the document is damaged (its table of objects is not where its end says)", {}};
        }
        Pdf found;
        if (strict && !objects_are_there()) {
            found.fault = "the document is damaged (an object is not where the table says)";
            return found;
        }
        found.pages = pages();
        if (!found.pages && value_of(trailer_, "Encrypt").empty()) {
            found.fault = "the document is damaged (its pages cannot be found)";
        } else if (found.pages == 0) {
            found.fault = "the document has no pages";
        }
        return found;
    }

private:
    std::string text(std::uint64_t from, std::size_t length) const {
        if (from >= size_) {
            return {};
        }
        std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(length, size_ - from)),
                          '\0');
        bytes.resize(read_(from, reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()));
        return bytes;
    }

    // What startxref says, of the last end mark.
    std::optional<std::uint64_t> table_begin() const {
        const auto tail = text(size_ > k_window ? size_ - k_window : 0, k_window);
        const auto end = tail.rfind("%%EOF");
        const auto start = tail.rfind("startxref", end);
        if (end == std::string::npos || start == std::string::npos) {
            return std::nullopt;
        }
        return Notation(tail, start + 9).number();
    }

    // A document made for the web says how long it is (annex F.2).
    bool is_shorter_than_said(const std::string& head) const {
        Notation in(head, base_ + 8);
        if (!in.number() || !in.number() || !in.accept("obj")) {
            return false;
        }
        const auto about = in.dictionary();
        return about && !value_of(*about, "Linearized").empty() &&
               whole(value_of(*about, "L")).value_or(0) > size_;
    }

    // The newest first; each names the one before.
    bool read_sections(std::uint64_t begin) {
        std::set<std::uint64_t> seen;
        for (std::optional<std::uint64_t> at = begin; at;) {
            if (!seen.insert(*at).second || seen.size() > k_most_sections) {
                return false;
            }
            Section section;
            Dictionary trailer;
            if (!read_section(base_ + *at, section, trailer)) {
                return false;
            }
            sections_.push_back(std::move(section));
            at = whole(value_of(trailer, "Prev"));
            if (trailer_.empty()) {
                trailer_ = std::move(trailer);
            }
        }
        return true;
    }

    bool read_section(std::uint64_t at, Section& section, Dictionary& trailer) {
        const auto begin = text(at, 64);
        Notation in(begin);
        return in.accept("xref") ? read_table(at + in.position(), section, trailer)
                                 : read_packed_table(at, section, trailer);
    }

    bool read_table(std::uint64_t at, Section& section, Dictionary& trailer) {
        for (;;) {
            const auto line = text(at, 128);
            Notation in(line);
            if (in.accept("trailer")) {
                const auto rest = text(at, k_object);
                auto found = Notation(rest, in.position()).dictionary();
                if (found) {
                    trailer = *std::move(found);
                    return true;
                }
                return false;
            }
            Run run;
            const auto first = in.number();
            const auto count = in.number();
            if (!first || !count || *count > size_ / 18) {
                return false;
            }
            in.skip_blanks();
            run = {*first, *count, at + in.position()};
            if (*count > 0) { // some writers end lines with one byte where two belong
                const auto end = line.find_first_not_of(" \r\n", in.position() + 18);
                section.stride = end == std::string::npos ? 20 : end - in.position();
            }
            if (*first == 1 && line.compare(in.position(), 16, "0000000000 65535") == 0) {
                run.first = 0; // and some begin to count at the wrong end
            }
            section.runs.push_back(run);
            at = run.at + run.count * section.stride;
            if (at > size_) {
                return false;
            }
        }
    }

    bool read_packed_table(std::uint64_t at, Section& section, Dictionary& trailer) {
        auto stream = stream_at(at, trailer);
        if (!stream || value_of(trailer, "Type") != "/XRef") {
            return false;
        }
        const auto list = [&](std::string_view key) {
            std::vector<std::uint64_t> all;
            const auto value = value_of(trailer, key);
            Notation in(value);
            for (in.accept("["); const auto number = in.number();) {
                all.push_back(*number);
            }
            return all;
        };
        for (const auto width : list("W")) {
            if (width > 8) {
                return false;
            }
            section.widths.push_back(static_cast<std::size_t>(width));
        }
        if (section.widths.size() != 3) {
            return false;
        }
        section.stride = section.widths[0] + section.widths[1] + section.widths[2];
        section.packed = *std::move(stream);
        auto index = list("Index");
        if (index.empty()) {
            index = {0, whole(value_of(trailer, "Size")).value_or(0)};
        }
        std::uint64_t entries = 0;
        const auto most = section.stride == 0 ? 0 : section.packed.size() / section.stride;
        for (std::size_t i = 0; i + 1 < index.size(); i += 2) {
            if (index[i + 1] > most - entries) {
                return false;
            }
            section.runs.push_back({index[i], index[i + 1], entries * section.stride});
            entries += index[i + 1];
        }
        return true;
    }

    // The unpacked content of the stream object at an offset; fills its dictionary.
    std::optional<std::string> stream_at(std::uint64_t at, Dictionary& about) {
        const auto begin = text(at, k_object);
        Notation in(begin);
        if (!in.number() || !in.number() || !in.accept("obj")) {
            return std::nullopt;
        }
        auto found = in.dictionary();
        if (!found || !in.accept("stream")) {
            return std::nullopt;
        }
        about = *std::move(found);
        auto from = at + in.position();
        from += begin.compare(in.position(), 2, "\r\n") == 0 ? 2U : 1U;
        const auto said = value_of(about, "Length");
        auto length = whole(said);
        if (const auto object = reference(said)) {
            const auto value = object_text(*object, 64);
            length = whole(value);
        }
        if (!length || *length > k_unpacked) {
            return std::nullopt;
        }
        const auto bytes = text(from, static_cast<std::size_t>(*length));
        const auto filter = value_of(about, "Filter");
        if (bytes.size() != *length) {
            return std::nullopt;
        }
        return filter.empty() ? std::optional(bytes)
               : filter.find("FlateDecode") != std::string_view::npos
                   ? unpacked(bytes, value_of(about, "DecodeParms"))
                   : std::nullopt;
    }

    Place entry(const Section& section, const Run& run, std::uint64_t number) const {
        const auto at = run.at + (number - run.first) * section.stride;
        if (section.widths.empty()) {
            const auto line = text(at, 18);
            const auto offset = Notation(line).number();
            const bool is_used = line.size() == 18 && line[17] == 'n' && offset && *offset > 0;
            return is_used ? Place{Place::Kind::offset, *offset, 0} : Place{};
        }
        std::array<std::uint64_t, 3> fields{section.widths[0] == 0 ? 1U : 0U, 0, 0};
        auto from = static_cast<std::size_t>(at);
        for (std::size_t i = 0; i < fields.size(); ++i) {
            for (std::size_t k = 0; k < section.widths[i]; ++k) {
                fields[i] = fields[i] << 8U | static_cast<unsigned char>(section.packed[from++]);
            }
        }
        return fields[0] == 1   ? Place{Place::Kind::offset, fields[1], 0}
               : fields[0] == 2 ? Place{Place::Kind::packed, fields[1], fields[2]}
                                : Place{};
    }

    Place find(std::uint64_t number) const {
        for (const auto& section : sections_) {
            for (const auto& run : section.runs) {
                if (number >= run.first && number - run.first < run.count) {
                    return entry(section, run, number);
                }
            }
        }
        return {};
    }

    // What stands behind "N G obj", or in its stream; "": it is not there.
    std::string object_text(std::uint64_t number, std::size_t length) {
        const auto place = find(number);
        if (place.kind == Place::Kind::offset) {
            const auto bytes = text(base_ + place.at, length);
            Notation in(bytes);
            return in.number() == number && in.number() && in.accept("obj")
                       ? bytes.substr(in.position())
                       : std::string();
        }
        return place.kind == Place::Kind::packed ? packed_object(place, number) : std::string();
    }

    // Of an object stream (7.5.7): pairs of number and offset, then the objects.
    std::string packed_object(const Place& place, std::uint64_t number) {
        const auto holder = find(place.at);
        Dictionary about;
        auto stream =
            holder.kind == Place::Kind::offset ? stream_at(base_ + holder.at, about) : std::nullopt;
        const auto first = whole(value_of(about, "First"));
        if (!stream || !first) {
            return {};
        }
        Notation in(*stream);
        for (std::uint64_t i = 0; i <= place.index; ++i) {
            const auto object = in.number();
            const auto offset = in.number();
            if (!object || !offset) {
                return {};
            }
            if (*object == number && *first + *offset < stream->size()) {
                return stream->substr(static_cast<std::size_t>(*first + *offset));
            }
        }
        return {};
    }

    std::optional<Dictionary> object(std::string_view value) {
        const auto number = reference(value);
        const auto bytes = number ? object_text(*number, k_object) : std::string(value);
        return Notation(bytes).dictionary();
    }

    std::optional<std::uint64_t> pages() {
        const auto catalogue = object(value_of(trailer_, "Root"));
        const auto tree =
            catalogue ? object(value_of(*catalogue, "Pages")) : std::optional<Dictionary>();
        return tree ? whole(value_of(*tree, "Count")) : std::nullopt;
    }

    bool objects_are_there() {
        for (const auto& section : sections_) {
            for (const auto& run : section.runs) {
                for (auto number = run.first; number < run.first + run.count; ++number) {
                    const auto place = entry(section, run, number);
                    const auto begin = place.kind == Place::Kind::offset
                                           ? text(base_ + place.at, 48)
                                           : std::string();
                    Notation in(begin);
                    if (place.kind == Place::Kind::offset &&
                        (in.number() != number || !in.number() || !in.accept("obj"))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    const Read& read_;
    std::uint64_t size_, base_ = 0;
    std::vector<Section> sections_;
    Dictionary trailer_; // the newest
};

} // namespace

bool is_pdf(std::string_view head) {
    // A zip whose first member is a PDF is none.
    return !head.starts_with("PK\x03\x04") &&
           head.substr(0, k_window).find("%PDF-") != std::string_view::npos;
}

Pdf check_pdf(const Read& read, std::uint64_t size, bool strict) {
    return Reader(read, size).check(strict);
}

} // namespace curateur::document
