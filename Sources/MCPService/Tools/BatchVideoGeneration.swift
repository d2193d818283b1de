public import EventStore
public import Projections

/// Starts the making of several videos and answers at once.
public struct BatchVideoGeneration: AskingTool {
    /// More videos than this are made only when a person at the client, where one can be asked, agrees.
    static let unasked = 10

    let desk: TaskDesk
    let forecast: VideoForecast

    public init(desk: TaskDesk, host: ProjectionHost, clock: any WallClock = SystemWallClock()) {
        self.desk = desk
        forecast = VideoForecast(host: host, clock: clock)
    }

    public let definition = ToolDefinition(
        name: "batch_video_generation", title: "Make several videos",
        description: """
            Makes one video for each subject. Answers at once with a batch_id; ask get_generation_status how far it is.
            """,
        category: "batch_processing",
        inputSchema: Schema.object(
            [
                ("subjects", Schema.strings("A video for each", least: 1, most: 100, item: VideoParameters.subject)),
                (
                    "template_params",
                    Schema.object("Parameters of create_video for all of them, such as video_aspect", standard: [:])
                ),
                ("max_concurrent", Schema.integer("Videos under way at once", 1...10, standard: 3)),
            ], required: ["subjects"]),
        outputSchema: Schema.result(
            [
                ("batch_id", Schema.string("Names the batch; a task_id for get_generation_status")),
                ("total_videos", Schema.integer("How many will be made")),
                ("estimated_completion", Schema.string("When all should be done (ISO 8601)")),
            ], required: ["batch_id", "total_videos", "estimated_completion"]),
        isReadOnly: false, waitsForTask: false, icon: .film)

    /// A long batch keeps the machine busy for hours.
    func question(about arguments: JSONObject) -> ToolQuestion? {
        guard let count = arguments["subjects"]?.array?.count, count > Self.unasked else { return nil }
        let each = forecast.seconds(for: arguments["template_params"]?.object ?? [:])
        let minutes = Int((each * Double(count) / 60).rounded(.up))
        return ToolQuestion(
            key: "confirm", message: "Make \(count) videos? That takes about \(minutes) minutes.",
            schema: [
                "type": "object",
                "properties": ["confirm": ["type": "boolean", "title": "Make them all", "default": false]],
                "required": ["confirm"],
            ], answered: { $0["confirm"] == true ? arguments : nil })
    }

    /// What a template may hold: the parameters of a video but its subject.
    private static let template = SchemaValidator(schema: .object(Schema.object(VideoParameters.options)))

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let subjects = arguments["subjects"]?.array ?? []
        var input = arguments
        switch Self.template.validated(arguments["template_params"] ?? [:]) {
        case .success(let checked): input["template_params"] = checked
        case .failure(let violations):
            let text = violations.list.map { "'template_params.\($0.field)' \($0.problem)" }.joined(separator: "; ")
            throw ToolError(.invalidInput, "Invalid input for \(definition.name): \(text)")
        }
        let template = input["template_params"]?.object ?? [:]
        let each = forecast.seconds(for: template)
        let wait = forecast.secondsQueued()
        let total = each * Double(subjects.count)
        let ticket = try await desk.submit(
            .batch, for: definition.name, input: input, prefix: "batch_", estimatedSeconds: total,
            tasks: subjects.count, videoSeconds: forecast.length(for: template), in: context)
        await desk.show(ticket, in: forecast.host)
        return [
            "batch_id": .string(ticket.task), "total_videos": .int(subjects.count),
            "estimated_completion": .string(forecast.moment(after: total + wait)),
        ]
    }
}
