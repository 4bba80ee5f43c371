// What the parts of Library share. Private to the box.
#pragma once

#include "platform/lock.hpp"
#include "store/deflate.hpp"
#include "store/library.hpp"
#include "store/sqlite.hpp"

namespace curateur::store {

struct Library::State {
    std::optional<platform::LockFile> lock; // given back last; nullopt: only looked at
    Database database;
    Deflater deflater = {};
};

} // namespace curateur::store
