import Foundation

/// Finds what lies beside the program: in the current folder, else in a folder above the executable, as a client
/// may start it from anywhere.
enum InstalledFiles {
    /// The first place at which a relative path exists; nil where it is nowhere.
    static func find(
        _ relative: String, from current: String = FileManager.default.currentDirectoryPath,
        executable: String? = Bundle.main.executableURL?.resolvingSymlinksInPath().path
    ) -> String? {
        candidates(relative, current, executable).first { FileManager.default.fileExists(atPath: $0) }
    }

    private static func candidates(_ relative: String, _ current: String, _ executable: String?) -> [String] {
        var folders = [current]
        var folder = executable ?? "/"
        while folder != "/", !folder.isEmpty {
            folder = URL(filePath: folder).deletingLastPathComponent().path
            folders.append(folder)
        }
        return folders.map { "\($0)/\(relative)" }
    }
}
