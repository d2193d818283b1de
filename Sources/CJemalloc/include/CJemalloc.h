#include <stddef.h>

/* jemalloc(3): reads or changes what the allocator goes by. Its own header would declare malloc once more. */
int mallctl(const char *name, void *old, size_t *old_size, void *new_value, size_t new_size);
