#include "cli/show_why.hpp"

#include "cli/evidence_words.hpp"
#include "core/text.hpp"
#include "platform/clock.hpp"

#include <algorithm>
#include <array>

namespace curateur::cli {

namespace {

using pipeline::Why;
using pipeline::WhySource;
using Because = pipeline::Lookups::Because;
using State = pipeline::MediaWork::Place::State;
using store::LookupState;

constexpr std::size_t k_page_width = 80;
constexpr std::size_t k_label_width = 15;                           // of "  label  "
constexpr std::size_t k_longest_chosen = 160, k_longest_rival = 50; // letters
constexpr std::size_t k_most_rivals = 3; // of a field or medium that are told; JSON has all

// Lines of a label and a text, which is wrapped beside it.
class Page {
public:
    void heading(std::string_view text) { out_ += "\n" + core::printable(text) + "\n"; }

    void line(std::string_view label, const std::string& text) {
        if (text.empty()) {
            return;
        }
        auto head = "  " + std::string(label);
        head.resize(std::max(head.size() + 1, k_label_width), ' ');
        out_ += head;
        std::size_t column = head.size();
        const auto clean = core::printable(text);
        bool is_first = true;
        for (std::string_view left = clean; !left.empty();) {
            const auto word = left.substr(0, left.find(' '));
            if (!is_first && column + 1 + letters_in(word) > k_page_width) {
                out_ += "\n" + std::string(k_label_width, ' ');
                column = k_label_width;
                is_first = true;
            }
            out_ += (is_first ? "" : " ") + std::string(word);
            column += letters_in(word) + (is_first ? 0 : 1);
            is_first = false;
            left.remove_prefix(std::min(word.size() + 1, left.size()));
        }
        out_ += "\n";
    }

    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    std::string out_;
};

// They are told by themselves.
std::string without_candidates(const std::string& reason) {
    return reason.substr(0, reason.find("; candidates:"));
}

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

std::string and_then(const std::string& text, const std::string& more) {
    return text + (text.empty() || more.empty() ? "" : ", ") + more;
}

void add_rom(Page& page, const Why& why) {
    const auto& rom = why.rom;
    using Scope = pipeline::WhyRom::Scope;
    page.line("file", rom.file.string());
    const auto scope = rom.scope == Scope::in         ? "in scope"
                       : rom.scope == Scope::no_game  ? "no game"
                       : rom.scope == Scope::filtered ? "skipped"
                                                      : "not shown";
    page.line("scan",
              rom.scope == Scope::ignored
                  ? rom.reason
                  : std::string(scope) + (rom.reason.empty() ? "" : ": " + rom.reason));
    page.line("playlist", rom.playlist.empty() ? "" : rom.playlist + " is asked for in its place");
    page.line("renamed", rom.renamed_from.empty() ? "" : "it was " + rom.renamed_from);
    const auto& tags = rom.tags;
    auto says = tags.title.empty() ? "" : quoted(tags.title);
    says = and_then(says, core::comma_list(tags.regions));
    says = and_then(says, core::comma_list(tags.languages));
    says = and_then(says, tags.disc == 0 ? "" : "disc " + std::to_string(tags.disc));
    says = and_then(says, tags.revision.empty() ? "" : "revision " + tags.revision);
    page.line("its name says", and_then(says, core::comma_list(tags.status)));
    std::string wishes = rom.wishes.ignored ? "ignored" : "";
    for (const auto& [source, id] : rom.wishes.pins) {
        wishes = and_then(wishes, "pinned to " + source + ":" + id);
    }
    for (const auto& [field, texts] : rom.wishes.values) {
        wishes = and_then(wishes, field + " set");
    }
    for (const auto& name : rom.wishes.locked) {
        wishes = and_then(wishes, name + " locked");
    }
    page.line("overrides", wishes);
}

void add_evidence(Page& page, const Why& why) {
    const auto& evidence = why.evidence;
    page.heading("Evidence");
    if (evidence.pieces.empty()) {
        page.line("none", "it was not looked at yet");
        return;
    }
    page.line("taken",
              evidence.origin.read_unix_ms > 0 ? when(evidence.origin.read_unix_ms, why.now_unix_ms)
                                               : "");
    using Freshness = pipeline::WhyEvidence::Freshness;
    page.line("but",
              evidence.freshness == Freshness::changed ? "the file has changed since"
              : evidence.freshness == Freshness::unsure
                  ? "the file was written just before; it will be read once more"
                  : "");
    page.line("form", std::string(name_of(evidence.form)));
    for (const auto& piece : evidence.pieces) {
        auto of = std::string(name_of(piece.of));
        std::replace(of.begin(), of.end(), '_', ' ');
        page.line(of,
                  and_then(piece.name,
                           piece.size ? std::to_string(*piece.size) + " bytes" : std::string()));
        for (const auto& [label, value] : {std::pair("  crc32", &piece.crc32),
                                           {"  md5", &piece.md5},
                                           {"  sha1", &piece.sha1},
                                           {"  code", &piece.serial},
                                           {"  regions", &piece.regions},
                                           {"  languages", &piece.languages}}) {
            page.line(label, *value);
        }
    }
    for (const auto& rule : evidence.origin.rules) {
        page.line("because", rule);
    }
}

void add_answers(Page& page, const WhySource& source, const Why& why) {
    const char* label = "answer";
    for (const auto& one : source.answers) {
        if (one.answer) {
            page.line(label,
                      "kept, of asking by " + core::comma_list(ways_of(one.covers)) + ": status " +
                          std::to_string(one.answer->status) + ", " +
                          std::to_string(one.answer->body.size()) + " bytes, " +
                          when(one.answer->received_unix_ms, why.now_unix_ms));
            label = "";
        }
    }
}

void add_candidates(Page& page, const WhySource& source, const Why& why) {
    std::size_t number = 0;
    for (const auto& one : source.candidates) {
        page.line("candidate " + std::to_string(++number),
                  quoted(one.name) + (one.year.empty() ? "" : " (" + one.year + ")") + "  [" +
                      source.source + ":" + one.source_id + "]");
        page.line("", "distance " + one.why);
    }
    if (!source.candidates.empty()) {
        page.line("decide with",
                  "curateur pin \"" + why.rom.system + "/" + why.rom.key + "\" " + source.source +
                      ":" + source.candidates.front().source_id);
    }
}

std::string title_of(const WhySource& source) {
    if (!source.lookup) {
        return "was never asked";
    }
    switch (source.lookup->state) {
    case LookupState::have:
        return "has it";
    case LookupState::absent:
        return "does not have it";
    case LookupState::undecided:
        return "may have it";
    case LookupState::failed:
        break;
    }
    return "failed";
}

void add_source(Page& page, const WhySource& source, const Why& why) {
    page.heading(source.source + ": " + title_of(source));
    if (source.lookup) {
        const auto& lookup = *source.lookup;
        const bool has_record = lookup.state == LookupState::have;
        page.line("game",
                  has_record
                      ? lookup.source_id + (source.name.empty() ? "" : " " + quoted(source.name)) +
                            ", known by " + lookup.matched_by
                      : "");
        page.line("because", without_candidates(lookup.reason));
        page.line("but", source.counts ? "" : "it does not count: it is not what you say now");
        page.line("asked", when(lookup.asked_unix_ms, why.now_unix_ms));
        page.line("by", core::comma_list(ways_of(lookup.covers)));
        page.line("record of",
                  has_record && source.record_unix_ms > 0
                      ? when(source.record_unix_ms, why.now_unix_ms)
                      : "");
    }
    add_answers(page, source, why);
    add_candidates(page, source, why);
    page.line("missing", core::comma_list(source.lacking));
    if (source.next) {
        const auto again = source.next->again_unix_ms;
        page.line("next run",
                  sentence_of(source.next->because) +
                      (again > 0 ? " " + platform::local_time(again) : ""));
    } else {
        page.line("next run", "is not asked: " + source.obstacle);
    }
}

std::string origin_of(const pipeline::WhyValue& value) {
    auto text = value.source;
    text = and_then(text, value.region);
    return and_then(text, value.language);
}

bool is_in(const std::vector<std::string>& texts, const std::string& text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

void add_field(Page& page, const pipeline::WhyField& field) {
    std::vector<std::string> texts;
    for (const auto& one : field.chosen) {
        texts.push_back(one.text);
    }
    const char* label = field.field.c_str();
    if (!texts.empty()) {
        page.line(label, shortened(core::comma_list(texts), k_longest_chosen));
        label = "";
        const auto& first = field.chosen.front();
        page.line("", field.is_set ? first.why : origin_of(first) + ": " + first.why);
    }
    std::size_t told = 0;
    std::size_t others = 0;
    for (const auto& rival : field.rivals) {
        if (is_in(texts, rival.text)) {
            continue; // the same by another region or language
        }
        if (told < k_most_rivals) {
            page.line("",
                      "not " + quoted(shortened(rival.text, k_longest_rival)) + ": " + rival.why);
            ++told;
        } else {
            ++others;
        }
    }
    page.line("", others > 0 ? "nor " + std::to_string(others) + " more" : "");
    page.line(label, field.documents.empty() ? "no output shows it" : "");
    for (const auto& one : field.documents) {
        page.line(label, one.output + " <" + one.native + ">: " + sentence_of(one.verdict));
        label = "";
    }
}

void add_documents(Page& page, const Why& why) {
    page.heading("Fields");
    for (const auto& one : why.documents) {
        if (!one.refused.empty()) {
            page.line(one.output, "not written: " + one.refused);
        } else {
            page.line(one.output,
                      one.path + (one.is_opaque   ? " lists it in a way that is left alone"
                                  : one.is_listed ? " lists it"
                                                  : " does not list it"));
        }
        page.line("",
                  one.untouched.empty() ? "" : "never touched: " + core::comma_list(one.untouched));
    }
    for (const auto& field : why.fields) {
        add_field(page, field);
    }
}

std::string words_of(const store::Asset& asset) {
    auto text = asset.format;
    if (asset.width > 0) {
        text += " " + std::to_string(asset.width) + "x" + std::to_string(asset.height);
    }
    return text + ", " + std::to_string(asset.size) + " bytes, " + asset.verdict +
           (asset.reason.empty() ? "" : ": " + asset.reason);
}

// What is taken, what is bad, the best of the others, and what it won against.
void add_media_candidates(Page& page, const pipeline::WhyMedium& medium) {
    const auto is_chosen = [&](const pipeline::WhyCandidate& one) {
        return medium.is_ours && medium.asset && medium.asset->candidate == one.ranked.key;
    };
    const bool has_chosen =
        std::any_of(medium.candidates.begin(), medium.candidates.end(), is_chosen);
    std::size_t others = 0;
    for (const auto& one : medium.candidates) {
        const auto& media = one.ranked.media;
        const bool chosen = is_chosen(one);
        const bool is_other = !chosen && !one.ranked.bad;
        others += is_other ? 1U : 0U;
        if (is_other && others > k_most_rivals) {
            continue;
        }
        auto text = and_then(one.ranked.source, media.variant);
        text = and_then(text, media.region.empty() ? "" : "region " + media.region);
        text = and_then(text, media.disc > 0 ? "disc " + std::to_string(media.disc) : "");
        text = and_then(text, media.format);
        page.line(chosen                                              ? "  taken"
                  : one.ranked.bad                                    ? "  bad"
                  : !has_chosen && one.ranked.is_tried && others == 1 ? "  best"
                                                                      : "  not",
                  text + ": " +
                      (chosen           ? medium.asset->why
                       : one.ranked.bad ? one.ranked.bad->reason
                                        : one.ranked.why));
        page.line("", chosen ? one.url : "");
    }
    page.line("",
              others > k_most_rivals ? "and " + std::to_string(others - k_most_rivals) + " more"
                                     : "");
}

void add_medium(Page& page, const pipeline::WhyMedium& medium) {
    const bool is_there = medium.state == State::there || medium.state == State::bad;
    if (is_there) {
        page.line(medium.kind,
                  medium.is_ours ? "curateur's: " + words_of(*medium.asset)
                  : medium.asset ? "yours now: changed since curateur put it there"
                                 : "yours, or another tool's; it stays");
        page.line("", medium.file.string());
    }
    page.line(is_there ? "" : medium.kind, medium.why);
    add_media_candidates(page, medium);
}

void add_media(Page& page, const Why& why) {
    page.heading("Media");
    std::vector<std::string> unwanted;
    for (const auto& medium : why.media) {
        if (medium.state == State::not_wanted) {
            unwanted.push_back(medium.kind);
        } else {
            add_medium(page, medium);
        }
    }
    page.line("not wanted", core::comma_list(unwanted));
}

} // namespace

std::string text_of(const Why& why) {
    Page page;
    page.line("", "");
    add_rom(page, why);
    if (why.rom.scope != pipeline::WhyRom::Scope::not_listed) {
        if (!why.rom.is_known) {
            page.line("library",
                      why.has_library ? "nothing is known of this ROM yet"
                                      : "no run has made one yet; this is what a scan says");
        }
        add_evidence(page, why);
        for (const auto& source : why.sources) {
            add_source(page, source, why);
        }
        add_documents(page, why);
        add_media(page, why);
        page.heading("Runs");
        const auto& last = why.decision;
        // What is whole is kept as unchanged, whatever the run did for it.
        const auto came_to = last.status.empty()          ? "none has looked at it"
                             : last.status == "unchanged" ? "left it complete"
                                                          : last.status;
        page.line("last",
                  and_then(came_to, last.reason) +
                      (last.detail.empty() ? "" : ": " + without_candidates(last.detail)));
        page.line("next", why.next.empty() ? "does nothing about it" : why.next.front());
        for (std::size_t i = 1; i < why.next.size(); ++i) {
            page.line("", why.next[i]);
        }
    }
    return core::printable(why.rom.system + "/" + why.rom.key) + "\n" + page.take();
}

} // namespace curateur::cli
