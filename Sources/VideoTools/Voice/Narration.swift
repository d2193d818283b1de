/// One spoken word and when it is heard.
public struct SpokenWord: Codable, Equatable, Sendable {
    /// The word as written in the script, with the punctuation that follows it.
    public let text: String
    /// Seconds from the start of the audio.
    public let start: Double
    public let end: Double

    public init(text: String, start: Double, end: Double) {
        self.text = text
        self.start = start
        self.end = end
    }
}

/// A spoken script: one audio file and the time of every word in it.
public struct Narration: Codable, Equatable, Sendable {
    /// Absolute path of a mono PCM WAV file.
    public let audio: String
    /// Seconds.
    public let duration: Double
    public let words: [SpokenWord]
    /// For every sentence, the range of `words` it covers; sentences are in order and cover all words.
    public let sentences: [Range<Int>]
    /// Who spoke: `hibari:heart`, `espeak-ng:en-us` and so on.
    public let provider: String
    /// What the user should know about the voice, such as that the wanted one is not installed.
    public let warnings: [String]

    public init(
        audio: String, duration: Double, words: [SpokenWord], sentences: [Range<Int>], provider: String,
        warnings: [String] = []
    ) {
        self.audio = audio
        self.duration = duration
        self.words = words
        self.sentences = sentences
        self.provider = provider
        self.warnings = warnings
    }
}
