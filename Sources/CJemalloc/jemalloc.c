#include "CJemalloc.h"

/* jemalloc looks for a symbol of this name when it starts. Two arenas, as many would keep what they free for themselves;
 * and what was freed goes back to the system within a second: a service that once put a large answer together must not
 * keep its room. */
const char *malloc_conf = "narenas:2,dirty_decay_ms:1000,muzzy_decay_ms:0";
