import Foundation
import Glibc

/// A folder for one run, thrown away afterwards: at once where the run ends, by the next one where its process died.
struct SandboxFolder: Sendable {
    private static let prefix = "moneyprinter-sandbox-"
    /// Held as long as the process lives: what can be locked has nobody left to throw it away.
    private static let lockName = "sandbox.lock"

    /// Absolute.
    let path: String
    private let lock: Int32

    /// - Parameter parent: nil for the system's folder of temporary files.
    static func make(in parent: String?) throws -> SandboxFolder {
        let parent = parent ?? FileManager.default.temporaryDirectory.path
        sweep(parent)
        let path = "\(parent)/\(prefix)\(UUID().uuidString.lowercased())"
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure("no sandbox can be made in '\(parent)': \(error.localizedDescription)")
        }
        guard let lock = take(path) else { throw Failure("the sandbox '\(path)' cannot be locked") }
        return SandboxFolder(path: path, lock: lock)
    }

    /// Removes it with all that is in it.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        close(lock)
    }

    /// Bytes of all files in it.
    var bytes: Int {
        let files = FileManager.default.enumerator(
            at: URL(filePath: path), includingPropertiesForKeys: [.totalFileAllocatedSizeKey])
        var sum = 0
        while let file = files?.nextObject() as? URL {
            sum += (try? file.resourceValues(forKeys: [.totalFileAllocatedSizeKey]))?.totalFileAllocatedSize ?? 0
        }
        return sum
    }

    /// Removes what processes that died left behind.
    static func sweep(_ parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = "\(parent)/\(name)"
            // One that is being made has no lock yet, and is left alone.
            guard FileManager.default.fileExists(atPath: "\(path)/\(lockName)"), let lock = take(path) else { continue }
            try? FileManager.default.removeItem(atPath: path)
            close(lock)
        }
    }

    private static func take(_ path: String) -> Int32? {
        // Close-on-exec: a program that outlives this process must not hold the lock.
        let descriptor = open("\(path)/\(lockName)", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
