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
            // Off the connection's event loop, to which a body belongs as it is: pages of events are much work.
            try await withTaskExecutorPreference(globalConcurrentExecutor) {
                try await call.body.consumeWithCancellationOnInboundClose { _ in
                    try await write(selection, after: Position(last ?? UInt64(first) - 1), pace, caller, to: &writer)
                }
            }
            try await writer.finish(nil)
        }
        return HTTPAnswer(status: .ok, headers: headers, body: body)
    }

    private func write(
        _ selection: Selection, after start: Position, _ pace: ReplayPace, _ caller: Caller,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        let stretch = Stretch(selection: selection, start: start, caller: caller)
        let (place, count) =
            pace.speed == nil
            ? try await writeAll(stretch, to: &writer) : try await writePaced(stretch, pace, to: &writer)
        guard let place else { return }
        // The log was examined as far as it went by then; the range ends where it was asked to.
        let last = min(place, selection.through ?? place)
        let end: JSON = ["position": .int(Int(last.value)), "events": .int(count)]
        try await writer.write(ByteBuffer(string: "event: end\r\ndata: \(end.text)\r\n\r\n"))
    }

    /// What is sent, and to whom.
    private struct Stretch {
        let selection: Selection
        let start: Position
        let caller: Caller
    }

    /// Gives how far the log was examined (nil where the caller is not welcome any more), and how many events there were.
    private func writePaced(
        _ stretch: Stretch, _ pace: ReplayPace, to writer: inout any ResponseBodyWriter
    ) async throws -> (Position?, Int) {
        var place = stretch.start
        var pace = pace
        var count = 0
        var lines = EventLineWriter()
        while true {
            guard gate.isWelcome(stretch.caller) else { return (nil, count) }
            let page = try await log.read(stretch.selection, after: place, limit: 512)
            var buffer: [UInt8] = []
            for event in page.events {
                let pause = pace.pause(before: event)
                if pause > 0 {
                    // What was due is out before the pause.
                    if !buffer.isEmpty { try await writer.write(ByteBuffer(bytes: buffer)) }
                    buffer.removeAll(keepingCapacity: true)
                    try await Task.sleep(for: .seconds(pause))
                    guard gate.isWelcome(stretch.caller) else { return (nil, count) }
                }
                Self.append(event, with: &lines, to: &buffer)
            }
            if !buffer.isEmpty { try await writer.write(ByteBuffer(bytes: buffer)) }
            count += page.events.count
            place = page.through
            if page.isLast { return (place, count) }
        }
    }

    /// The same without pauses: pages are put into their bytes ahead of the writing.
    private func writeAll(
        _ stretch: Stretch, to writer: inout any ResponseBodyWriter
    ) async throws -> (Position?, Int) {
        var place: Position? = stretch.start
        var count = 0
        // As many events as a segment has: two who read one segment at once would wait for each other.
        let pages = PagesAhead(log: log, pageSize: 1024)
        do {
            try await pages.each(stretch.selection, after: stretch.start) { page in
                var lines = EventLineWriter()
                var buffer: [UInt8] = []
                buffer.reserveCapacity(page.events.count * 512)
                for event in page.events { Self.append(event, with: &lines, to: &buffer) }
                return (bytes: buffer, count: page.events.count, through: page.through)
            } take: { page in
                guard gate.isWelcome(stretch.caller) else { throw Unwelcome() }
                if !page.bytes.isEmpty { try await writer.write(ByteBuffer(bytes: page.bytes)) }
                (place, count) = (page.through, count + page.count)
            }
        } catch is Unwelcome {
            place = nil
        }
        return (place, count)
    }

    private struct Unwelcome: Error {}

    private static func append(
        _ event: RecordedEvent, with lines: inout EventLineWriter, to buffer: inout [UInt8]
    ) {
        buffer.append(contentsOf: Self.id)
        buffer.append(contentsOf: event.position.description.utf8)
        buffer.append(contentsOf: Self.data)
        lines.writeObject(event, to: &buffer)
        buffer.append(contentsOf: Self.end)
    }

    private static let id = Array("id: ".utf8)
    private static let data = Array("\r\nevent: event\r\ndata: ".utf8)
    private static let end = Array("\r\n\r\n".utf8)
}
