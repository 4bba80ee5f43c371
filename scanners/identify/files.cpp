// Cartridges, tapes, floppies: a file that is the game.
#include "cartridge/header.hpp"
#include "cartridge/payload.hpp"
#include "identify/work.hpp"

namespace curateur::identify {
namespace {

// The product code of a file too large to be read for it (3DS, DS).
Status look_at_header(Work& work, const reader::Reader& from, Evidence& evidence) {
    CURATEUR_TRY(const std::string head, reader::read_some(from, 0, cartridge::k_header_head));
    const auto header = cartridge::read_header(head);
    if (header && !header->serial.empty()) {
        evidence.serial = header->serial;
        work.rule("product code " + header->serial + " from the cartridge's header");
    }
    if (header && evidence.regions.empty()) {
        evidence.regions = header->regions;
    }
    return ok();
}

} // namespace

Status by_rom(Work& work, const Target& target, const reader::Reader& from) {
    auto evidence = named(work, target.name, Of::file, from.size());
    if (!work.shall_digest(from.size())) {
        CURATEUR_CHECK(look_at_header(work, from, evidence));
        work.rule("asked by name and exact size first: " + std::to_string(from.size()) + " bytes");
        work.leave(from.size());
        work.out.evidence.push_back(std::move(evidence));
        return ok();
    }
    auto forms = hash::digest_forms(
        from,
        {work.platform, lower_extension(target.name), from.size(), {}, work.kinds()},
        work.stop);
    if (!forms) {
        return std::move(forms).error().in(target.key);
    }
    work.rule("digests of the file's " + std::to_string(from.size()) + " bytes");
    add_forms(work, evidence, Of::file, Of::payload, *forms);
    return ok();
}

} // namespace curateur::identify
