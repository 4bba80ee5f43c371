#include "pipeline/lacking.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

// Those of the fields that the document lacks, but for those that the user cleared there.
std::vector<std::string> lacking_fields(const Item& item,
                                        const OutputState& output,
                                        const std::set<std::string>& fields,
                                        const store::Library* library) {
    const auto key = listed_as(item.game.key);
    const auto* const listed = output.find(key);
    std::vector<std::pair<std::string, std::string>> missing; // field, native field
    for (const auto& [field, native] : output.facts.managed) {
        const bool is_bound = item.wishes.locks(field) || item.wishes.values.contains(field);
        const bool is_there = listed != nullptr && listed->fields.contains(native);
        if (!is_bound && fields.contains(field) && !is_there) {
            missing.emplace_back(field, native);
        }
    }
    if (!missing.empty() && listed != nullptr && listed->merged_unix_ms && library != nullptr) {
        const auto base = library->find_base(output.documents[listed->document].document.path, key);
        std::erase_if(missing, [&](const auto& one) {
            return base && *base && (*base)->fields.contains(one.second);
        });
    }
    std::vector<std::string> lacking;
    lacking.reserve(missing.size());
    for (auto& one : missing) {
        lacking.push_back(std::move(one.first));
    }
    return lacking;
}

} // namespace

bool lacks_fields(const Item& item,
                  const OutputState& output,
                  const std::set<std::string>& fields,
                  const store::Library* library) {
    return output.find(listed_as(item.game.key)) == nullptr ||
           !lacking_fields(item, output, fields, library).empty();
}

bool is_lacking(const Item& item, const SourceFacts& facts, const store::Library* library) {
    return std::any_of(item.wanted.begin(),
                       item.wanted.end(),
                       [&](const auto& one) { return facts.kinds.contains(one.slot->kind); }) ||
           std::any_of(
               item.system.outputs.begin(), item.system.outputs.end(), [&](const auto& output) {
                   return output->refused.empty() &&
                          lacks_fields(item, *output, facts.fields, library);
               });
}

std::vector<std::string>
lacking(const Item& item, const SourceFacts& facts, const store::Library* library) {
    std::vector<std::string> all;
    const auto add = [&all](const std::string& name) {
        if (std::find(all.begin(), all.end(), name) == all.end()) {
            all.push_back(name);
        }
    };
    for (const auto& output : item.system.outputs) {
        if (output->refused.empty()) {
            for (const auto& field : lacking_fields(item, *output, facts.fields, library)) {
                add(field);
            }
        }
    }
    for (const auto& one : item.wanted) {
        if (facts.kinds.contains(one.slot->kind)) {
            add(one.slot->kind);
        }
    }
    return all;
}

} // namespace curateur::pipeline
