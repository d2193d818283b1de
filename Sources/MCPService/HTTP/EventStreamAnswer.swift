import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// The answer to one request as server-sent events: its notifications, then its response, then the end.
struct EventStreamAnswer: Sendable {
    let pipeline: RequestPipeline
    let cancellations: CancellationTable
    /// Between two comments that keep proxies and clients from giving up.
    var keepAlive: Duration = .seconds(15)

    private enum Item: Sendable {
        case message(JSON)
        case comment
    }

    /// - Parameter session: the scope in which a legacy client may cancel; modern clients cancel by leaving.
    func answer(to request: Request, _ call: HTTPCall, session: String?) -> HTTPAnswer {
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache, no-transform"]
        if let name = HTTPField.Name("x-accel-buffering") { headers[name] = "no" }
        // Watching a client leave uses the connection up.
        if request.revision.isModern { headers[.connection] = "close" }
        let body = ResponseBody { writer in
            if request.revision.isModern {
                try await call.body.consumeWithCancellationOnInboundClose { _ in
                    try await write(request, to: &writer, session: nil)
                }
            } else {
                try await write(request, to: &writer, session: session)
            }
            try await writer.finish(nil)
        }
        return HTTPAnswer(status: .ok, headers: headers, body: body)
    }

    private func write(_ request: Request, to writer: inout any ResponseBodyWriter, session: String?) async throws {
        let (items, channel) = AsyncStream<Item>.makeStream(bufferingPolicy: .bufferingNewest(1024))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let response = await respond(to: request, session) { channel.yield(.message($0)) }
                if let response { channel.yield(.message(response)) }
                channel.finish()
            }
            group.addTask {
                // Ends with the group: a sleep that is cancelled throws.
                while (try? await Task.sleep(for: keepAlive)) != nil { channel.yield(.comment) }
            }
            for await item in items { try await writer.write(Self.bytes(of: item)) }
            group.cancelAll()
        }
    }

    private func respond(
        to request: Request, _ session: String?, notify: @escaping @Sendable (JSON) -> Void
    ) async -> JSON? {
        guard let session else { return await pipeline.response(to: request, notify: notify).message }
        return await cancellations.run(request.id, in: session) {
            await pipeline.response(to: request, notify: notify).message
        }
    }

    private static func bytes(of item: Item) -> ByteBuffer {
        switch item {
        case .comment: return ByteBuffer(string: ": ping\r\n\r\n")
        case .message(let message):
            var buffer = ByteBuffer(string: "event: message\r\ndata: ")
            buffer.writeBytes(message.bytes)
            buffer.writeString("\r\n\r\n")
            return buffer
        }
    }
}
