public import EventStore

/// Finds the search terms that illustrate a script.
public struct GenerateVideoTerms: Tool {
    let desk: TaskDesk

    public init(desk: TaskDesk) { self.desk = desk }

    public let definition = ToolDefinition(
        name: "generate_video_terms", title: "Find search terms",
        description: "Finds the terms by which pictures for a script can be searched, in the order of the story.",
        category: "content_generation",
        inputSchema: Schema.object(
            [
                ("video_subject", VideoParameters.subject),
                ("video_script", Schema.string("The spoken text", least: 1, most: VideoParameters.scriptLimit)),
                ("amount", Schema.integer("How many terms", 1...20, standard: 5)),
            ], required: ["video_subject", "video_script"]),
        outputSchema: Schema.result(
            [("terms", Schema.strings("The terms")), ("provider", Schema.string("Who found them"))], required: ["terms"]
        ),
        isReadOnly: true, waitsForTask: true, icon: .lines, repeatableSeconds: 3600)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let ticket = try await desk.submit(
            .terms, for: definition.name, input: arguments, estimatedSeconds: 1, in: context)
        return try await desk.result(of: ticket, in: context)
    }
}
