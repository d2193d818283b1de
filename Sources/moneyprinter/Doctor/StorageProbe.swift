import EventStore
import Foundation

/// What the log and the videos are kept with: the libraries, and room in the data folder.
struct StorageProbe: Sendable {
    let dataFolder: String
    /// Below this a render may end for want of space: one video with its parts takes about 100 MB.
    var minimumFreeBytes = 500 << 20

    func examine() -> [Part] { [sqlite, deflate, space] }

    private var sqlite: Part {
        Part(
            name: "SQLite", need: .required, state: .ok, version: SQLiteVersion.text,
            detail: SQLiteVersion.hasResetFault
                ? "has the write-ahead-log reset fault (fixed in 3.51.3); harmless here: one connection writes" : "",
            cost: "no log", install: "apt-get install -y libsqlite3-0")
    }

    private var deflate: Part {
        Part(
            name: "libdeflate", need: .required, state: .ok, version: DeflateVersion.text, cost: "no log",
            install: "apt-get install -y libdeflate0")
    }

    private var space: Part {
        let free = Self.freeBytes(at: dataFolder)
        let hasRoom = free.map { $0 >= minimumFreeBytes } ?? false
        return Part(
            name: "disk space", need: .required, state: free == nil ? .missing : hasRoom ? .ok : .limited,
            detail: free.map { "\($0 >> 20) MB free for '\(dataFolder)', wanted are \(minimumFreeBytes >> 20)" }
                ?? "no file system was found for '\(dataFolder)'",
            cost: "a render or the log itself stops when the disk is full")
    }

    /// Free bytes for an ordinary user where the folder is, or will be.
    static func freeBytes(at path: String) -> Int? {
        var place = URL(filePath: path).standardizedFileURL
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
            place.deleteLastPathComponent()
        }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
    }
}
