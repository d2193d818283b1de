#include "CJemalloc.h"

/* jemalloc looks for a symbol of this name when it starts. Two arenas: each keeps some of what it frees for itself. And what
 * was freed goes back to the system within a quarter of a second: a service that once put a large answer together must not
 * keep its room. */
const char *malloc_conf = "narenas:2,dirty_decay_ms:250,muzzy_decay_ms:0";
