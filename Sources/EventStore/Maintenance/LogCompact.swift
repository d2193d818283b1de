import Foundation

/// Gives the disk back what a log no longer uses.
public enum LogCompact {
    /// Rewrites the database in `folder` without unused pages.
    ///
    /// - Returns: The bytes of its files before and after.
    /// - Throws: where another process writes there, or the new file is not whole; the log stays as it was then.
    public static func run(folder: String) throws(StorageError) -> (before: Int, after: Int) {
        let place = LogFolder(folder)
        let path = try place.existingDatabase()
        let lock = try place.lock()
        defer { try? lock.close() }
        let before = place.bytes
        let draft = path + ".compacted"
        FileSwap.remove(draft)
        do throws(StorageError) {
            try rewrite(path, into: draft, keys: SubjectKeys.open(path: place.keys))
            let old = try FileSwap.put(draft, inPlaceOf: path, keeping: "compacted-away")
            FileSwap.remove(old)
        } catch {
            FileSwap.remove(draft)
            throw error
        }
        return (before, place.bytes)
    }

    private static func rewrite(_ path: String, into draft: String, keys: SubjectKeys) throws(StorageError) {
        let connection = try LogWriter.connect(path: path, keys: keys, busyTimeout: 5000)
        try connection.adopt(FrameFiles.frames(of: path))
        // Readers of the old file go on with it; nothing may be left in its write-ahead log.
        try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        let statement = try connection.prepare("VACUUM INTO ?1")
        try statement.run(.text(draft))
        let copy = try SQLiteConnection(path: draft, access: .readWrite)
        let check = try copy.prepare("PRAGMA quick_check(1)")
        guard try check.step(), check.text(0) == "ok" else {
            throw StorageError("the rewritten log is damaged: \(check.text(0))")
        }
    }
}
