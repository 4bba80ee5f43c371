/* The library that unlinked.cpp is linked with and that is not found when it is loaded. */
__attribute__((visibility("default"))) int curateur_test_is_nowhere(void);

int curateur_test_is_nowhere(void) { return 1; }
