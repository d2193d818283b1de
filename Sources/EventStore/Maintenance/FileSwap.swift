import Foundation

/// Puts a database file in the place of another, with the files that belong to it.
enum FileSwap {
    private static let suffixes = ["", "-wal", "-shm", "-journal"] + FrameFiles.paths(of: "")

    /// Removes a database that nobody uses.
    static func remove(_ path: String) {
        for suffix in suffixes { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    /// Moves `draft`, which has no write-ahead log, to `path` once it is on the disk.
    ///
    /// - Parameter word: what the database that was there is called afterwards: `events.db.damaged`, or with a number.
    /// - Returns: Where that is.
    static func put(_ draft: String, inPlaceOf path: String, keeping word: String) throws(StorageError) -> String {
        let aside = free("\(path).\(word)")
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: draft)
            try sync(draft)
            try? FileManager.default.removeItem(atPath: path + "-shm")
            let beside = FrameFiles.paths(of: "")
            for suffix in beside + ["-wal", ""] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
            }
            try FileManager.default.moveItem(atPath: draft, toPath: path)
            try? FileManager.default.removeItem(atPath: draft + "-shm")
            try? FileManager.default.removeItem(atPath: draft + "-wal")
            try sync(URL(filePath: path).deletingLastPathComponent().path)
        } catch {
            throw StorageError("cannot put '\(draft)' in the place of '\(path)': \(error.localizedDescription)")
        }
        return aside
    }

    /// Moves a finished file to its name, or to that name with a number where it is taken.
    static func rename(_ draft: String, to path: String) throws(StorageError) -> String {
        let place = free(path)
        do {
            try FileManager.default.moveItem(atPath: draft, toPath: place)
            try sync(URL(filePath: place).deletingLastPathComponent().path)
        } catch {
            throw StorageError("cannot write '\(place)': \(error.localizedDescription)")
        }
        return place
    }

    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError("cannot open '\(path)'") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StorageError("cannot write '\(path)' to the disk") }
    }

    private static func free(_ path: String) -> String {
        guard FileManager.default.fileExists(atPath: path) else { return path }
        var number = 2
        while FileManager.default.fileExists(atPath: "\(path)-\(number)") { number += 1 }
        return "\(path)-\(number)"
    }
}
