import Foundation
import Glibc

/// Files that are either not there or whole: written beside their place, synced, then renamed into it.
enum AtomicFile {
    /// Where the unfinished form of `path` is written; the extension stays, for ffmpeg goes by it.
    static func part(of path: String) -> String {
        let url = URL(filePath: path)
        let name = url.deletingPathExtension().lastPathComponent
        return url.deletingLastPathComponent().appending(path: "\(name).part.\(url.pathExtension)").path
    }

    /// Runs `body` with the path to write to; afterwards the file is in its place, or nothing is left.
    static func write<Value>(
        to path: String, _ body: (_ part: String) async throws(StageError) -> Value
    ) async throws(StageError) -> Value {
        let part = part(of: path)
        do throws(StageError) {
            try makeFolder(of: path)
            let value = try await body(part)
            try sync(part)
            guard rename(part, path) == 0 else { throw failure("rename", path) }
            return value
        } catch {
            unlink(part)
            throw error
        }
    }

    /// Writes a small text in one go; does nothing where the file holds just that text already.
    static func write(_ text: String, to path: String) throws(StageError) {
        let data = Data(text.utf8)
        if let present = FileManager.default.contents(atPath: path), present == data { return }
        try makeFolder(of: path)
        do {
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw failure("write", path)
        }
    }

    static func remove(_ path: String) { unlink(path) }

    private static func makeFolder(of path: String) throws(StageError) {
        let folder = URL(filePath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw failure("create the folder of", path)
        }
    }

    private static func sync(_ path: String) throws(StageError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
    }

    private static func failure(_ verb: String, _ path: String) -> StageError {
        let reason = String(cString: strerror(errno))
        return StageError(
            .providerFailed, "cannot \(verb) \(URL(filePath: path).lastPathComponent): \(reason)",
            hint: "check the free space and the rights of the data folder")
    }
}
