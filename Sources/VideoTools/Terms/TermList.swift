/// Search phrases for the pictures of a video.
public struct TermList: Codable, Equatable, Sendable {
    /// The subject first, then in the order in which the script speaks of them.
    public let terms: [String]
    /// `rake` or `chat:<model>`.
    public let provider: String
    public let warnings: [String]

    public init(terms: [String], provider: String, warnings: [String] = []) {
        self.terms = terms
        self.provider = provider
        self.warnings = warnings
    }
}
