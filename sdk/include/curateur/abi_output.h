/* SPDX-License-Identifier: MIT
 * curateur plugin ABI 0.1, part 3 of 4: kind "curateur.output/1", a format the results are written in.
 *
 * An output is a codec over bytes; it opens no file. The host reads and writes the files (atomically,
 * with a backup, or not at all in a dry run) and does the merge, the same way for every format:
 *   old bytes --read()--> native entries --host merges with express(game)--> changes --render(old bytes)--> new bytes
 * The merge works on native values, so all rounding, joining and escaping lives in express() and read().
 *
 * Laws (the host checks the first three at every write, "plugins check" all of them)
 *  a. render(old, no changes) equals old, byte for byte.
 *  b. read(render(old, c)) returns exactly the values of c.
 *  c. Entries that c does not name read the same before and after.
 *  d. read() canonicalises: a frontend's own re-save of an untouched entry yields the same values, and a
 *     format's "unset" markers are never reported as values.
 *  e. express() emits only values that the frontend's own editor would keep as they are.
 *  f. A document that cannot be understood is CUR_MALFORMED with its place in cur_error, never an empty list.
 */
#ifndef CURATEUR_ABI_OUTPUT_H
#define CURATEUR_ABI_OUTPUT_H
#include "abi.h"
#ifdef __cplusplus
extern "C" {
#endif

#define CUR_KIND_OUTPUT "curateur.output/1"

enum {
  CUR_OWNER_MANAGED = 1, /* the host writes it, by the three-way rule */
  CUR_OWNER_USER = 2,    /* the user's or the frontend's: read, carried, never changed */
  CUR_OWNER_SEED = 3     /* may be set once, on a new entry, on request */
};
typedef struct cur_field { /* a native field that is not listed is the user's */
  size_t struct_size;
  const char *field;  /* of registry/fields.csv */
  const char *native; /* "desc" */
  uint32_t owner, is_list;
} cur_field;

typedef struct cur_slot {
  size_t struct_size;
  const char *kind;           /* of registry/media.csv */
  const char *const *formats; /* "png","jpg": as the frontend looks them up, the first hit wins; NULL-terminated */
  const char *folder;         /* where the files are, relative to the media directory: the host lists it once.
                                 NULL: not a folder, ask media_path() */
  uint32_t many, by_default;  /* 0: one file an entry; 1: fetched unless the user chose kinds */
} cur_slot;

typedef struct cur_output_info {
  size_t struct_size;
  const cur_field *const *fields;
  const cur_slot *const *slots;
  const char *const *processes;  /* "es-de": documents are not written while one runs; may be NULL */
  const char *metadata_dir, *media_dir; /* defaults: "{gamelists}/{system}", "{media}/{system}", "{roms}" ... */
} cur_output_info;

typedef struct cur_target { /* one system */
  size_t struct_size;
  cur_str system, platform, full_name;
  cur_str rom_dir, metadata_dir, media_dir; /* absolute, of this system */
  int64_t now_unix_ms;       /* the run's time: outputs have no clock */
} cur_target;

typedef struct cur_asset {
  size_t struct_size;
  cur_str kind, path, format, sha1; /* path: absolute, or empty when it is asked for */
  uint64_t size;
  uint32_t width, height;
} cur_asset;

typedef struct cur_game cur_game;
struct cur_game {             /* the host's resolved view of one entry */
  size_t struct_size;
  void *self;
  cur_str key;                /* ROM path relative to rom_dir, '/' separated, no "./" */
  uint32_t form, is_directory;
  const cur_evidence *const *evidence; /* NULL-terminated */
  const cur_id *const *ids;            /* NULL-terminated */
  uint32_t (*value)(const cur_game *, size_t index, cur_value *out) CUR_NOEXCEPT; /* 0: no more */
  uint32_t (*asset)(const cur_game *, size_t index, cur_asset *out) CUR_NOEXCEPT;
};
typedef struct cur_games cur_games;
struct cur_games { size_t struct_size; void *self; size_t count; const cur_game *(*at)(const cur_games *, size_t) CUR_NOEXCEPT; };

enum { CUR_SET = 1, CUR_REMOVE = 2 };
typedef struct cur_native { size_t struct_size; cur_str field, value; uint32_t op, reserved; } cur_native;

typedef struct cur_entry_head {
  size_t struct_size;
  cur_str key;          /* as cur_game.key: how the host finds the entry */
  cur_str native_key;   /* as it stands in the document */
  uint32_t is_directory; /* the document lists it as a folder, not as a game */
  cur_flags flags;
} cur_entry_head;
enum { CUR_ENTRY_OPAQUE = 1u }; /* holds values that are not UTF-8, or is otherwise not to be rewritten */

typedef struct cur_native_sink cur_native_sink;
struct cur_native_sink {
  size_t struct_size;
  void *self;
  void (*entry)(const cur_native_sink *, const cur_entry_head *) CUR_NOEXCEPT; /* the fields that follow are its */
  void (*field)(const cur_native_sink *, const cur_native *) CUR_NOEXCEPT;
  void (*note)(const cur_native_sink *, cur_str message, uint64_t line) CUR_NOEXCEPT; /* worth telling, not wrong enough to refuse */
};

typedef struct cur_change cur_change;
struct cur_change {     /* only entries that change, only fields that change */
  size_t struct_size;
  void *self;
  const cur_entry_head *head;
  uint32_t is_new, reserved;
  uint32_t (*field)(const cur_change *, size_t index, cur_native *out) CUR_NOEXCEPT;
};
typedef struct cur_changes cur_changes;
struct cur_changes { size_t struct_size; void *self; size_t count; const cur_change *(*at)(const cur_changes *, size_t) CUR_NOEXCEPT; };

typedef struct cur_document {
  size_t struct_size;
  cur_str id, path;     /* id: unique within the output and system; path: absolute */
  uint32_t exists;
  cur_flags flags;
  cur_bytes content;
} cur_document;
typedef struct cur_document_sink cur_document_sink;
struct cur_document_sink { size_t struct_size; void *self; void (*document)(const cur_document_sink *, const cur_document *) CUR_NOEXCEPT; };

typedef struct cur_writer cur_writer;
struct cur_writer { size_t struct_size; void *self; void (*write)(const cur_writer *, cur_bytes) CUR_NOEXCEPT; };

typedef struct cur_output {
  size_t struct_size;
  const cur_output_info *info;
  /* the documents of this system: id and absolute path */
  cur_status (*documents)(cur_instance *, const cur_call *, const cur_target *, const cur_document_sink *) CUR_NOEXCEPT;
  /* at most one entry a (key, is_directory): the format's own duplicate rule decides which */
  cur_status (*read)(cur_instance *, const cur_call *, const cur_target *, const cur_document *,
                     const cur_games *known, const cur_native_sink *) CUR_NOEXCEPT;
  /* one entry, its native fields, all CUR_SET; what is not pushed is unset */
  cur_status (*express)(cur_instance *, const cur_call *, const cur_target *, const cur_game *,
                        const cur_native_sink *) CUR_NOEXCEPT;
  cur_status (*render)(cur_instance *, const cur_call *, const cur_target *, const cur_document *old,
                       const cur_changes *, const cur_writer *) CUR_NOEXCEPT;
  /* absolute path of one medium of one game, extension included; CUR_UNSUPPORTED: no place for it */
  cur_status (*media_path)(cur_instance *, const cur_call *, const cur_target *, const cur_game *,
                           const cur_asset *, const cur_writer *) CUR_NOEXCEPT;
} cur_output;

#ifdef __cplusplus
}
#endif
#endif
