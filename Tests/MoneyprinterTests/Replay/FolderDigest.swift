import Foundation

/// Every file below a folder with its contents, to tell whether anything was touched.
enum FolderDigest {
    static func of(_ folder: String) throws -> [String: Int] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return paths.reduce(into: [:]) { digests, path in
            // Readers of a log keep its index in a shared file; it holds nothing.
            guard !path.hasSuffix("-shm") else { return }
            var hasher = Hasher()
            hasher.combine(FileManager.default.contents(atPath: "\(folder)/\(path)"))
            digests[path] = hasher.finalize()
        }
    }
}
