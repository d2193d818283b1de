import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// The answer to one request as server-sent events: its notifications, then its response, then the end.
struct EventStreamAnswer: Sendable {
    let pipeline: RequestPipeline
    private let events = EventStreamBody()

    func answer(to request: Request, _ call: HTTPCall) -> HTTPAnswer {
        var headers = Self.headers
        // Watching a client leave uses the connection up; in the modern era it has then cancelled its request.
        if request.revision.isModern { headers[.connection] = "close" }
        let body = ResponseBody { writer in
            guard request.revision.isModern else { return try await write(request, to: &writer) }
            try await call.body.consumeWithCancellationOnInboundClose { _ in try await write(request, to: &writer) }
        }
        return HTTPAnswer(status: .ok, headers: headers, body: body)
    }

    static let headers: HTTPFields = {
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache, no-transform"]
        if let name = HTTPField.Name("x-accel-buffering") { headers[name] = "no" }
        return headers
    }()

    private func write(_ request: Request, to writer: inout any ResponseBodyWriter) async throws {
        try await events.write(to: &writer) { send in
            guard let gate = pipeline.gate else { return await respond(to: request, send) }
            await gate.whileWelcome(request.origin.caller) { await respond(to: request, send) }
        }
    }

    private func respond(to request: Request, _ send: @escaping @Sendable (EventStreamBody.Item) -> Bool) async {
        let response = await pipeline.response(to: request) { _ = send(.message($0)) }
        _ = send(.message(response.message))
    }
}
