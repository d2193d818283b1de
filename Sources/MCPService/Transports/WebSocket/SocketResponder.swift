import EventStore

/// Answers what the WebSockets ask: one object that all of them share.
final class SocketResponder: Sendable {
    let pipeline: RequestPipeline
    let dialect: LegacyDialect

    init(pipeline: RequestPipeline, dialect: LegacyDialect) {
        self.pipeline = pipeline
        self.dialect = dialect
    }

    /// The message to send; nil where there is none.
    func answer(_ work: SocketWork, notify: @escaping @Sendable (JSON) -> Void) async -> JSON? {
        switch work {
        case .request(let request): return await pipeline.response(to: request, notify: notify).message
        case .batch(let requests, let faults):
            var answers = faults
            for request in requests where !Task.isCancelled {
                answers.append(await pipeline.response(to: request, notify: notify).message)
            }
            return answers.isEmpty ? nil : .array(answers)
        case .legacy(let call, let origin): return await dialect.answer(call, from: origin)
        }
    }
}
