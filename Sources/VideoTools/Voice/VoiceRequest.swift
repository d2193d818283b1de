/// What is to be spoken, and how.
public struct VoiceRequest: Codable, Equatable, Sendable {
    /// Plain text; an empty line separates paragraphs.
    public let text: String
    /// A voice of the catalogue or one of the published names (`en-US-JennyNeural-Female`); empty for the
    /// best voice of the language.
    public let voiceName: String
    /// BCP 47 tag of the text, such as `de` or `en-GB`; a published voice name overrides it.
    public let language: String
    /// Speed, from 0.5 (slow) to 2.0 (fast).
    public let rate: Double
    /// From 0 (silent) to 1.
    public let volume: Double

    /// - Throws: `invalidInput` that names the field and its range.
    public init(
        text: String, voiceName: String = "", language: String = "en", rate: Double = 1, volume: Double = 1
    ) throws(StageError) {
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw StageError(.invalidInput, "text has nothing to speak", hint: "give it at least one word")
        }
        guard (0.5...2).contains(rate) else {
            throw StageError(.invalidInput, "voice_rate is \(rate)", hint: "the range is 0.5 to 2.0")
        }
        guard (0...1).contains(volume) else {
            throw StageError(.invalidInput, "voice_volume is \(volume)", hint: "the range is 0 to 1")
        }
        self.text = text
        self.voiceName = voiceName
        self.language = language
        self.rate = rate
        self.volume = volume
    }
}
