public import EventStore

/// Measures a video file.
public struct AnalyzeVideoContent: TaskTool {
    let desk: TaskDesk

    public init(desk: TaskDesk) { self.desk = desk }

    public let definition = ToolDefinition(
        name: "analyze_video_content", title: "Analyse a video",
        description: "Measures a video: picture and sound quality, content, or delivery, and says what to improve.",
        category: "analysis",
        inputSchema: Schema.object(
            [
                (
                    "video_uri",
                    Schema.string(
                        "'task://<task_id>/final', or a file under the folders that the service allows", least: 1,
                        most: 2000)
                ),
                (
                    "analysis_type",
                    Schema.string(
                        "What to measure", options: ["quality", "content", "performance", "full"], standard: "content")
                ),
            ], required: ["video_uri"]),
        outputSchema: Schema.result(
            [
                ("analysis_results", Schema.object("Measurements by name")),
                ("recommendations", Schema.strings("What to improve, with the number behind it")),
                ("quality_score", Schema.number("0 to 10")),
            ], required: ["analysis_results", "recommendations", "quality_score"]),
        isReadOnly: true, waitsForTask: true, icon: .film)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        try await desk.result(of: begin(arguments, in: context), in: context)
    }

    func begin(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> TaskDesk.Ticket {
        try await refuseOthers(arguments["video_uri"]?.string ?? "", context)
        return try await desk.submit(
            .analysis, for: definition.name, input: arguments, estimatedSeconds: 15, in: context)
    }

    /// Somebody else's video is as good as none, and is refused in the words for none.
    private func refuseOthers(_ uri: String, _ context: ToolContext) async throws(ToolError) {
        guard let owner = context.owner, let task = Self.task(of: uri), await desk.maker(of: task) != owner else {
            return
        }
        throw ToolError(
            .invalidInput, "video_uri: not found or not allowed",
            hint: "use task://<id>/final, or a file below one of the folders the operator has allowed")
    }

    /// The task that a URI names, as a worker will read it; nil where it names none.
    private static func task(of uri: String) -> String? {
        let prefix = "task://"
        guard uri.hasPrefix(prefix) else { return nil }
        return String(uri.dropFirst(prefix.count).prefix { $0 != "/" })
    }
}
