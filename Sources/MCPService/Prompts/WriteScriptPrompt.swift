import EventStore

/// `write_script`: has the model write the text of a video itself.
public struct WriteScriptPrompt: Prompt {
    private static let tones = ["factual", "warm", "funny", "urgent", "calm"]

    let languages: [String]

    public init(languages: [String]) { self.languages = languages }

    public let definition = PromptDefinition(
        name: "write_script", title: "Write a script",
        description: "Writes the spoken text of a short video, to hand to create_video.",
        arguments: [
            .init("subject", title: "Subject", "What the video is about", isRequired: true),
            .init("language", title: "Language", "Tag of the language, such as 'en'"),
            .init("tone", title: "Tone", "Such as 'warm'"),
            .init("seconds", title: "Length", "Seconds of speech, 10 to 180"),
        ], icon: .film)

    public func messages(_ arguments: [String: String]) async throws(ToolError) -> [PromptMessage] {
        let seconds = try Self.seconds(arguments["seconds"])
        let language = arguments["language"].map { " in the language '\($0.prefix(35))'" } ?? ""
        let tone = arguments["tone"].map { " Its tone is \($0.prefix(40))." } ?? ""
        // Two and a half words a second is the pace of the voices.
        let words = Int(Double(seconds) * 2.5)
        return [
            PromptMessage(
                .text(
                    """
                    Write the spoken text of a short video\(language) about: \(arguments["subject"]?.prefix(500) ?? "").\(tone)
                    About \(words) words (\(seconds) s). Only what is to be spoken: no titles, no speaker names, no markdown, \
                    no stage directions. Begin with a sentence that makes people stay, end with one they remember, and state \
                    nothing you are not sure of. Then call create_video with video_subject and your text as video_script.
                    """))
        ]
    }

    public func complete(_ argument: String, _ prefix: String) async -> [String] {
        switch argument {
        case "language": languages.filter { $0.hasPrefix(prefix) }
        case "tone": Self.tones.filter { $0.hasPrefix(prefix) }
        default: []
        }
    }

    private static func seconds(_ text: String?) throws(ToolError) -> Int {
        guard let text, !text.isEmpty else { return 30 }
        guard let seconds = Int(text), (10...180).contains(seconds) else {
            throw ToolError(.invalidInput, "'seconds' must be a whole number from 10 to 180, not '\(text.prefix(20))'")
        }
        return seconds
    }
}
