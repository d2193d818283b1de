public import EventStore

/// Writes the spoken text for a subject.
public struct GenerateVideoScript: Tool {
    let desk: TaskDesk

    public init(desk: TaskDesk) { self.desk = desk }

    public let definition = ToolDefinition(
        name: "generate_video_script", title: "Write a script",
        description: "Writes the spoken text of a short video about a subject.",
        category: "content_generation",
        inputSchema: Schema.object(
            [
                ("video_subject", VideoParameters.subject),
                (
                    "language",
                    Schema.string("Language tag such as 'en'; from the subject where empty", most: 35, standard: "")
                ),
                ("paragraph_number", Schema.integer("Paragraphs to write", 1...10, standard: 1)),
            ], required: ["video_subject"]),
        outputSchema: Schema.result(
            [
                ("script", Schema.string("The text")), ("word_count", Schema.integer("Words in it")),
                ("estimated_duration", Schema.number("Seconds it takes to speak")),
                ("provider", Schema.string("Who wrote it")), ("warnings", Schema.strings("What to know about it")),
            ], required: ["script", "word_count", "estimated_duration"]),
        isReadOnly: true, waitsForTask: true, icon: .lines, repeatableSeconds: 3600)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let ticket = try await desk.submit(
            .script, for: definition.name, input: arguments, estimatedSeconds: 1, in: context)
        return try await desk.result(of: ticket, in: context)
    }
}
