#include "pipeline/renames.hpp"

#include <map>
#include <tuple>
#include <unordered_set>

namespace curateur::pipeline {
namespace {

struct FileOrder {
    bool operator()(const store::StatKey& left, const store::StatKey& right) const {
        return std::tie(left.inode, left.size, left.mtime_ns) <
               std::tie(right.inode, right.size, right.mtime_ns);
    }
};

struct Pair {
    std::vector<const ScannedEntry*> now;
    std::vector<const store::KnownEntry*> before;
};

} // namespace

std::vector<Rename> renames_in(const Scan& scan, const store::KnownEntries& known) {
    std::map<store::StatKey, Pair, FileOrder> files;
    for (const auto& entry : scan.entries) {
        if (entry.inode != 0 && !entry.is_directory && known.find(entry.key) == nullptr) {
            files[stat_of(entry)].now.push_back(&entry);
        }
    }
    if (files.empty()) {
        return {}; // most runs end here
    }
    std::unordered_set<std::string_view> scanned;
    for (const auto& entry : scan.entries) {
        scanned.insert(entry.key);
    }
    for (const auto& entry : known) {
        if (!entry.stat || scanned.contains(entry.key)) {
            continue;
        }
        if (const auto same = files.find(*entry.stat); same != files.end()) {
            same->second.before.push_back(&entry);
        }
    }
    std::vector<Rename> renames;
    for (const auto& [stat, pair] : files) {
        std::error_code ignored;
        if (pair.now.size() == 1 && pair.before.size() == 1 &&
            !std::filesystem::exists(scan.system.path / pair.before[0]->key, ignored)) {
            renames.push_back({pair.before[0]->id, pair.before[0]->key, pair.now[0]->key});
        }
    }
    return renames;
}

} // namespace curateur::pipeline
