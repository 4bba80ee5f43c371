// One identification under way. Inside the box.
#pragma once

#include "hash/forms.hpp"
#include "identify/identify.hpp"
#include "reader/reader.hpp"
#include "tags/tags.hpp"

#include <curateur/support/ascii.hpp>

namespace curateur::identify {

inline constexpr std::size_t k_longest_shown = 200; // bytes of a stranger's text in a sentence

struct Work {
    std::string platform;
    const Options& options;
    const std::stop_token& stop;
    bool all; // digests whatever the size

    Identified out;
    reader::Meter meter;
    std::vector<std::string> visited; // keys on the way here: a pointer back is a loop

    void rule(std::string sentence) { out.rules.push_back(std::move(sentence)); }

    void note(std::string sentence) { out.notes.push_back(std::move(sentence)); }

    [[nodiscard]] hash::Kinds kinds() const {
        return options.crc32_only ? hash::Kinds::crc32 : hash::Kinds::all;
    }

    // Some evidence says more than name and size.
    [[nodiscard]] bool is_told() const;
    // Digests are wanted, and allowed, of this many bytes.
    [[nodiscard]] bool may_digest(std::uint64_t size) const;
    [[nodiscard]] bool shall_digest(std::uint64_t size) const;
    // Notes what digest() could still do with this many bytes.
    void leave(std::uint64_t size, More more = More::possible);
};

// A file below the root: `key` is its path there, `name` what it goes by.
struct Target {
    std::filesystem::path path;
    std::string key;
    std::string name;
};

[[nodiscard]] std::string lower_extension(std::string_view name); // ".bin"
[[nodiscard]] std::string_view stem_of(std::string_view name);
[[nodiscard]] std::string joined(const std::vector<std::string>& parts);

// What the name says: tags, disc, and on Sony's and Nintendo's later consoles a product code.
[[nodiscard]] Evidence named(const Work& work, const std::string& name);
[[nodiscard]] Evidence named(const Work& work, const std::string& name, Of of, std::uint64_t size);

// Errors that end an identification; others become notes.
[[nodiscard]] bool is_fatal(const Error& error);

void add_digests(Evidence& evidence, const hash::Digests& digests);
// Payload first, then the file, then the trimmed dump's full sizes.
void add_forms(Work& work, const Evidence& base, Of whole, Of part, const hash::Forms& forms);

// A file that an entry points at. Nothing, and a note: out of the root, missing, or a loop.
// spelled: relative to `from`, as it stands there.
[[nodiscard]] std::optional<Target>
follow(Work& work, const Target& from, const std::string& spelled);
// The same for a key below the root.
[[nodiscard]] std::optional<Target>
reach(Work& work, const Target& from, const std::string& key, const std::string& spelled);

// The ladder for what lies there. Each adds at least one piece of evidence.
[[nodiscard]] Status by_path(Work& work, const Target& target);
[[nodiscard]] Status by_folder(Work& work, const Target& target);
[[nodiscard]] Status by_playlist(Work& work, const Target& target);
[[nodiscard]] Status by_sheet(Work& work, const Target& target);
[[nodiscard]] Status by_archive(Work& work, const Target& target, const reader::Reader& from);
// False: it is no disc image, and nothing was added.
[[nodiscard]] Result<bool> by_image(Work& work, const Target& target, const reader::Reader& from);
[[nodiscard]] Status by_rom(Work& work, const Target& target, const reader::Reader& from);

[[nodiscard]] bool is_sheet(std::string_view extension);
[[nodiscard]] bool is_archive(std::string_view extension);

} // namespace curateur::identify
