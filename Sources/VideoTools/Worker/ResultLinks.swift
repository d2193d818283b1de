/// How a caller reaches the files of a task: by link where the service has a port, else by path.
public struct ResultLinks: Sendable {
    private let publicURL: String?
    private let folder: String

    /// - Parameters:
    ///   - publicURL: such as `http://127.0.0.1:8081`; nil for `file:` links.
    ///   - folder: the data folder, absolute.
    public init(publicURL: String?, folder: String) {
        self.publicURL = publicURL
        self.folder = folder
    }

    func link(_ file: String, of task: String) -> String {
        publicURL.map { "\($0)/v1/videos/\(task)/\(file)" } ?? "file://\(folder)/tasks/\(task)/\(file)"
    }
}
