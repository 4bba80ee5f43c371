// Archives: the member that is the ROM.
#include "archive/archive.hpp"
#include "identify/work.hpp"

#include <algorithm>
#include <array>

namespace curateur::identify {
namespace {

std::string base_of(const std::string& name) {
    return name.substr(name.rfind('/') + 1); // npos + 1 is 0
}

Status by_container(Work& work, const Target& target, const reader::Reader& from) {
    auto evidence = named(work, target.name, Of::container, from.size());
    if (work.all && work.may_digest(from.size())) {
        CURATEUR_TRY(const auto forms,
                     hash::digest_forms(from, {.kinds = work.kinds()}, work.stop));
        add_digests(evidence, forms.file);
        work.rule("digests of the archive itself");
    } else {
        work.leave(from.size());
    }
    work.out.evidence.push_back(std::move(evidence));
    return ok();
}

Status unpack_digests(Work& work,
                      const Target& target,
                      const reader::Reader& from,
                      const archive::Directory& directory,
                      std::size_t index,
                      const Evidence& base) {
    const auto& member = directory.members.at(index);
    hash::FormsDigester digester(
        {work.platform, lower_extension(base.name), member.size, {}, work.kinds()});
    auto status = archive::unpack(
        from, directory, index, archive::Limits{}, work.stop, [&](std::string_view block) {
            work.out.bytes_unpacked += block.size();
            return digester.update(block);
        });
    if (!status && is_fatal(status.error())) {
        return std::move(status).error().in(target.key);
    }
    if (!status) {
        work.note(target.key + ": " + status.error().message);
        work.out.evidence.push_back(base);
        return ok();
    }
    CURATEUR_TRY(const auto forms, digester.finish());
    work.rule("digests of the unpacked member");
    add_forms(work, base, Of::member, Of::payload, forms);
    return ok();
}

} // namespace

bool is_archive(std::string_view extension) {
    static constexpr std::array<std::string_view, 4> k_kinds{".zip", ".7z", ".rar", ".gz"};
    return std::find(k_kinds.begin(), k_kinds.end(), extension) != k_kinds.end();
}

Status by_archive(Work& work, const Target& target, const reader::Reader& from) {
    auto directory = archive::list(from, archive::Limits{});
    if (!directory && is_fatal(directory.error())) {
        return std::move(directory).error();
    }
    if (!directory) {
        work.note(target.key + ": " + directory.error().message);
        work.rule("the archive cannot be read: only its name and size count");
        work.out.evidence.push_back(named(work, target.name, Of::container, from.size()));
        return ok();
    }
    const auto choice = archive::choose(*directory, stem_of(target.name), work.options.extensions);
    work.rule(std::string(choice.rule));
    if (!choice.index) {
        return by_container(work, target, from);
    }
    const auto& member = directory->members[*choice.index];
    auto evidence = named(work, base_of(member.name), Of::member, member.size);
    const auto extension = lower_extension(evidence.name);
    if (choice.is_disc || extension == ".iso" || extension == ".chd") {
        work.out.form = Form::disc;
    }
    if (is_archive(extension)) {
        work.note(target.key + " holds the archive " + member.name +
                  ", which is not opened: unpack one of the two");
    }
    if (member.crc32) {
        evidence.crc32 = hash::hex32(*member.crc32);
        work.rule("CRC-32 and size of " + member.name + " from the archive's directory");
    }
    if (member.encrypted) {
        work.note(target.key + ": member " + member.name + " is encrypted" +
                  (member.crc32 ? "; the directory's CRC-32 still identifies it"
                                : ", and the archive hides its CRC-32: only name and size count"));
        work.out.evidence.push_back(std::move(evidence));
        return ok();
    }
    if (work.all && work.may_digest(member.size)) {
        return unpack_digests(work, target, from, *directory, *choice.index, evidence);
    }
    const bool headered = cartridge::may_have_header(work.platform, extension, member.size);
    if (headered) {
        work.rule("it may have a header that the databases do not count");
    }
    work.leave(member.size, headered ? More::advised : More::possible);
    work.out.evidence.push_back(std::move(evidence));
    return ok();
}

} // namespace curateur::identify
