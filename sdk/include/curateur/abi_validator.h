/* SPDX-License-Identifier: MIT
 * curateur plugin ABI 0.1, part 4 of 4: kind "curateur.validator/1", a check of a downloaded medium. */
#ifndef CURATEUR_ABI_VALIDATOR_H
#define CURATEUR_ABI_VALIDATOR_H
#include "abi.h"
#ifdef __cplusplus
extern "C" {
#endif

#define CUR_KIND_VALIDATOR "curateur.validator/1"

enum { CUR_VERDICT_GOOD = 1,     /* is what it says it is, whole                      */
       CUR_VERDICT_BAD = 2,      /* broken, cut short, an error page: throw away      */
       CUR_VERDICT_POOR = 3,     /* usable, but take a better candidate if there is one */
       CUR_VERDICT_UNKNOWN = 4 };/* not mine                                          */

enum { CUR_LEVEL_NORMAL = 1, /* structure: finds what was cut short or damaged, at a hundredth of decoding */
       CUR_LEVEL_STRICT = 2 };/* decode it as well                                                     */

typedef struct cur_validator_info {
  size_t struct_size;
  const char *const *formats; /* "png", "jpeg", "mp4", "pdf": NULL-terminated */
  const char *const *media;   /* media kinds; NULL: any */
} cur_validator_info;

typedef struct cur_subject cur_subject;
struct cur_subject {
  size_t struct_size;
  void *self;
  cur_str kind, format;  /* what the source claimed; format may be empty */
  uint64_t size;
  uint32_t level;        /* how hard to look: CUR_LEVEL_* */
  uint32_t reserved;
  cur_bytes head;        /* the first bytes, at least 4096 or the whole of it */
  /* random access, for the rest; returns the number of bytes read, 0 at the end */
  size_t (*read)(const cur_subject *, uint64_t offset, uint8_t *into, size_t capacity) CUR_NOEXCEPT;
};

typedef struct cur_findings cur_findings;
struct cur_findings {
  size_t struct_size;
  void *self;
  void (*verdict)(const cur_findings *, uint32_t verdict, cur_str reason) CUR_NOEXCEPT;
  void (*text)(const cur_findings *, cur_str fact, cur_str value) CUR_NOEXCEPT;   /* "format", "codec" */
  void (*number)(const cur_findings *, cur_str fact, double value) CUR_NOEXCEPT;  /* "width", "duration_ms" */
};

typedef struct cur_validator {
  size_t struct_size;
  const cur_validator_info *info;
  cur_status (*check)(cur_instance *, const cur_call *, const cur_subject *, const cur_findings *) CUR_NOEXCEPT;
} cur_validator;

#ifdef __cplusplus
}
#endif
#endif
