/// What a script is to be about.
public struct ScriptRequest: Codable, Equatable, Sendable {
    public let subject: String
    /// BCP 47 tag such as `en` or `zh-CN`; empty for the language the subject seems to be in.
    public let language: String
    /// From 1 to 10.
    public let paragraphs: Int
    /// Varies the wording; the same seed and subject give the same text.
    public let seed: UInt64

    /// - Throws: `invalidInput` that names the field and its range.
    public init(subject: String, language: String = "", paragraphs: Int = 1, seed: UInt64 = 0) throws(StageError) {
        let subject = ScriptText.oneLine(subject)
        guard (1...500).contains(subject.count), subject.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw StageError(
                .invalidInput, "video_subject has \(subject.count) characters",
                hint: "give it 1 to 500, with a word in it")
        }
        guard (1...10).contains(paragraphs) else {
            throw StageError(.invalidInput, "paragraph_number is \(paragraphs)", hint: "the range is 1 to 10")
        }
        guard language.count <= 35 else {
            throw StageError(.invalidInput, "video_language is no language tag", hint: "such as en, de or zh-CN")
        }
        self.subject = subject
        self.language = language
        self.paragraphs = paragraphs
        self.seed = seed
    }

    /// The first part of the language tag in lower case, guessed from the letters where none is given.
    var primaryLanguage: String {
        let tag = language.lowercased().split { $0 == "-" || $0 == "_" }.first.map(String.init) ?? ""
        return tag.isEmpty || tag == "auto" ? ScriptText.guessedLanguage(of: subject) : tag
    }
}
