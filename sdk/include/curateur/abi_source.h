/* SPDX-License-Identifier: MIT
 * curateur plugin ABI 0.1, part 2 of 4: kind "curateur.source/1", a source of game metadata.
 *
 * A source does no network input or output. plan() says which HTTP requests would answer a query (or,
 * for a source with a local database, answers at once); the host sends them (rate limits, retries,
 * cache, secrets, cancellation are the host's) and hands each answer to parse(), which pushes
 * records and media candidates, and may ask for more requests. Results depend on the arguments and the
 * settings alone; an instance may remember what it parsed if that changes no result.
 * Bounds: 16 requests a lookup, 4 rounds of follow-ups, 1 MiB a text, 4 KiB a tag.
 */
#ifndef CURATEUR_ABI_SOURCE_H
#define CURATEUR_ABI_SOURCE_H
#include "abi.h"
#ifdef __cplusplus
extern "C" {
#endif

#define CUR_KIND_SOURCE "curateur.source/1"

/* Ways to look a game up. */
enum {
  CUR_LOOKUP_ID = 1u,
  CUR_LOOKUP_HASH = 2u,
  CUR_LOOKUP_FILE = 4u,     /* by file name */
  CUR_LOOKUP_NAME = 8u,     /* a search by title: answers are candidates */
  CUR_LOOKUP_ACCOUNT = 16u, /* "who am I and what may I still do"; never together with another */
  CUR_LOOKUP_SERIAL = 32u
};
enum { CUR_HASH_CRC32 = 1u, CUR_HASH_MD5 = 2u, CUR_HASH_SHA1 = 4u };

/* What holds before the account says more. Zero: no such limit. */
typedef struct cur_limit {
  size_t struct_size;
  const char *bucket; /* requests of one bucket share limits; "api" unless a request names another */
  uint32_t concurrency, per_minute, per_day, min_gap_ms;
} cur_limit;

typedef struct cur_platform {
  size_t struct_size;
  const char *platform;         /* of registry/platforms.csv */
  const char *const *natives;   /* NULL-terminated; the first is asked, the rest are alternates */
} cur_platform;

/* The service's own code for a medium, which users may write where a kind is expected: "box-2D" for "cover". */
typedef struct cur_media_code { size_t struct_size; const char *native, *kind; } cur_media_code;

typedef struct cur_source_info {
  size_t struct_size;
  cur_flags lookups, hashes;
  const char *const *fields;    /* what it can fill, NULL-terminated: "name", "genre" ... */
  const char *const *media;     /* media kinds: "cover", "screenshot", "video" ... */
  const char *const *origins;   /* hosts it may talk to over https: "api.example.org", "*.example.org" */
  const cur_platform *const *platforms; /* NULL-terminated; NULL: the platform id is passed as it is */
  const cur_limit *const *limits;       /* NULL-terminated; may be NULL */
  uint32_t parse_revision;      /* raised when parse() gives other results: stored answers are parsed again */
  uint32_t reserved;
  const cur_media_code *const *media_codes; /* NULL-terminated; may be NULL */
} cur_source_info;

typedef struct cur_query {
  size_t struct_size;
  cur_flags lookups;            /* the ways still open; one request may cover several */
  uint32_t form;                /* CUR_FORM_* */
  cur_str system, platform, native_platform; /* ES-DE short name; registry id; natives[0] */
  cur_str title;                /* the host's guess: tags off, extension off */
  const cur_evidence *const *evidence; /* most telling first; NULL-terminated */
  cur_str source_id;            /* for CUR_LOOKUP_ID: pinned, or chosen among candidates */
  const cur_id *const *ids;     /* what other sources call it; NULL-terminated */
  const cur_str *languages; size_t language_count; /* BCP 47, in the user's order */
  const cur_str *regions; size_t region_count;
} cur_query;

/* ---- requests ----------------------------------------------------------------------------------- */
enum { CUR_PARAM_UNKEYED = 1u }; /* not part of the cache key: softname, client version */
typedef struct cur_param { size_t struct_size; cur_str name, value; cur_flags flags; uint32_t reserved; } cur_param;

typedef struct cur_request_spec {
  size_t struct_size;
  cur_str method;      /* "GET" or "POST" */
  cur_str url;         /* absolute, without parameters that query() will add */
  cur_str tag;         /* handed back with the answer; opaque to the host, no secrets */
  cur_str bucket;      /* empty: "api" */
  int64_t cache_ttl_s; /* -1: the host's default, 0: never */
  cur_flags covers;    /* a "not found" here settles these CUR_LOOKUP_* */
  cur_flags flags;     /* 0 */
} cur_request_spec;

typedef struct cur_request cur_request; /* the host's builder; valid until the call returns */
typedef struct cur_requests cur_requests;
struct cur_requests {
  size_t struct_size;
  void *self;
  cur_request *(*request)(const cur_requests *, const cur_request_spec *) CUR_NOEXCEPT;
  void (*query)(const cur_requests *, cur_request *, const cur_param *) CUR_NOEXCEPT;  /* host encodes */
  void (*header)(const cur_requests *, cur_request *, const cur_param *) CUR_NOEXCEPT; /* no CR, no LF */
  void (*body)(const cur_requests *, cur_request *, cur_str type, cur_bytes content) CUR_NOEXCEPT;
};

typedef struct cur_exchange cur_exchange;
struct cur_exchange {
  size_t struct_size;
  void *self;
  cur_str tag;             /* as given to request() */
  uint32_t http_status;
  uint32_t from_cache;
  cur_bytes body;
  int64_t received_unix_ms; /* the only clock a source has */
  uint32_t (*header)(const cur_exchange *, cur_str name, cur_str *out) CUR_NOEXCEPT; /* any case */
};

/* ---- results ------------------------------------------------------------------------------------ */
/* A candidate. All but kind and (url or request) may be empty or 0. */
typedef struct cur_media {
  size_t struct_size;
  cur_str kind, variant;   /* "logo" "hd"; kinds of registry/media.csv */
  cur_str url;
  cur_request *request;    /* or a request built with requests->request(), never sent by itself */
  cur_str bucket, tag;
  cur_str format;          /* "png", "jpg", "mp4", "pdf" */
  cur_str region, language, crc32, md5, sha1;
  uint64_t size;           /* CUR_SIZE_UNKNOWN */
  uint32_t width, height;
  int32_t rank;            /* lower first, among equals */
  uint32_t disc;
} cur_media;

enum {
  CUR_RECORD_NOT_A_GAME = 1u,
  CUR_RECORD_ADULT = 2u,
  CUR_RECORD_CANDIDATE = 4u /* one of several: the host chooses */
};
typedef struct cur_record_head {
  size_t struct_size;
  cur_str source_id, native_platform;
  cur_flags matched_by; /* what the service claims, CUR_LOOKUP_*; the host verifies */
  cur_flags flags;
} cur_record_head;

typedef struct cur_account { /* what the service says of this account; -1: not said */
  size_t struct_size;
  cur_str bucket;            /* empty: "api" */
  int64_t concurrency, per_minute, per_day, used_today, misses_per_day, misses_today;
  int64_t bytes_per_second, resets_at_unix_ms;
  cur_str user;              /* as whom we are known; empty: as a guest */
} cur_account;

typedef struct cur_record cur_record; /* the host's builder; valid until the call returns */
typedef struct cur_results cur_results;
struct cur_results {
  size_t struct_size;
  void *self;
  cur_record *(*record)(const cur_results *, const cur_record_head *) CUR_NOEXCEPT;
  /* every language and region the service has: choosing is the host's */
  void (*value)(const cur_results *, cur_record *, const cur_value *) CUR_NOEXCEPT;
  void (*id)(const cur_results *, cur_record *, const cur_id *) CUR_NOEXCEPT;
  /* every dump the service knows of this game, not only the one asked for */
  void (*dump)(const cur_results *, cur_record *, const cur_evidence *, uint32_t is_the_match) CUR_NOEXCEPT;
  void (*media)(const cur_results *, cur_record *, const cur_media *) CUR_NOEXCEPT;
  void (*account)(const cur_results *, const cur_account *) CUR_NOEXCEPT;
  const cur_requests *requests; /* the first ones in plan(); next page, details of a hit in parse() */
};

typedef struct cur_source {
  size_t struct_size;
  const cur_source_info *info;
  cur_status (*plan)(cur_instance *, const cur_call *, const cur_query *, const cur_results *) CUR_NOEXCEPT;
  /* Gets every HTTP answer, whatever its status: only the source knows what it means. */
  cur_status (*parse)(cur_instance *, const cur_call *, const cur_query *, const cur_exchange *,
                      const cur_results *) CUR_NOEXCEPT;
  /* Is this download the medium, or a refusal in disguise? body holds the first 4096 bytes at most.
   * May be NULL: the host goes by the HTTP status. */
  cur_status (*media_answer)(cur_instance *, const cur_call *, const cur_exchange *) CUR_NOEXCEPT;
} cur_source;

#ifdef __cplusplus
}
#endif
#endif
