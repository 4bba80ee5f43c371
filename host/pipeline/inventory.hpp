// What is there before anything is asked: an output's documents and media folders of one system.
#pragma once

#include "core/packed_fields.hpp"
#include "media/slots.hpp"
#include "pipeline/declared.hpp"
#include "pipeline/renames.hpp"
#include "pipeline/scan.hpp"
#include "pipeline/setup.hpp"
#include "plugin/output_instance.hpp"
#include "store/library.hpp"

#include <memory>

namespace curateur::pipeline {

// An entry as a document has it.
struct Listed {
    core::PackedFields fields;
    std::string native_key;
    std::uint32_t document = 0; // which of the output's
    bool is_opaque = false;
    std::optional<std::int64_t> merged_unix_ms; // of its base; nullopt: it has none
};

struct InventoryDocument {
    plugin::Document document;         // without its content
    std::optional<std::string> sha256; // of the bytes that were read; nullopt: there is no file
    bool is_empty = true;              // absent, 0 bytes or white space
    bool is_read = false;
    std::string view; // under which it was last merged
};

// One output of one system. The instance is this system's own.
struct OutputState {
    const OutputSetup* setup = nullptr;
    OutputFacts facts;
    std::unique_ptr<plugin::OutputInstance> instance;
    plugin::Target target;
    std::vector<InventoryDocument> documents;
    std::map<store::BaseKey, Listed> listed;    // of all documents; bases stay in the store
    std::vector<media::FolderListing> listings; // one a slot
    std::size_t games = 0;                      // that are listed
    std::vector<std::string> missing;           // keys of those of which there is no file
    std::string refused;                        // why it is not written; "": it may be
    std::vector<std::string> notes;             // "gamelist.xml:12: ..."

    [[nodiscard]] const Listed* find(const store::BaseKey& key) const {
        const auto found = listed.find(key);
        return found == listed.end() ? nullptr : &found->second;
    }
};

// Blocking. Never fails: what is wrong stands in `refused`.
[[nodiscard]] std::unique_ptr<OutputState>
take_inventory(const Setup& setup, const OutputSetup& output, const Scan& scan);

// A folder most of whose games are gone, renamed ones left out, is one that is not mounted.
void refuse_if_unmounted(OutputState& state,
                         const Setup& setup,
                         const Scan& scan,
                         const std::vector<Rename>& renames);

// Reads one document of a target, once more when its bytes have changed since.
[[nodiscard]] Status read_document(OutputState& state, std::size_t document, std::string* content);

// Where the asset of a slot lies without its extension, below the slot's folder; "": the output has
// no place for it.
[[nodiscard]] std::string stem_of(OutputState& state, const plugin::Game& game, const Slot& slot);

} // namespace curateur::pipeline
