/// The spoken text of a video, and where it came from.
public struct Script: Codable, Equatable, Sendable {
    /// Plain spoken text, paragraphs separated by an empty line; no markup.
    public let text: String
    /// BCP 47 language tag of the text, such as `en`.
    public let language: String
    /// Who wrote it: `wordnet`, `chat:<model>` or `given`.
    public let provider: String
    /// What the user should know about its quality; empty where nothing is amiss.
    public let warnings: [String]

    public init(text: String, language: String, provider: String, warnings: [String] = []) {
        self.text = text
        self.language = language
        self.provider = provider
        self.warnings = warnings
    }
}
