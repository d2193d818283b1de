import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// The answer to one request as server-sent events: its notifications, then its response, then the end.
///
/// Whether it is a stream is decided late: a response that comes before any notification, and soon, is one JSON object
/// with the status that belongs to it. So what is refused is refused as it would be without a stream.
struct EventStreamAnswer: Sendable {
    /// What was there first.
    private enum First: Sendable {
        case whole(MCPAnswer)
        case stream
    }

    /// Ends the work when nobody is left to hear of it.
    private final class Work: Sendable {
        private let task: Task<Void, Never>
        init(_ task: Task<Void, Never>) { self.task = task }
        func end() { task.cancel() }
        deinit { task.cancel() }
    }

    let endpoint: MCPEndpoint
    /// How long a response is waited for that would be one JSON object.
    var patience: Duration = .milliseconds(200)
    private let events = EventStreamBody()

    init(endpoint: MCPEndpoint) { self.endpoint = endpoint }

    func answer(to request: Request, _ call: HTTPCall) async -> HTTPAnswer {
        let (items, channel) = AsyncStream<EventStreamBody.Item>.makeStream(
            bufferingPolicy: .bufferingOldest(EventStreamBody.limit))
        let first = FirstWord<First>()
        // why: the work begins before there is a body whose task it could be a child of; the body ends it.
        let task = Task {
            await whileWelcome(request) { await respond(to: request, channel, first) }
            // Somebody who may not go on has no answer; an empty stream says so.
            first.say(.stream)
            channel.finish()
        }
        let work = Work(task)
        if case .whole(let answer) = await word(of: first, work) { return answer.http }
        return stream(items, work, request, call)
    }

    static let headers: HTTPFields = {
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache, no-transform"]
        if let name = HTTPField.Name("x-accel-buffering") { headers[name] = "no" }
        return headers
    }()

    private func respond(
        to request: Request, _ channel: AsyncStream<EventStreamBody.Item>.Continuation, _ first: FirstWord<First>
    ) async {
        let response = await endpoint.pipeline.answer(to: request) { message in
            first.say(.stream)
            channel.yield(.message(message))
        }
        first.say(.whole(endpoint.whole(response, to: request)))
        channel.yield(.message(response.message))
    }

    private func whileWelcome(_ request: Request, _ body: @escaping @Sendable () async -> Void) async {
        guard let gate = endpoint.pipeline.gate else { return await body() }
        await gate.whileWelcome(request.origin.caller, body)
    }

    /// Waits for the first word, and not for long.
    private func word(of first: FirstWord<First>, _ work: Work) async -> First {
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // A sleep that is cancelled ends early: then the word is there already.
                    try? await Task.sleep(for: patience)
                    first.say(.stream)
                }
                let word = await first.heard()
                group.cancelAll()
                return word
            }
        } onCancel: {
            work.end()
        }
    }

    private func stream(
        _ items: AsyncStream<EventStreamBody.Item>, _ work: Work, _ request: Request, _ call: HTTPCall
    ) -> HTTPAnswer {
        var headers = Self.headers
        // Watching a client leave uses the connection up; in the modern era it has then cancelled its request.
        if request.revision.isModern { headers[.connection] = "close" }
        let body = ResponseBody { writer in
            guard request.revision.isModern else { return try await write(items, work, to: &writer) }
            try await call.body.consumeWithCancellationOnInboundClose { _ in
                try await write(items, work, to: &writer)
            }
        }
        return HTTPAnswer(status: .ok, headers: headers, body: body)
    }

    private func write(
        _ items: AsyncStream<EventStreamBody.Item>, _ work: Work, to writer: inout any ResponseBodyWriter
    ) async throws {
        try await events.write(to: &writer) { send in
            await withTaskCancellationHandler {
                for await item in items { _ = send(item) }
            } onCancel: {
                work.end()
            }
        }
    }
}
