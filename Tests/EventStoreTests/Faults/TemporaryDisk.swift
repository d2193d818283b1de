import EventStore
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A small file system in memory, gone afterwards.
struct TemporaryDisk {
    let folder: String

    private static let readOnly: UInt = 1
    private static let remount: UInt = 32
    private static let detach: Int32 = 2

    /// Whether this process may mount one: root outside of a strict container.
    static let isAvailable: Bool = {
        (try? TemporaryDisk(bytes: 1 << 20)).map { disk in
            disk.remove()
            return true
        } ?? false
    }()

    init(bytes: Int) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("disk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard mount("none", folder, "tmpfs", 0, "size=\(bytes)") == 0 else {
            let reason = String(cString: strerror(errno))
            try? FileManager.default.removeItem(atPath: folder)
            throw Fault("cannot mount: \(reason)")
        }
    }

    /// Once nobody has a file open for writing there.
    func makeReadOnly() async throws {
        for _ in 0..<100_000 {
            if mount("none", folder, "tmpfs", Self.remount | Self.readOnly, nil) == 0 { return }
            await Task.yield()
        }
        throw Fault("cannot mount again: \(String(cString: strerror(errno)))")
    }

    func remove() {
        umount2(folder, Self.detach)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Takes all the space that is left, but for so many bytes.
    func fill(but bytes: Int = 0) throws {
        let file = fopen(filler, "w")
        guard let file else { throw Fault("cannot make '\(filler)'") }
        defer { fclose(file) }
        let block = [UInt8](repeating: 1, count: 4096)
        while fwrite(block, 1, block.count, file) == block.count, fflush(file) == 0 {}
        if bytes > 0, ftruncate(fileno(file), ftell(file) - bytes) != 0 { throw Fault("cannot shorten '\(filler)'") }
    }

    func free() throws { try FileManager.default.removeItem(atPath: filler) }

    private var filler: String { folder + "/filler" }
}

/// Runs `body` on a disk of its own.
func withDisk(bytes: Int, _ body: (TemporaryDisk) async throws -> Void) async throws {
    let disk = try TemporaryDisk(bytes: bytes)
    defer { disk.remove() }
    try await body(disk)
}
