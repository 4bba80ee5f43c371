// Preloaded into the program: a disk that fails below one folder. No root is needed for it, and it
// fails at the same byte every time.
//
//   FAILING_DISK=/folder            where
//   FAILING_DISK_ROOM=20000         so many bytes can be written there, then ENOSPC
//   FAILING_DISK_READ_ONLY=1        nothing can be made, written, moved or removed: EROFS
//   FAILING_DISK_UNREADABLE=1       nothing can be opened to be read: EIO
//   FAILING_DISK_FORBIDS=:?         names with one of these cannot be: EINVAL, as on vfat
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))(uintptr_t)dlsym(RTLD_NEXT, #name))

static atomic_llong g_written;

static int is_below(const char* path) {
    const char* const folder = getenv("FAILING_DISK");
    const size_t length = folder == NULL ? 0 : strlen(folder);
    return length > 0 && path != NULL && strncmp(path, folder, length) == 0 &&
           (path[length] == '/' || path[length] == '\0');
}

static int is_file_below(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = '\0';
    return is_below(path);
}

static int fails(int code) {
    errno = code;
    return -1;
}

static int is_read_only(const char* path) {
    return getenv("FAILING_DISK_READ_ONLY") != NULL && is_below(path);
}

static int is_forbidden(const char* path) {
    const char* const forbidden = getenv("FAILING_DISK_FORBIDS");
    return forbidden != NULL && is_below(path) &&
           strpbrk(path + strlen(getenv("FAILING_DISK")), forbidden) != NULL;
}

// How many of size bytes still fit.
static size_t take_room(int file, size_t size) {
    const char* const room = getenv("FAILING_DISK_ROOM");
    if (room == NULL || !is_file_below(file)) {
        return size;
    }
    const long long before = atomic_fetch_add(&g_written, (long long)size);
    const long long left = atoll(room) - before;
    return left >= (long long)size ? size : left > 0 ? (size_t)left : 0;
}

static int may_open(const char* path, int flags) {
    const int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
    if (writes && is_read_only(path)) {
        return fails(EROFS);
    }
    if (!writes && getenv("FAILING_DISK_UNREADABLE") != NULL && is_below(path)) {
        return fails(EIO);
    }
    return (flags & O_CREAT) != 0 && is_forbidden(path) ? fails(EINVAL) : 0;
}

int open(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return may_open(path, flags) != 0 ? -1 : REAL(open)(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return may_open(path, flags) != 0 ? -1 : REAL(open64)(path, flags, mode);
}

ssize_t write(int file, const void* bytes, size_t size) {
    const size_t fits = take_room(file, size);
    return fits == 0 && size > 0 ? fails(ENOSPC) : REAL(write)(file, bytes, fits);
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
    const size_t fits = take_room(file, size);
    return fits == 0 && size > 0 ? fails(ENOSPC) : REAL(pwrite)(file, bytes, fits, at);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
    const size_t fits = take_room(file, size);
    return fits == 0 && size > 0 ? fails(ENOSPC) : REAL(pwrite64)(file, bytes, fits, at);
}

ssize_t sendfile(int to, int from, off_t* at, size_t size) {
    const size_t fits = take_room(to, size);
    return fits == 0 && size > 0 ? fails(ENOSPC) : REAL(sendfile)(to, from, at, fits);
}

int mkdir(const char* path, mode_t mode) {
    return is_read_only(path)   ? fails(EROFS)
           : is_forbidden(path) ? fails(EINVAL)
                                : REAL(mkdir)(path, mode);
}

int rename(const char* from, const char* to) {
    return is_read_only(from) || is_read_only(to) ? fails(EROFS)
           : is_forbidden(to)                     ? fails(EINVAL)
                                                  : REAL(rename)(from, to);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
    return is_read_only(from) || is_read_only(to) ? fails(EROFS)
           : is_forbidden(to)                     ? fails(EINVAL)
                              : REAL(renameat2)(from_folder, from, to_folder, to, flags);
}

int unlink(const char* path) {
    return is_read_only(path) ? fails(EROFS) : REAL(unlink)(path);
}
