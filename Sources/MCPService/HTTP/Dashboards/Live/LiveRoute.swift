import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /v1/dashboards/{name}/live`: server-sent events, the whole dashboard first, then what changes.
struct LiveRoute: Sendable {
    let feeds: LiveFeeds
    let gate: Gate
    let hasDashboard: @Sendable (String) -> Bool

    func add(to router: Router<ServiceContext>) {
        router.get("v1/dashboards/:name/live") { call, context in
            await HTTPAnswer.reading { try answer(context.parameters.get("name") ?? "", call, context.caller) }
        }
    }

    private func answer(_ name: String, _ call: HTTPCall, _ caller: Caller) throws -> HTTPAnswer {
        guard hasDashboard(name) else { return .problem(.notFound, "there is no dashboard '\(name.prefix(64))'") }
        let topic = try LiveTopic(name, Query(call))
        // Watching a client leave uses the connection up.
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-cache, no-transform", .connection: "close",
        ]
        let body = ResponseBody { writer in
            try await call.body.consumeWithCancellationOnInboundClose { _ in
                try await write(topic, caller, to: &writer)
            }
            try await writer.finish(nil)
        }
        return HTTPAnswer(status: .ok, headers: headers, body: body)
    }

    private func write(_ topic: LiveTopic, _ caller: Caller, to writer: inout any ResponseBodyWriter) async throws {
        guard let subscription = feeds.subscribe(to: topic) else {
            let full = "event: full\r\ndata: {\"message\": \"too many pages are open\"}\r\n\r\n"
            return try await writer.write(ByteBuffer(string: full))
        }
        defer { feeds.end(subscription) }
        for await message in subscription.messages {
            // Comments come where nothing else does, so that the end is never far.
            guard gate.isWelcome(caller) else { return }
            try await writer.write(message)
        }
    }
}
