public import EventStore

/// Speaks a text into an audio file.
public struct SynthesizeVoice: TaskTool {
    let desk: TaskDesk

    public init(desk: TaskDesk) { self.desk = desk }

    public let definition = ToolDefinition(
        name: "synthesize_voice", title: "Speak a text",
        description: "Speaks a text with a voice and gives the audio file.",
        category: "audio_generation",
        inputSchema: Schema.object(
            [
                ("text", Schema.string("What to say", least: 1, most: VideoParameters.scriptLimit)),
                (
                    "voice_name",
                    Schema.string("A voice such as 'en-US-JennyNeural-Female'; '' for the best one", most: 100)
                ),
                ("voice_rate", Schema.number("Speed", 0.5...2.0, standard: 1)),
                ("voice_volume", Schema.number("Loudness", 0...1.0, standard: 1)),
            ], required: ["text", "voice_name"]),
        outputSchema: Schema.result(
            [
                ("audio_file", Schema.string("URL or path of the audio")), ("duration", Schema.number("Seconds")),
                ("format", Schema.string("File format")), ("provider", Schema.string("Who spoke")),
            ], required: ["audio_file", "duration", "format"]),
        isReadOnly: false, waitsForTask: true, icon: .voice)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        try await desk.result(of: begin(arguments, in: context), in: context)
    }

    func begin(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> TaskDesk.Ticket {
        let words = arguments["text"]?.string?.split(whereSeparator: \.isWhitespace).count ?? 0
        return try await desk.submit(
            .voice, for: definition.name, input: arguments, estimatedSeconds: 2 + Double(words) * 0.05, in: context)
    }
}
