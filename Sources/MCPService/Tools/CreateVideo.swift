public import EventStore
public import Projections

/// Starts the making of a video and answers at once: the work is a task in the log.
public struct CreateVideo: TaskTool, AskingTool {
    let desk: TaskDesk
    let forecast: VideoForecast
    let host: ProjectionHost

    public init(desk: TaskDesk, host: ProjectionHost, clock: any WallClock = SystemWallClock()) {
        self.desk = desk
        self.host = host
        forecast = VideoForecast(host: host, clock: clock)
    }

    public let definition = ToolDefinition(
        name: "create_video", title: "Make a video",
        description: """
            Makes a short video about a subject: script, voice, subtitles, music and pictures in one MP4. Answers at once \
            with a task_id; ask get_generation_status how far it is.
            """,
        category: "video_generation",
        inputSchema: Schema.object(
            [("video_subject", VideoParameters.subject)] + VideoParameters.options, required: ["video_subject"]),
        outputSchema: Schema.result(
            [
                ("task_id", Schema.string("Names the task")), ("status", Schema.string("'queued' at first")),
                ("estimated_completion", Schema.string("When it should be done (ISO 8601)")),
                ("estimated_seconds", Schema.number("Seconds until then")),
                ("trace_id", Schema.string("The trace of everything done for it")),
            ], required: ["task_id", "status", "estimated_completion"]),
        isReadOnly: false, waitsForTask: false, icon: .film)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let own = forecast.seconds(for: arguments)
        let wait = forecast.secondsQueued()
        let ticket = try await begin(arguments, in: context)
        return [
            "task_id": .string(ticket.task), "status": "queued",
            "estimated_completion": .string(forecast.moment(after: own + wait)),
            "estimated_seconds": .double((own + wait).rounded()), "trace_id": .string(context.trace.traceID.hex),
        ]
    }

    /// A video has to be about something.
    func question(about arguments: JSONObject) -> ToolQuestion? {
        guard arguments["video_subject"] == nil || arguments["video_subject"] == "" else { return nil }
        return ToolQuestion(
            key: "video_subject", message: "What should the video be about?",
            schema: [
                "type": "object",
                "properties": [
                    "video_subject": [
                        "type": "string", "title": "Subject", "description": "Such as 'AI in healthcare'",
                        "minLength": 1,
                        "maxLength": .int(VideoParameters.subjectLimit),
                    ]
                ], "required": ["video_subject"],
            ],
            answered: { arguments.merging(["video_subject": $0["video_subject"] ?? ""]) })
    }

    func begin(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> TaskDesk.Ticket {
        let ticket = try await desk.submit(
            .video, for: definition.name, input: arguments,
            estimatedSeconds: forecast.seconds(for: arguments), videoSeconds: forecast.length(for: arguments),
            in: context)
        await desk.show(ticket, in: host)
        return ticket
    }

    func output(of task: TaskStatus, _ result: JSONObject) -> JSONObject {
        let own: JSONObject = [
            "task_id": .string(task.id), "status": .string(task.state.rawValue),
            "estimated_completion": .string((task.finishedAt ?? task.updatedAt).iso8601),
        ]
        return own.merging(result)
    }
}
