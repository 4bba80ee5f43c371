/* SPDX-License-Identifier: MIT
 * curateur plugin ABI 0.1, part 1 of 4: what every kind of plugin shares.  C11 / C++17.
 *
 * The six rules of this boundary
 *  1. Only C crosses it: fixed-width integers, doubles, pointers, and the structs below.
 *  2. Every struct starts with struct_size, set by whoever allocated it. Fields are only ever
 *     appended. Read a field past the 1.0 set only after CUR_HAS(p, field). No struct has padding
 *     (the build checks it): a field appended into old padding would pass CUR_HAS unwritten.
 *  3. Arrays hold pointers, or the two frozen structs cur_str / cur_bytes. (An array of growing
 *     structs would have a different stride on each side.)
 *  4. Nobody frees the other side's memory. Host to plugin: borrowed for the duration of the call.
 *     Plugin to host: pushed into a host sink, which copies before it returns. Static descriptors
 *     live as long as the loaded library, and a library is never unloaded.
 *  5. No exception, longjmp or thread exit crosses it.
 *  6. One instance is never entered by two threads at once; it may be entered from different
 *     threads over time. Different instances run concurrently.
 *
 * What a call pushed into a sink counts only if the call returns CUR_OK.
 * All text is UTF-8. The host never calls setlocale(): LC_NUMERIC stays "C".
 * Versions 0.x promise nothing: plugin and host must have the same number.
 */
#ifndef CURATEUR_ABI_H
#define CURATEUR_ABI_H

#include <stddef.h>
#include <stdint.h>

#define CUR_ABI_MAJOR 0u
#define CUR_ABI_MINOR_NEWEST 1u /* newest minor this header describes */
#ifndef CUR_ABI_TARGET_MINOR    /* the minor the plugin needs; while the major is 0, the newest */
#define CUR_ABI_TARGET_MINOR CUR_ABI_MINOR_NEWEST
#endif
#if CUR_ABI_TARGET_MINOR > CUR_ABI_MINOR_NEWEST
#error "CUR_ABI_TARGET_MINOR is newer than this SDK; update the SDK"
#endif

#ifdef __cplusplus
#define CUR_EXTERN_C extern "C"
#else
#define CUR_EXTERN_C
#endif
/* In a plugin the function types are noexcept, so assigning a throwing function does not compile.
 * The host builds without it, so that its catch (...) around a call is not optimised away. */
#if defined(__cplusplus) && __cplusplus >= 201703L && !defined(CURATEUR_HOST)
#define CUR_NOEXCEPT noexcept
#else
#define CUR_NOEXCEPT
#endif
#define CUR_EXPORT CUR_EXTERN_C __attribute__((visibility("default"), used))

/* Is the field inside what the other side allocated? CUR_HAS needs __typeof__ (gcc, clang); name the
 * type where that is missing. */
#define CUR_HAS_T(type, p, field) ((p)->struct_size >= offsetof(type, field) + sizeof((p)->field))
#define CUR_HAS(p, field) CUR_HAS_T(__typeof__(*(p)), p, field)

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cur_str { const char *ptr; size_t len; } cur_str;        /* no NUL at the end; frozen */
typedef struct cur_bytes { const uint8_t *ptr; size_t len; } cur_bytes; /* frozen */
typedef uint32_t cur_flags;

/* ---- what became of a call --------------------------------------------------------------------
 * In bands, so that the set can grow: the host treats a value it does not know as the first of its
 * band. 1xx concerns this item, 2xx makes the lane wait, 3xx ends the source until the user acts,
 * 4xx says the plugin is wrong. */
typedef uint32_t cur_status;
enum {
  CUR_OK = 0,
  CUR_ITEM_FAILED = 100,
  CUR_NOT_FOUND = 101,   /* asked properly, the answer is "no such game"; the only true miss */
  CUR_REJECTED = 102,    /* the service refuses this very request: it is not repeated */
  CUR_MALFORMED = 103,   /* an answer or a document that cannot be understood: not cached, not a miss */
  CUR_UNSUPPORTED = 104, /* not something this plugin does (platform, lookup, media kind) */
  CUR_CANCELLED = 105,
  CUR_UNCHANGED = 106,   /* "your copy is current" */
  CUR_TRANSIENT = 200,   /* may work in a moment: bounded back-off */
  CUR_RATE_LIMITED = 201,
  CUR_CLOSED = 202,      /* the service is shut for now, or for accounts like this one */
  CUR_QUOTA_EXHAUSTED = 203,
  CUR_MISSES_EXHAUSTED = 204, /* the allowance of "no such game" answers is spent */
  CUR_SOURCE_FAILED = 300,
  CUR_AUTH_FAILED = 301,
  CUR_BLOCKED = 302,     /* this program or version is banned */
  CUR_BAD_CONFIG = 303,  /* the settings cannot work */
  CUR_INTERNAL = 400     /* a bug in the plugin */
};

#define CUR_SIZE_UNKNOWN UINT64_MAX

typedef struct cur_error {
  size_t struct_size;
  cur_status status;
  uint32_t reserved;         /* 0 */
  int64_t retry_after_ms;    /* -1: not known */
  int64_t retry_at_unix_ms;  /* -1: not known; wins over retry_after_ms */
  uint64_t offset;           /* byte in the document at fault; CUR_SIZE_UNKNOWN */
  cur_str message;           /* one sentence for the user */
  cur_str detail;            /* for the log */
} cur_error;

enum { CUR_LOG_DEBUG = 0, CUR_LOG_INFO = 1, CUR_LOG_WARN = 2, CUR_LOG_ERROR = 3 };

/* Lives from before init() until after deinit(). Every function may be called from any thread. */
typedef struct cur_host cur_host;
struct cur_host {
  size_t struct_size;
  uint32_t abi_major, abi_minor;
  const char *name, *version;
  void *self;
  void (*log)(const cur_host *, uint32_t level, cur_str message) CUR_NOEXCEPT;
  const void *(*extension)(const cur_host *, const char *id) CUR_NOEXCEPT; /* NULL: not offered */
};

/* One per call, valid until the call returns, only on the calling thread. */
typedef struct cur_call cur_call;
struct cur_call {
  size_t struct_size;
  void *self;
  void (*log)(const cur_call *, uint32_t level, cur_str message) CUR_NOEXCEPT;
  void (*fail)(const cur_call *, const cur_error *) CUR_NOEXCEPT; /* says why the call will not return CUR_OK */
  uint32_t (*cancelled)(const cur_call *) CUR_NOEXCEPT;
};

/* ---- settings: declared by the plugin, read and checked by the host --------------------------- */
enum {
  CUR_OPT_STRING = 1, CUR_OPT_INT = 2, CUR_OPT_NUMBER = 3, CUR_OPT_BOOL = 4, CUR_OPT_ENUM = 5,
  CUR_OPT_STRING_LIST = 6,
  CUR_OPT_PATH = 7, /* the host expands ~ and makes it absolute, relative to the configuration file */
  CUR_OPT_URL = 8,
  CUR_OPT_MAP = 9   /* text to text */
};
enum {
  CUR_OPT_REQUIRED = 1u,
  CUR_OPT_SECRET = 2u,   /* the plugin gets a stand-in token; see cur_settings */
  CUR_OPT_REVEAL = 4u,   /* with SECRET: the plugin needs the plain value (to sign); plugins info says so */
  CUR_OPT_DEPRECATED = 8u,
  CUR_OPT_ORIGIN = 16u,  /* with CUR_OPT_URL: the value's origin joins the source's origins */
  CUR_OPT_ACCOUNT = 32u  /* names the account: who has the same values shares its limits */
};

typedef struct cur_option {
  size_t struct_size;
  uint32_t type;
  cur_flags flags;
  const char *key;            /* lower_snake */
  const char *doc;            /* one line */
  const char *default_text;   /* as it would stand in YAML; NULL: none */
  const char *const *choices; /* CUR_OPT_ENUM: NULL-terminated */
  double min, max;            /* numbers; min > max: unbounded */
} cur_option;

/* Borrowed during create(); defaults already applied. Each getter returns 1 and fills *out, or 0 when
 * the key is unset. A secret comes back as a stand-in: "CURSECRET" and 16 letters or digits, the same
 * for as long as the library, the source and the option are. The host puts the secret in when a request
 * leaves for a declared origin, and takes it out of what comes back. */
typedef struct cur_settings cur_settings;
struct cur_settings {
  size_t struct_size;
  void *self;
  uint32_t (*get_str)(const cur_settings *, const char *key, cur_str *out) CUR_NOEXCEPT;
  uint32_t (*get_int)(const cur_settings *, const char *key, int64_t *out) CUR_NOEXCEPT; /* CUR_OPT_BOOL: 0 or 1 */
  uint32_t (*get_num)(const cur_settings *, const char *key, double *out) CUR_NOEXCEPT;
  uint32_t (*get_item)(const cur_settings *, const char *key, size_t index, cur_str *out) CUR_NOEXCEPT;
  uint32_t (*get_pair)(const cur_settings *, const char *key, size_t index, cur_str *name,
                       cur_str *value) CUR_NOEXCEPT;
};

/* ---- shared by sources and outputs -------------------------------------------------------------- */

/* Of which bytes a piece of evidence speaks. */
enum {
  CUR_OF_FILE = 1,      /* the file as it lies there */
  CUR_OF_MEMBER = 2,    /* one member of an archive */
  CUR_OF_PAYLOAD = 3,   /* headers stripped, byte order normalised, as No-Intro does */
  CUR_OF_TRACK = 4,     /* the data track of a disc */
  CUR_OF_CONTAINER = 5, /* an archive or image whose content is meant */
  CUR_OF_LARGEST = 6,   /* the largest file of a folder game */
  CUR_OF_DISC_DATA = 7  /* the data a compressed disc image stands for */
};
/* What kind of thing the entry is. */
enum {
  CUR_FORM_ROM = 1,
  CUR_FORM_DISC = 2,
  CUR_FORM_FOLDER = 3,
  CUR_FORM_SET = 4 /* arcade and the like: the name is the identity */
};

typedef struct cur_evidence {
  size_t struct_size;
  uint32_t of, disc;         /* CUR_OF_*; disc number, 0: not said */
  uint64_t size;             /* bytes; CUR_SIZE_UNKNOWN */
  cur_str name;              /* file or member name these bytes go by, no directory */
  cur_str crc32, md5, sha1;  /* lower-case hex of 8, 32, 40 digits; empty: not known */
  cur_str serial;
  cur_str regions, languages; /* "us,eu"; of this very dump, when the source says so */
} cur_evidence;

typedef struct cur_id { size_t struct_size; cur_str scheme, value; } cur_id; /* "igdb" "1234" */

/* One value of one field of registry/fields.csv. Numbers and dates as the registry spells them. */
typedef struct cur_value {
  size_t struct_size;
  cur_str field, text;
  cur_str language, region; /* of registry/languages.csv and regions.csv; empty: none */
  cur_str item;             /* list fields: what the values that translate each other share */
  int32_t rank;             /* order within the field, lower first */
  cur_flags flags;          /* 0 */
} cur_value;

/* ---- components and the entry point ------------------------------------------------------------- */
typedef struct cur_instance cur_instance; /* the plugin's own; opaque to the host */

typedef struct cur_component {
  size_t struct_size;
  const char *kind; /* "curateur.source/1", "curateur.output/1", "curateur.validator/1" */
  const char *id;   /* [a-z][a-z0-9-]{1,31}; the name of its section in the configuration */
  const char *name, *version, *summary, *homepage, *license;
  const cur_option *const *options; /* NULL-terminated; may be NULL */
  /* Any thread. May read local files, not the network. On failure nothing is left behind. */
  cur_status (*create)(const cur_host *, const cur_call *, const cur_settings *, cur_instance **out) CUR_NOEXCEPT;
  void (*destroy)(cur_instance *) CUR_NOEXCEPT; /* any thread, no call in flight */
  const void *(*extension)(const char *id) CUR_NOEXCEPT; /* may be NULL; static data only */
  const void *iface; /* the table that belongs to kind */
} cur_component;

#define CUR_MAGIC "CURATEUR"
typedef struct cur_plugin {
  /* ---- the first 24 bytes never change, in any major ---- */
  char magic[8];
  uint32_t struct_size;
  uint16_t abi_major;       /* must equal the host's */
  uint16_t abi_minor;       /* least host minor this plugin can live with; under major 0 the very minor */
  const char *built_with;   /* "sdk 0.1.0; g++ 12.2.0; libstdc++": for messages only */
  /* ---- major 0 ---- */
  cur_status (*init)(const cur_host *) CUR_NOEXCEPT; /* may be NULL; main thread, once */
  void (*deinit)(void) CUR_NOEXCEPT;                 /* may be NULL; at exit */
  const cur_component *const *components;            /* NULL-terminated */
} cur_plugin;

#define CUR_ENTRY_SYMBOL "curateur_plugin" /* const cur_plugin curateur_plugin; */

/* The ELF note that names the ABI without running any code of the plugin: section ".note.curateur",
 * owner "curateur", type 1, content "ABI 0.1". CURATEUR_PLUGIN (plugin.hpp) emits it. */
#define CUR_NOTE_OWNER "curateur"
#define CUR_NOTE_TYPE 1u

#ifdef __cplusplus
}
#endif
#endif
