import Foundation

/// Decides which file a URI of a client means, and whether the client may have it read.
///
/// Allowed are files under the operator's folders, after all links have been followed, and finished videos of
/// this service. Every refusal reads the same, so that nobody can find out by asking what exists.
public struct InputPolicy: Sendable {
    /// Absolute paths of folders.
    public let roots: [String]
    /// The path of the finished video of a task; nil when there is none or the caller may not see it.
    private let finalVideo: @Sendable (_ task: String) async -> String?

    public init(roots: [String], finalVideo: @escaping @Sendable (_ task: String) async -> String? = { _ in nil }) {
        self.roots = roots
        self.finalVideo = finalVideo
    }

    /// Opens what `uri` names: `task://<id>/final`, `file:<path>` or a path, absolute or below a root.
    ///
    /// - Parameter field: the name of the argument, for the error.
    /// - Throws: `invalidInput`, with the same message for whatever is not there or not allowed.
    public func open(_ uri: String, field: String = "video_uri") async throws(StageError) -> AllowedFile {
        let refusal = StageError(
            .invalidInput, "\(field): not found or not allowed",
            hint: "use task://<id>/final, or a file below one of the folders the operator has allowed")
        guard (1...4096).contains(uri.utf8.count), !uri.utf8.contains(0) else { throw refusal }
        if let task = Self.task(uri) {
            guard let path = await finalVideo(task), let file = AllowedFile(path, under: ["/"]) else { throw refusal }
            return file
        }
        guard let path = Self.path(uri) else { throw refusal }
        let candidates = path.hasPrefix("/") ? [path] : roots.map { $0 + "/" + path }
        guard let file = candidates.lazy.compactMap({ AllowedFile($0, under: roots) }).first else {
            throw refusal
        }
        return file
    }

    private static func task(_ uri: String) -> String? {
        guard let match = uri.wholeMatch(of: /task:\/\/([A-Za-z0-9_-]{1,64})\/final/) else { return nil }
        return String(match.1)
    }

    /// A path, or nil where the URI has any other scheme than `file:`.
    private static func path(_ uri: String) -> String? {
        guard let scheme = uri.prefixMatch(of: /([A-Za-z][A-Za-z0-9+.-]*):/) else { return uri }
        guard scheme.1.lowercased() == "file" else { return nil }
        var rest = String(uri[scheme.range.upperBound...])
        if rest.hasPrefix("//") {
            rest = String(rest.dropFirst(2))
            // Only this machine: `file:///path` or `file://localhost/path`.
            if rest.hasPrefix("localhost/") { rest = String(rest.dropFirst(9)) }
            guard rest.hasPrefix("/") else { return nil }
        }
        guard let decoded = rest.removingPercentEncoding, !decoded.utf8.contains(0), !decoded.isEmpty else {
            return nil
        }
        return decoded
    }
}
