// Media files on the disk. Private to the box.
#pragma once

#include "store/library.hpp"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace curateur::pipeline {

// In nanoseconds since 1970; nullopt: it is not there, or of another size.
[[nodiscard]] std::optional<std::int64_t> mtime_of(const std::filesystem::path& file,
                                                   std::uint64_t size);

// Nobody changed it since we put it there.
[[nodiscard]] bool still_lies_there(const store::Asset& asset);

// Whether the bytes at path are those that the asset is recorded with: by size and time, else, if
// the size is right, by reading them.
[[nodiscard]] Result<bool> holds_ours(const store::Asset& asset,
                                      const std::filesystem::path& path,
                                      const std::stop_token& stop);

// "2026-11-24", in local time.
[[nodiscard]] std::string date_of(std::int64_t unix_ms);

// Whether the file system takes a file of this name, found out by making one when the name has
// something in it that vfat, exFAT or NTFS do not hold, or is long.
[[nodiscard]] Status try_name(const std::filesystem::path& place);

// That a file can be made in a folder that exists. Leaves nothing there.
[[nodiscard]] Status try_folder(const std::filesystem::path& folder);

void remove_quietly(const std::filesystem::path& file);

// A copy of a file that is about to be replaced, in <state>/replaced/<date>/, named after its path.
[[nodiscard]] Status keep_replaced(const std::filesystem::path& state,
                                   const std::filesystem::path& file,
                                   std::int64_t now_unix_ms);

// On the disk before it is at its place: a power cut leaves no empty cover behind.
[[nodiscard]] Status sync_and_move(const std::filesystem::path& temp,
                                   const std::filesystem::path& target,
                                   bool replaces);

} // namespace curateur::pipeline
