import EventStore

/// `plan_series`: has the model plan several videos that belong together.
public struct PlanSeriesPrompt: Prompt {
    let languages: [String]
    let voices: @Sendable () async -> [String]

    /// - Parameter voices: what `voice_name` may be, asked for when somebody types one.
    public init(languages: [String], voices: @escaping @Sendable () async -> [String]) {
        self.languages = languages
        self.voices = voices
    }

    public let definition = PromptDefinition(
        name: "plan_series", title: "Plan a series",
        description: "Plans several short videos on one topic and makes them as a batch.",
        arguments: [
            .init("topic", title: "Topic", "What the series is about", isRequired: true),
            .init("count", title: "Videos", "How many, 2 to 20"),
            .init("language", title: "Language", "Tag of the language, such as 'en'"),
            .init("voice_name", title: "Voice", "The voice of all of them"),
        ], icon: .film)

    public func messages(_ arguments: [String: String]) async throws(ToolError) -> [PromptMessage] {
        let count = try Self.count(arguments["count"])
        var template: JSONObject = [:]
        if let language = arguments["language"] { template["video_language"] = .string(String(language.prefix(35))) }
        if let voice = arguments["voice_name"] { template["voice_name"] = .string(String(voice.prefix(100))) }
        return [
            PromptMessage(
                .text(
                    """
                    Plan a series of \(count) short videos about: \(arguments["topic"]?.prefix(500) ?? "").
                    Each must stand alone and lead to the next; none repeats another. First show me the plan as a list: the \
                    subject of each, in at most 12 words, and what is new in it. When I agree, call batch_video_generation \
                    once with all subjects and template_params \(JSON.object(template).text), then wait_for_task with the \
                    batch_id until it is done, and give me the links.
                    """))
        ]
    }

    public func complete(_ argument: String, _ prefix: String) async -> [String] {
        switch argument {
        case "language": languages.filter { $0.hasPrefix(prefix) }
        case "voice_name": await voices().filter { $0.hasPrefix(prefix) }
        case "count": (2...20).map(String.init).filter { $0.hasPrefix(prefix) }
        default: []
        }
    }

    private static func count(_ text: String?) throws(ToolError) -> Int {
        guard let text, !text.isEmpty else { return 5 }
        guard let count = Int(text), (2...20).contains(count) else {
            throw ToolError(.invalidInput, "'count' must be a whole number from 2 to 20, not '\(text.prefix(20))'")
        }
        return count
    }
}
