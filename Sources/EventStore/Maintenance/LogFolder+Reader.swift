import Foundation

extension LogFolder {
    /// Opens the log for reading, also while a process writes there.
    ///
    /// - Throws: where there is none.
    func reader() throws(StorageError) -> LogReader {
        try LogReader(
            path: existingDatabase(), contents: LogContents(tailLimit: 0), keys: SubjectKeys.openForReading(path: keys))
    }

    /// The database's path.
    ///
    /// - Throws: where there is no log.
    func existingDatabase() throws(StorageError) -> String {
        guard FileManager.default.fileExists(atPath: database) else {
            throw StorageError("there is no log in '\(path)'")
        }
        return database
    }

    /// Bytes of the log's files, the write-ahead log included.
    var bytes: Int {
        ([database, database + "-wal"] + FrameFiles.paths(of: database)).reduce(0) { sum, path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }
}
