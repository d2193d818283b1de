#include <sqlite3.h>

/* For the write-ahead log. The C library declares these to programs that define _GNU_SOURCE, which Swift's module of it does
 * not. */
int sync_file_range(int file, long offset, long count, unsigned int flags);
static const unsigned int sync_file_range_write = 2; /* SYNC_FILE_RANGE_WRITE */
