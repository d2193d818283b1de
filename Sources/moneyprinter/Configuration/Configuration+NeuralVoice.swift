import Foundation

extension Configuration.Voice {
    /// Where `scripts/` puts the environment, from the repository's folder.
    static let environmentFolder = ".venv/voice"

    /// The interpreter of the neural voice; nil where there is none or espeak-ng alone is wanted.
    ///
    /// Where the file does not name it, it is looked for in the current folder, then in each folder above the
    /// executable: a client may start `moneyprinter stdio` from anywhere.
    var neuralPython: String? {
        if engine == .espeak { return nil }
        let executable = Bundle.main.executableURL?.resolvingSymlinksInPath()
        return findPython(from: FileManager.default.currentDirectoryPath, executable: executable?.path)
    }

    func findPython(from current: String, executable: String?) -> String? {
        let candidates = python.map { [$0] } ?? Self.candidates(current, executable)
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func candidates(_ current: String, _ executable: String?) -> [String] {
        var folders = [current]
        var folder = executable ?? "/"
        while folder != "/", !folder.isEmpty {
            folder = URL(filePath: folder).deletingLastPathComponent().path
            folders.append(folder)
        }
        return folders.map { "\($0)/\(environmentFolder)/bin/python3" }
    }
}
