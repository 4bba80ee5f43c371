/* A shared library that is no plugin. */
__attribute__((visibility("default"))) int nothing_of_ours(void);

int nothing_of_ours(void) { return 1; }
