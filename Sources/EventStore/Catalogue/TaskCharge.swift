/// What a task counts for in the quotas of whoever asked for it.
public struct TaskCharge: Codable, Hashable, Sendable {
    /// The principal's role; nil for the operator, to whom no quota applies.
    public let role: String?
    /// Tasks that it stands for: a batch is as many as it has subjects, and its own tasks are then none.
    public let tasks: Int
    /// Seconds of video that each of them is expected to make, rounded up.
    public let videoSeconds: Int

    public init(role: String?, tasks: Int = 1, videoSeconds: Int = 0) {
        self.role = role
        self.tasks = tasks
        self.videoSeconds = videoSeconds
    }

    init(_ object: JSONObject) throws(JSONFieldError) {
        self.init(
            role: try object.optionalText("role"), tasks: try object.int("tasks"),
            videoSeconds: try object.int("video_seconds"))
    }

    enum CodingKeys: String, CodingKey {
        case role, tasks
        case videoSeconds = "video_seconds"
    }
}
