/// For what search phrases are wanted.
public struct TermRequest: Codable, Equatable, Sendable {
    public let subject: String
    public let script: String
    /// The most phrases, from 1 to 20; the subject is one of them.
    public let amount: Int

    /// - Throws: `invalidInput` that names the field and its range.
    public init(subject: String, script: String, amount: Int = 5) throws(StageError) {
        let subject = ScriptText.oneLine(subject)
        guard (1...500).contains(subject.count) else {
            throw StageError(.invalidInput, "video_subject has \(subject.count) characters", hint: "give it 1 to 500")
        }
        guard (1...20).contains(amount) else {
            throw StageError(.invalidInput, "amount is \(amount)", hint: "the range is 1 to 20")
        }
        guard script.count <= 8000 else {
            throw StageError(.invalidInput, "video_script has \(script.count) characters", hint: "at most 8000")
        }
        self.subject = subject
        self.script = script
        self.amount = amount
    }
}
