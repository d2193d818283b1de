import CSQLite

#if canImport(Glibc)
import Glibc
#endif

/// The write-ahead log of a database, for what SQLite leaves to its next checkpoint.
///
/// No lock lies on this file (those of WAL mode are on the database and its index), so that closing another descriptor of it
/// takes none away.
struct WriteAheadFile: Sendable {
    let path: String

    init(of database: String) { path = database + "-wal" }

    /// Has the system begin to put on the disk what was written until now, and does not wait for it.
    ///
    /// Promises nothing: a checkpoint syncs the file all the same, but then finds little left to wait for, with everybody who
    /// appends waiting for it.
    func writeOut() {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        sync_file_range(file, 0, 0, sync_file_range_write)
        close(file)
    }
}
