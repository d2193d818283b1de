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
    /// The same, as the system takes them.
    private let names: [ContiguousArray<CChar>]
    private let identities: [Identity?]

    /// - Parameter database: open for writing, and written to at least once, so that its other files are there.
    init(database: String) {
        paths = ["", "-wal", "-shm"].map { database + $0 } + FrameFiles.paths(of: database)
        names = paths.map(\.utf8CString)
        identities = names.map(Self.identity)
    }

    /// - Throws: where a file is not the one that was opened.
    func check() throws(StorageError) {
        for index in names.indices where Self.identity(of: names[index]) != identities[index] {
            throw StorageError("'\(paths[index])' was removed or replaced while the log was open")
        }
    }

    private static func identity(of name: ContiguousArray<CChar>) -> Identity? {
        var status = stat()
        let isThere = name.withUnsafeBufferPointer { name in name.baseAddress.map { stat($0, &status) == 0 } ?? false }
        guard isThere else { return nil }
        return Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }
}
