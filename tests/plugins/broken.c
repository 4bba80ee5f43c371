/* Plugins that must not be used; which one is said by a definition. */
#include <curateur/abi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef ANOTHER_MAJOR
#define MAJOR 9u
#else
#define MAJOR CUR_ABI_MAJOR
#endif
#if defined(NEWER_MINOR)
#define MINOR 99u
#elif defined(OLDER_MINOR)
#define MINOR 0u
#else
#define MINOR CUR_ABI_TARGET_MINOR
#endif
#ifdef WRONG_MAGIC
#define MAGIC {'C', 'U', 'R', 'A', 'T', 'O', 'R', 'S'}
#else
#define MAGIC {'C', 'U', 'R', 'A', 'T', 'E', 'U', 'R'}
#endif

#ifdef ANOTHER_MAJOR_IN_ITS_NOTE
/* The note is read without running anything: this must never run. */
__attribute__((section(".note.curateur"), used, aligned(4))) static const struct {
  uint32_t owner_size, content_size, type;
  char owner[12], content[8];
} note = {9, 8, CUR_NOTE_TYPE, CUR_NOTE_OWNER, "ABI 9.0"};
__attribute__((constructor)) static void never(void) { abort(); }
#endif

#ifdef CRASHES_WHILE_IT_IS_LOADED
__attribute__((constructor)) static void end(void) { abort(); }
#endif

#if defined(REFUSES_TO_START) || defined(SAYS_WHY_IT_CANNOT_START)
static cur_status start(const cur_host *host) {
#ifdef SAYS_WHY_IT_CANNOT_START
  const char *const why = "its database is missing";
  const cur_str message = {why, strlen(why)};
  host->log(host, CUR_LOG_ERROR, message);
#endif
  (void)host;
  return CUR_INTERNAL;
}
#define START start
#elif defined(STARTS_AND_STOPS)
static cur_status start(const cur_host *host) {
  (void)host;
  fputs("started;", stderr);
  return CUR_OK;
}
#define START start
#else
#define START NULL
#endif
#ifdef STARTS_AND_STOPS
static void stop(void) { fputs("stopped;", stderr); }
#define STOP stop
#else
#define STOP NULL
#endif

#if !defined(NO_COMPONENTS)
#if !defined(EMPTY_COMPONENTS)
static const cur_component component = {
    sizeof(cur_component), "curateur.scanner/1", "strange", "", "", "", "", "", NULL, NULL, NULL, NULL, NULL,
};
#define OFFERED &component, NULL
#else
#define OFFERED NULL
#endif
static const cur_component *const components[] = {OFFERED};
#define COMPONENTS components
#else
#define COMPONENTS NULL
#endif

CUR_EXPORT const cur_plugin curateur_plugin = {MAGIC, sizeof(cur_plugin), MAJOR, MINOR, "sdk 9.9", START, STOP, COMPONENTS};
