import Crypto
import Foundation

/// A file that a step has finished, as it was then.
public struct StepOutput: Codable, Equatable, Sendable {
    public let path: String
    public let bytes: Int
    /// 64 hexadecimal digits.
    public let sha256: String

    public init(path: String, bytes: Int, sha256: String) {
        self.path = path
        self.bytes = bytes
        self.sha256 = sha256
    }

    /// Describes the file that is at `path` now.
    ///
    /// - Throws: `providerFailed` when there is none.
    public static func of(_ path: String) throws(StageError) -> StepOutput {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw StageError(.providerFailed, "\(URL(filePath: path).lastPathComponent) was not written")
        }
        defer { try? handle.close() }
        var hash = SHA256()
        var bytes = 0
        while let chunk = try? handle.read(upToCount: 1 << 20), !chunk.isEmpty {
            hash.update(data: chunk)
            bytes += chunk.count
        }
        return StepOutput(path: path, bytes: bytes, sha256: hash.finalize().hex)
    }

    /// Whether the file still is what it was.
    public func verify() -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard (attributes?[.size] as? Int) == bytes, let now = try? StepOutput.of(path) else { return false }
        return now == self
    }
}
