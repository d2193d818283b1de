import EventStore
import HTTPTypes
import Hummingbird
import NIOCore
import Projections

/// `GET /v1/replay`: the events of a range as server-sent events, at the pace at which they happened or faster.
///
/// A client that comes again with `Last-Event-ID` goes on after that position, so a pause is a closed connection.
struct ReplayRoute: Sendable {
    let log: any EventLog
    let gate: Gate

    func add(to router: Router<ServiceContext>) {
        router.get("v1/replay") { call, context in
            await HTTPAnswer.reading { try answer(call, context.caller) }
        }
    }

    private func answer(_ call: HTTPCall, _ caller: Caller) throws -> HTTPAnswer {
        let query = Query(call)
        var selection = try EventSearch.selection(query)
        // A replay has an end, though the log goes on.
        selection.through = min(selection.through ?? log.head, log.head)
        let first = try query.int("from", in: 1...Int.max) ?? 1
        let last = call.header("last-event-id").flatMap(UInt64.init)
        let pace = ReplayPace(
            speed: query.text("speed") == "max" ? nil : try query.number("speed", in: 0.01...100_000) ?? 1,
            longestPause: try query.number("gap", in: 0...3600) ?? 5)
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-cache, no-transform", .connection: "close",
        ]
        let body = ResponseBody { [selection] writer in
            try await call.body.consumeWithCancellationOnInboundClose { _ in
                try await write(selection, after: Position(last ?? UInt64(first) - 1), pace, caller, to: &writer)
            }
            try await writer.finish(nil)
        }
        return HTTPAnswer(status: .ok, headers: headers, body: body)
    }

    private func write(
        _ selection: Selection, after start: Position, _ pace: ReplayPace, _ caller: Caller,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        var place = start
        var pace = pace
        var count = 0
        while true {
            guard gate.isWelcome(caller) else { return }
            let page = try await log.read(selection, after: place, limit: 512)
            var buffer = ByteBuffer()
            for event in page.events {
                let pause = pace.pause(before: event)
                if pause > 0 {
                    // What was due is out before the pause.
                    if buffer.readableBytes > 0 { try await writer.write(buffer) }
                    buffer.clear()
                    try await Task.sleep(for: .seconds(pause))
                    guard gate.isWelcome(caller) else { return }
                }
                Self.append(event, to: &buffer)
            }
            if buffer.readableBytes > 0 { try await writer.write(buffer) }
            count += page.events.count
            place = page.through
            if page.isLast { break }
        }
        // The log was examined as far as it went by then; the range ends where it was asked to.
        let last = min(place, selection.through ?? place)
        let end: JSON = ["position": .int(Int(last.value)), "events": .int(count)]
        try await writer.write(ByteBuffer(string: "event: end\r\ndata: \(end.text)\r\n\r\n"))
    }

    private static func append(_ event: RecordedEvent, to buffer: inout ByteBuffer) {
        buffer.writeString("id: \(event.position)\r\nevent: event\r\ndata: ")
        buffer.writeBytes(event.json.bytes)
        buffer.writeString("\r\n\r\n")
    }
}
