import Foundation
import Glibc

/// Paths compared after all links have been followed.
enum AllowedRoots {
    /// The path with no link, `.` or `..` in it; nil when nothing is there.
    static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The real path of a regular file, when it lies under one of `roots`.
    static func file(_ path: String, under roots: [String]) -> String? {
        guard let file = real(path), let type = try? FileManager.default.attributesOfItem(atPath: file)[.type],
            type as? FileAttributeType == .typeRegular
        else { return nil }
        return roots.compactMap(real).contains { file.hasPrefix($0 == "/" ? $0 : $0 + "/") } ? file : nil
    }
}
