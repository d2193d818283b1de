import Foundation

/// The files that a writer has open, by what the file system knows them by.
///
/// SQLite does not notice in WAL mode that a file was removed, renamed or replaced: it writes on into one that
/// nobody will find again. Looking costs a writer about a microsecond a file and commit.
struct LogFiles: Sendable {
    private struct Identity: Equatable {
        let device: UInt64
        let number: UInt64
    }

    private let paths: [String]
    private let identities: [Identity?]

    /// - Parameter database: open for writing, and written to at least once, so that its other files are there.
    init(database: String) {
        paths = ["", "-wal", "-shm"].map { database + $0 }
        identities = paths.map(Self.identity)
    }

    /// - Throws: where a file is not the one that was opened.
    func check() throws(StorageError) {
        for (path, known) in zip(paths, identities) where Self.identity(of: path) != known {
            throw StorageError("'\(path)' was removed or replaced while the log was open")
        }
    }

    private static func identity(of path: String) -> Identity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }
}
