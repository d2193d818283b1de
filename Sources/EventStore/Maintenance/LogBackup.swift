import Foundation

/// Makes a copy of a log that is a log itself.
public enum LogBackup {
    /// What was copied.
    public struct Result: Hashable, Sendable {
        public let head: Position
        public let bytes: Int
    }

    /// Copies the log in `folder` into another folder, also while a process writes there: the copy is the log as it
    /// was at one moment, checked page by page, on the disk when this returns.
    ///
    /// - Parameter withKeys: whether the copy gets the keys to what principals did. Without them it cannot be read, and
    ///   what is erased from the log is erased from the copy as well.
    /// - Throws: where the other folder has a log already. Nothing of the copy is left behind then.
    public static func run(
        folder: String, to destination: String, withKeys: Bool = true
    ) throws(StorageError) -> Result {
        let (from, to) = (LogFolder(folder), LogFolder(destination))
        guard FileManager.default.fileExists(atPath: from.database) else {
            throw StorageError("there is no log in '\(folder)'")
        }
        guard !FileManager.default.fileExists(atPath: to.database) else {
            throw StorageError("there is a log in '\(destination)' already")
        }
        try to.create()
        let draft = to.database + ".partial"
        try? FileManager.default.removeItem(atPath: draft)
        do throws(StorageError) {
            // First what lies beside the database: what goes from there meanwhile is in the copy.
            let files = try FrameFiles.frames(of: from.database)
            try DatabaseCopy.run(from: from.database, to: draft)
            try check(draft, adopting: files)
            // After the log, so that every key it needs is there; in place before it, so that it is never without.
            if withKeys { try copyKeys(from.keys, to: to.keys) }
            try finish(draft, as: to.database)
        } catch {
            for suffix in ["", "-wal", "-shm", "-journal"] {
                try? FileManager.default.removeItem(atPath: draft + suffix)
            }
            throw error
        }
        return Result(head: try to.reader().head(), bytes: size(of: to.database))
    }

    private static func copyKeys(_ source: String, to destination: String) throws(StorageError) {
        guard FileManager.default.fileExists(atPath: source) else { return }
        let draft = destination + ".partial"
        try? FileManager.default.removeItem(atPath: draft)
        try DatabaseCopy.run(from: source, to: draft)
        try finish(draft, as: destination)
    }

    private static func check(_ path: String, adopting files: [StoredFrame]) throws(StorageError) {
        let connection = try SQLiteConnection(path: path, access: .readWrite)
        try connection.adopt(files)
        let statement = try connection.prepare("PRAGMA quick_check(1)")
        guard try statement.step(), statement.text(0) == "ok" else {
            throw StorageError("the copy is damaged, and so may be the log: \(statement.text(0)) (log verify tells)")
        }
    }

    /// Puts the copy in place once it is on the disk.
    private static func finish(_ draft: String, as path: String) throws(StorageError) {
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: draft)
            let file = try FileHandle(forUpdating: URL(filePath: draft))
            try file.synchronize()
            try file.close()
            try FileManager.default.moveItem(atPath: draft, toPath: path)
        } catch {
            throw StorageError("cannot write '\(path)': \(error.localizedDescription)")
        }
    }

    private static func size(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
    }
}
