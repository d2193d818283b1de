public import EventStore

/// What a method knows while it answers: the request, its span, and the way back to the client.
public struct RequestContext: Sendable {
    public let request: Request
    /// The request's own span; what it causes becomes a child.
    public let trace: TraceContext
    /// Whom it is done for.
    public let principal: String
    /// Whose tasks alone may be shown to them; nil for everybody's.
    public let owner: String?
    /// Sends the client a notification about this request; drops it where the transport has no way to.
    let notify: @Sendable (JSON) -> Void

    /// From which level on the client wants log messages; nil where it wants none.
    var logLevel: LogLevel?

    /// Sends a log message where the client asked for messages of that level.
    func log(_ level: LogLevel, _ data: JSON, logger: String) {
        guard let wanted = logLevel, level >= wanted else { return }
        notify(
            Answer.notification(
                "notifications/message", ["level": .string(level.rawValue), "logger": .string(logger), "data": data]))
    }

    /// What is asked of clients of the older revisions.
    var requests: ClientRequests?

    /// The client's answer to a question, sent on the stream of this request; nil where none comes.
    func ask(_ question: JSON) async -> JSON? {
        guard !request.revision.isModern, let method = question["method"]?.string else { return nil }
        return await requests?.ask(method, question["params"]?.object ?? [:], send: notify)
    }

    /// Reports progress where the client asked for it.
    ///
    /// Values must rise from call to call.
    func report(progress: Double, total: Double, message: String) {
        guard let token = request.meta[MetaKey.progressToken], token.string != nil || token.int != nil else { return }
        var params: JSONObject = ["progressToken": token, "progress": .double(progress), "total": .double(total)]
        if request.revision >= .r2025_03_26 { params["message"] = .string(message) }
        notify(Answer.notification("notifications/progress", params))
    }
}
