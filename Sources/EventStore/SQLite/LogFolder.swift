import Foundation

/// The folder a log lives in, and the lock that lets one process at a time write there.
struct LogFolder: Sendable {
    let path: String

    var database: String { path + "/events.db" }
    /// The keys of principals' payloads, apart from the log that they open.
    var keys: String { path + "/keys.db" }
    private var lockFile: String { path + "/events.lock" }

    init(_ path: String) { self.path = path }

    /// Makes the folder, readable by its owner only: the log holds what people asked for.
    func create() throws(StorageError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageError("cannot make the data folder '\(path)': \(error.localizedDescription)")
        }
    }

    /// Takes the lock, which the system drops with the process; the file names its holder.
    func lock() throws(StorageError) -> FileHandle {
        let descriptor = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError("cannot open '\(lockFile)': \(String(cString: strerror(errno)))")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw StorageError(
                code: StorageError.inUse, "the data folder '\(path)' is in use by process \(holder ?? "unknown")")
        }
        try? file.truncate(atOffset: 0)
        try? file.write(contentsOf: Data("\(getpid())\n".utf8))
        return file
    }

    /// The process id that holds the lock, as written in the lock file.
    var holder: String? {
        (try? String(contentsOfFile: lockFile, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
