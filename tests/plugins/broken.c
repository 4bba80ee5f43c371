/* Plugins that must not be used; which one is said by a definition. */
#include <curateur/abi.h>

#include <stddef.h>

#ifdef ANOTHER_MAJOR
#define MAJOR 9u
#else
#define MAJOR CUR_ABI_MAJOR
#endif
#ifdef NEWER_MINOR
#define MINOR 99u
#else
#define MINOR CUR_ABI_TARGET_MINOR
#endif
#ifdef WRONG_MAGIC
#define MAGIC {'C', 'U', 'R', 'A', 'T', 'O', 'R', 'S'}
#else
#define MAGIC {'C', 'U', 'R', 'A', 'T', 'E', 'U', 'R'}
#endif

static const cur_component component = {
    sizeof(cur_component), "curateur.scanner/1", "strange", "", "", "", "", "", NULL, NULL, NULL, NULL, NULL,
};
static const cur_component *const components[] = {&component, NULL};

#ifdef REFUSES_TO_START
static cur_status start(const cur_host *host) {
  (void)host;
  return CUR_INTERNAL;
}
#define START start
#else
#define START NULL
#endif
#ifdef NO_COMPONENTS
#define COMPONENTS NULL
#else
#define COMPONENTS components
#endif

CUR_EXPORT const cur_plugin curateur_plugin = {MAGIC, sizeof(cur_plugin), MAJOR, MINOR, "sdk 9.9", START, NULL, COMPONENTS};
/* One of the two is unused in most variants. */
const cur_component *const *broken_plugin_components(void);

const cur_component *const *broken_plugin_components(void) { return components; }
