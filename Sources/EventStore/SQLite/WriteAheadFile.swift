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

    /// Has the disk take what was written until now, beside whoever writes on.
    ///
    /// Promises nothing: a checkpoint syncs the file all the same, but then finds little left to wait for, with everybody who
    /// appends waiting for it.
    func sync() {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        fdatasync(file)
        close(file)
    }
}
