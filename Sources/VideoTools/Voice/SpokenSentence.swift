/// One sentence of a script, as it is handed to a synthesizer.
public struct SpokenSentence: Codable, Equatable, Sendable {
    public let text: String
    /// The words of `text` in order, each with the punctuation around it.
    public let words: [String]
    /// Whether a paragraph ends with it.
    public let endsParagraph: Bool
}
