import Foundation

/// The files of this repository, as texts.
enum Repository {
    struct File: Sendable {
        /// From the repository's folder, with slashes.
        let path: String
        let text: String
        let lines: [Substring]
        /// The lines of a Swift file without comments and without the contents of texts.
        let code: [String]

        init(path: String, text: String) {
            self.path = path
            self.text = text
            lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            code = path.hasSuffix(".swift") ? lines.map(SourceLine.code) : []
        }

        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Text files that are committed or could be: build products and data folders are passed over.
    static let files: [File] = {
        let keys: [URLResourceKey] = [.isDirectoryKey]
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: keys) else { return [] }
        var files: [File] = []
        while let url = walk.nextObject() as? URL {
            if passedOver(url.lastPathComponent) {
                walk.skipDescendants()
            } else if let text = try? String(contentsOf: url, encoding: .utf8) {
                files.append(File(path: String(url.path.dropFirst(root.path.count + 1)), text: text))
            }
        }
        return files.sorted { $0.path < $1.path }
    }()

    private static func passedOver(_ name: String) -> Bool {
        name.hasPrefix(".build") || [".git", ".venv", "data", "__pycache__", "Package.resolved"].contains(name)
    }

    static func files(under folder: String, ending: String = "") -> [File] {
        files.filter { $0.path.hasPrefix(folder) && $0.path.hasSuffix(ending) }
    }

    /// Whether a link of a document leads to a file.
    static func exists(_ target: String, from path: String) -> Bool {
        let folder = root.appending(path: path).deletingLastPathComponent()
        return FileManager.default.fileExists(atPath: folder.appending(path: target).path)
    }

    static let sources = files(under: "Sources/", ending: ".swift")
    static let swift = files.filter { $0.path.hasSuffix(".swift") && $0.path != "Tests/TidyTests/TidyTests.swift" }
    static let documents = files.filter { $0.path.hasSuffix(".md") }
}
