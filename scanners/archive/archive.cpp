#include "archive/archive.hpp"

#include "archive/formats.hpp"

#include <zlib.h>

namespace curateur::archive {

using namespace std::string_view_literals;

std::optional<Kind> kind_of(std::string_view head) {
    if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06") ||
        head.starts_with("PK\x07\x08")) {
        return Kind::zip;
    }
    if (head.starts_with("7z\xBC\xAF\x27\x1C")) {
        return Kind::seven_zip;
    }
    if (head.starts_with("Rar!\x1A\x07\x00"sv) || head.starts_with("Rar!\x1A\x07\x01\x00"sv)) {
        return Kind::rar;
    }
    return std::nullopt;
}

Result<Directory> list(const reader::Reader& from, const Limits& limits) {
    CURATEUR_TRY(const std::string head, reader::read_some(from, 0, 8));
    const auto kind = kind_of(head);
    if (kind == Kind::zip) {
        return list_zip(from, limits);
    }
    if (kind == Kind::seven_zip) {
        return list_seven_zip(from, limits);
    }
    if (kind == Kind::rar) {
        return list_rar(from, limits);
    }
    return Error{Errc::unsupported, "is not a zip, 7z or RAR archive by its first bytes"};
}

namespace {

Status allowed(const Directory& directory,
               const Member& member,
               const Limits& limits,
               std::uint64_t archive_size) {
    const auto refuse = [&](Errc code, const std::string& why) {
        return Error{code, "member " + member.name + " " + why};
    };
    if (member.encrypted) {
        return refuse(Errc::unsupported, "is encrypted, so it cannot be read");
    }
    const auto work = member.before + member.size;
    if (member.size > limits.unpacked || work < member.size || work > limits.unpacked * 4) {
        return refuse(Errc::invalid,
                      "unpacks to " + std::to_string(work) + " bytes, more than the limit of " +
                          std::to_string(limits.unpacked));
    }
    const auto packed = directory.kind == Kind::zip ? member.packed : archive_size;
    if (work > limits.small && work / limits.ratio > packed) {
        return refuse(Errc::invalid,
                      "unpacks to more than " + std::to_string(limits.ratio) +
                          " times its packed size, as archives made to do harm do");
    }
    return ok();
}

} // namespace

Status unpack(const reader::Reader& from,
              const Directory& directory,
              std::size_t index,
              const Limits& limits,
              const std::stop_token& stop,
              const reader::Sink& sink) {
    const Member& member = directory.members.at(index);
    CURATEUR_CHECK(allowed(directory, member, limits, from.size()));
    std::uint64_t done = 0;
    uLong crc = ::crc32(0, nullptr, 0);
    const auto checked = [&](std::string_view block) -> Status {
        done += block.size();
        if (done > member.size) {
            return Error{Errc::malformed,
                         "member " + member.name + " unpacks to more than the " +
                             std::to_string(member.size) + " bytes its directory says"};
        }
        crc = ::crc32(
            crc, reinterpret_cast<const Bytef*>(block.data()), static_cast<uInt>(block.size()));
        return sink(block);
    };
    CURATEUR_CHECK(directory.kind == Kind::zip
                       ? unpack_zip(from, member, stop, checked)
                       : unpack_with_library(from, directory.kind, index, stop, checked));
    if (done != member.size || (member.crc32 && *member.crc32 != crc)) {
        return Error{Errc::malformed,
                     "member " + member.name +
                         " does not unpack to what its directory says: the archive is damaged"};
    }
    return ok();
}

} // namespace curateur::archive
