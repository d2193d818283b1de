/* rows COMMAND FILE OUT ...: what a plain C program does with the same events (the file of `logbench generate`).
 *
 *   rows append FILE DATABASE BATCH [EVENTS]    rows of SQLite, no index but the rowid, BATCH events a transaction,
 *                                               write-ahead log, synchronous = NORMAL
 *   rows synced FILE OUT THREADS [EVENTS]       group commit: each of THREADS hands one event to one committer and
 *                                               waits; the committer writes what has gathered, then fdatasync
 *
 * Each reads back what it has written, compares it with the file's checksum and prints one line of JSON.
 * Build: cc -O2 -o rows rows.c -lsqlite3 -lpthread
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define MAGIC 0x4C57504Du
#define HEAD_SIZE 32
#define RECORD_SIZE 52

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("error: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

/* ---- clocks ---- */

static double now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int64_t time_of_day(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* ---- events ---- */

/* Little-endian in the file, as on every machine that this runs on. */
struct event {
    const uint8_t *trace, *span;
    const char *type, *stream, *principal, *payload;
    uint64_t revision;
    uint32_t payload_size;
    uint8_t type_size, stream_size, principal_size, has_trace;
};

struct workload {
    struct event *events;
    uint64_t count, bytes, sum;
};

static uint64_t lane(const uint8_t *bytes) {
    uint64_t value;
    memcpy(&value, bytes, 8);
    return value;
}

/* The same as Checksum.hash in Swift. */
static uint64_t hash(const uint8_t *bytes, size_t size) {
    uint64_t lanes[4] = {size, size, size, size};
    size_t offset = 0;
    for (; offset + 32 <= size; offset += 32)
        for (int index = 0; index < 4; index++) {
            uint64_t sum = lanes[index] + lane(bytes + offset + 8 * index);
            lanes[index] = (sum << 7) ^ (sum >> 9);
        }
    uint64_t sum = lanes[0] + lanes[1] * 3 + lanes[2] * 5 + lanes[3] * 7;
    for (; offset < size; offset++) sum = (sum ^ bytes[offset]) * 0x100000001B3u;
    return sum;
}

static uint8_t *contents(const char *path, size_t *size) {
    int file = open(path, O_RDONLY);
    struct stat info;
    if (file < 0 || fstat(file, &info)) fail("%s: %s", path, strerror(errno));
    uint8_t *bytes = malloc((size_t)info.st_size);
    for (size_t done = 0; done < (size_t)info.st_size;) {
        ssize_t part = read(file, bytes + done, (size_t)info.st_size - done);
        if (part <= 0) fail("%s: cannot be read", path);
        done += (size_t)part;
    }
    close(file);
    *size = (size_t)info.st_size;
    return bytes;
}

static struct event parse(const uint8_t *record) {
    struct event event;
    event.has_trace = record[4] & 2;
    event.type_size = record[5];
    event.stream_size = record[6];
    event.principal_size = record[7];
    memcpy(&event.payload_size, record + 8, 4);
    memcpy(&event.revision, record + 20, 8);
    event.trace = record + 28;
    event.span = record + 44;
    event.type = (const char *)record + RECORD_SIZE;
    event.stream = event.type + event.type_size;
    event.principal = event.stream + event.stream_size;
    event.payload = event.principal + event.principal_size;
    return event;
}

static struct workload load(const char *path, uint64_t limit) {
    size_t size;
    const uint8_t *bytes = contents(path, &size);
    uint32_t magic;
    memcpy(&magic, bytes, 4);
    if (size < HEAD_SIZE || magic != MAGIC) fail("%s is no workload", path);
    struct workload all = {NULL, lane(bytes + 8), 0, 0};
    uint64_t promised = lane(bytes + 24);
    all.events = calloc(all.count, sizeof *all.events);
    size_t offset = HEAD_SIZE;
    uint64_t index = 0;
    for (; offset + RECORD_SIZE <= size && index < all.count; index++) {
        uint32_t rest;
        memcpy(&rest, bytes + offset, 4);
        all.events[index] = parse(bytes + offset);
        all.bytes += all.events[index].payload_size;
        all.sum += hash((const uint8_t *)all.events[index].payload, all.events[index].payload_size);
        offset += 4 + rest;
    }
    if (index != all.count || all.sum != promised) fail("%s is damaged", path);
    if (!limit || limit >= all.count) return all;
    all.bytes = all.sum = 0;
    for (index = 0; index < limit; index++) {
        all.bytes += all.events[index].payload_size;
        all.sum += hash((const uint8_t *)all.events[index].payload, all.events[index].payload_size);
    }
    all.count = limit;
    return all;
}

static off_t file_size(const char *path, const char *suffix) {
    char name[4096];
    struct stat info;
    snprintf(name, sizeof name, "%s%s", path, suffix);
    return stat(name, &info) ? 0 : info.st_size;
}

/* ---- plain rows ---- */

static void run(sqlite3 *database, const char *sql) {
    char *message = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &message)) fail("%s: %s", sql, message);
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL))
        fail("%s: %s", sql, sqlite3_errmsg(database));
    return statement;
}

static void text(sqlite3_stmt *statement, int column, const char *bytes, int size) {
    sqlite3_bind_text(statement, column, bytes, size, SQLITE_STATIC);
}

static void insert(sqlite3 *database, sqlite3_stmt *statement, const struct event *event, int64_t time) {
    sqlite3_bind_int64(statement, 1, time);
    text(statement, 2, event->type, event->type_size);
    text(statement, 3, event->stream, event->stream_size);
    sqlite3_bind_int64(statement, 4, (int64_t)event->revision);
    if (event->has_trace) {
        sqlite3_bind_blob(statement, 5, event->trace, 16, SQLITE_STATIC);
        sqlite3_bind_blob(statement, 6, event->span, 8, SQLITE_STATIC);
    } else {
        sqlite3_bind_null(statement, 5);
        sqlite3_bind_null(statement, 6);
    }
    if (event->principal_size)
        text(statement, 7, event->principal, event->principal_size);
    else
        sqlite3_bind_null(statement, 7);
    text(statement, 8, event->payload, (int)event->payload_size);
    if (sqlite3_step(statement) != SQLITE_DONE) fail("insert: %s", sqlite3_errmsg(database));
    sqlite3_reset(statement);
}

static void verify_rows(sqlite3 *database, const struct workload *work) {
    sqlite3_stmt *statement = prepare(database, "SELECT position, payload FROM events ORDER BY position");
    uint64_t count = 0, sum = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        if ((uint64_t)sqlite3_column_int64(statement, 0) != ++count)
            fail("a gap at position %llu", (unsigned long long)count);
        const uint8_t *bytes = sqlite3_column_text(statement, 1);
        sum += hash(bytes, (size_t)sqlite3_column_bytes(statement, 1));
    }
    sqlite3_finalize(statement);
    if (count != work->count || sum != work->sum) fail("the rows are not what was written");
}

static void append_rows(const struct workload *work, const char *path, uint64_t batch) {
    sqlite3 *database;
    if (!access(path, F_OK)) fail("there is a database at %s", path);
    if (sqlite3_open(path, &database)) fail("%s: %s", path, sqlite3_errmsg(database));
    run(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;"
                  "CREATE TABLE events(position INTEGER PRIMARY KEY, time INTEGER, type TEXT, stream TEXT,"
                  " revision INTEGER, trace BLOB, span BLOB, principal TEXT, payload TEXT)");
    sqlite3_stmt *statement = prepare(
        database, "INSERT INTO events(time, type, stream, revision, trace, span, principal, payload)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    double start = now(CLOCK_MONOTONIC), start_cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    for (uint64_t first = 0; first < work->count; first += batch) {
        uint64_t end = first + batch < work->count ? first + batch : work->count;
        run(database, "BEGIN");
        for (uint64_t index = first; index < end; index++)
            insert(database, statement, &work->events[index], time_of_day());
        run(database, "COMMIT");
    }
    double seconds = now(CLOCK_MONOTONIC) - start, cpu = now(CLOCK_PROCESS_CPUTIME_ID) - start_cpu;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    double closed = now(CLOCK_MONOTONIC) - start, closed_cpu = now(CLOCK_PROCESS_CPUTIME_ID) - start_cpu;
    off_t size = file_size(path, "") + file_size(path, "-wal");
    if (sqlite3_open(path, &database)) fail("%s: %s", path, sqlite3_errmsg(database));
    verify_rows(database, work);
    sqlite3_close(database);
    printf("{\"events\":%llu,\"seconds\":%.6f,\"cpu\":%.6f,\"events_per_second\":%.1f,\"closed_seconds\":%.6f,"
           "\"closed_cpu\":%.6f,\"bytes\":%lld}\n",
           (unsigned long long)work->count, seconds, cpu, (double)work->count / seconds, closed, closed_cpu,
           (long long)size);
}

/* ---- group commit ---- */

struct waiter {
    sem_t done;
    const struct event *event;
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct waiter *waiting[4096];
    int count;
    int running; /* threads that may still hand something over */
    const struct workload *work;
    uint64_t next;
    int file;
    uint64_t groups;
} commit = {.lock = PTHREAD_MUTEX_INITIALIZER, .filled = PTHREAD_COND_INITIALIZER};

static void *hand_over(void *unused) {
    (void)unused;
    struct waiter self;
    sem_init(&self.done, 0, 0);
    pthread_mutex_lock(&commit.lock);
    while (commit.next < commit.work->count) {
        self.event = &commit.work->events[commit.next++];
        commit.waiting[commit.count++] = &self;
        if (commit.count == 1) pthread_cond_signal(&commit.filled);
        pthread_mutex_unlock(&commit.lock);
        while (sem_wait(&self.done) && errno == EINTR) {}
        pthread_mutex_lock(&commit.lock);
    }
    commit.running--;
    pthread_cond_signal(&commit.filled);
    pthread_mutex_unlock(&commit.lock);
    return NULL;
}

/* A record in the file: time, sizes, then the event's fields as they came. */
static size_t record(uint8_t *out, const struct event *event, int64_t time) {
    size_t texts = (size_t)event->type_size + event->stream_size + event->principal_size + event->payload_size;
    memcpy(out, &time, 8);
    memcpy(out + 8, &event->payload_size, 4);
    out[12] = event->type_size, out[13] = event->stream_size;
    out[14] = event->principal_size, out[15] = event->has_trace;
    memcpy(out + 16, &event->revision, 8);
    memcpy(out + 24, event->trace, 24);
    memcpy(out + 48, event->type, texts);
    return 48 + texts;
}

static void commit_groups(void) {
    struct waiter *group[4096];
    static uint8_t buffer[16 << 20];
    pthread_mutex_lock(&commit.lock);
    for (;;) {
        while (!commit.count && commit.running) pthread_cond_wait(&commit.filled, &commit.lock);
        int count = commit.count;
        if (!count) break;
        memcpy(group, commit.waiting, sizeof *group * (size_t)count);
        commit.count = 0;
        pthread_mutex_unlock(&commit.lock);
        size_t size = 0;
        int64_t time = time_of_day();
        for (int index = 0; index < count; index++) size += record(buffer + size, group[index]->event, time);
        if (write(commit.file, buffer, size) != (ssize_t)size || fdatasync(commit.file))
            fail("write: %s", strerror(errno));
        commit.groups++;
        for (int index = 0; index < count; index++) sem_post(&group[index]->done);
        pthread_mutex_lock(&commit.lock);
    }
    pthread_mutex_unlock(&commit.lock);
}

static void verify_file(const char *path, const struct workload *work) {
    size_t size, offset = 0;
    const uint8_t *bytes = contents(path, &size);
    uint64_t count = 0, sum = 0;
    for (; offset < size; count++) {
        uint32_t payload;
        memcpy(&payload, bytes + offset + 8, 4);
        const uint8_t *sizes = bytes + offset + 12;
        offset += 48u + sizes[0] + sizes[1] + sizes[2];
        sum += hash(bytes + offset, payload);
        offset += payload;
    }
    if (count != work->count || sum != work->sum) fail("the file is not what was written");
}

static void append_synced(const struct workload *work, const char *path, int threads) {
    pthread_t *handles = calloc((size_t)threads, sizeof *handles);
    commit.work = work;
    commit.running = threads;
    commit.file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0600);
    if (commit.file < 0) fail("%s: %s", path, strerror(errno));
    double start = now(CLOCK_MONOTONIC), start_cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int index = 0; index < threads; index++)
        if (pthread_create(&handles[index], NULL, hand_over, NULL)) fail("no thread");
    commit_groups();
    for (int index = 0; index < threads; index++) pthread_join(handles[index], NULL);
    double seconds = now(CLOCK_MONOTONIC) - start, cpu = now(CLOCK_PROCESS_CPUTIME_ID) - start_cpu;
    close(commit.file);
    verify_file(path, work);
    printf("{\"events\":%llu,\"seconds\":%.6f,\"cpu\":%.6f,\"events_per_second\":%.1f,\"events_per_group\":%.1f}\n",
           (unsigned long long)work->count, seconds, cpu, (double)work->count / seconds,
           (double)work->count / (double)commit.groups);
}

int main(int count, char **arguments) {
    if (count < 5) fail("usage: rows append|synced FILE OUT BATCH|THREADS [EVENTS]");
    struct workload work = load(arguments[2], count > 5 ? strtoull(arguments[5], NULL, 10) : 0);
    int number = atoi(arguments[4]);
    if (number < 1 || number > 4096) fail("BATCH and THREADS are 1 to 4096, not %s", arguments[4]);
    if (!strcmp(arguments[1], "append"))
        append_rows(&work, arguments[3], (uint64_t)number);
    else if (!strcmp(arguments[1], "synced"))
        append_synced(&work, arguments[3], number);
    else
        fail("there is no command %s", arguments[1]);
    return 0;
}
