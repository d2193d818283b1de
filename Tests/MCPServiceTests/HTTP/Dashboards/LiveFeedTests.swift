import EventStore
import NIOCore
import Testing

@testable import MCPService

@Suite("A live feed")
struct LiveFeedTests {
    private func dashboard(_ position: Int, _ values: [Int]) -> JSON {
        [
            "name": "d", "position": .int(position), "timestamp": .null, "from": .null, "to": .null, "step": 1,
            "panels": .array(
                values.enumerated().map { ["id": .string("p\($0)"), "title": "t", "data": ["value": .int($1)]] }),
        ]
    }

    private func reader(_ size: Int = 10) -> (AsyncStream<ByteBuffer>, LiveFeed.Outlet) {
        AsyncStream.makeStream(of: ByteBuffer.self, bufferingPolicy: .bufferingOldest(size))
    }

    private func texts(_ stream: AsyncStream<ByteBuffer>) async -> [String] {
        var texts: [String] = []
        for await message in stream { texts.append(String(buffer: message)) }
        return texts
    }

    @Test("sends the whole once, then the panels that changed")
    func changes() async {
        var feed = LiveFeed()
        let (stream, outlet) = reader()
        feed.add(1, outlet)
        feed.send(dashboard(1, [1, 2]), events: nil, position: Position(1))
        feed.send(dashboard(2, [1, 3]), events: nil, position: Position(2))
        feed.send(dashboard(3, [1, 3]), events: nil, position: Position(3))
        feed.finish()
        let texts = await texts(stream)
        #expect(texts.count == 2 && texts[0].hasPrefix("id: 1\r\nevent: dashboard\r\ndata: {\"name\":\"d\""))
        #expect(texts[1].contains("event: panels") && texts[1].contains(#""panels":[{"id":"p1","data":{"value":3}"#))
    }

    @Test("gives a reader that was too slow the whole again, and holds up nobody")
    func slow() async {
        var feed = LiveFeed()
        let (slow, slowOutlet) = reader(1)
        let (quick, quickOutlet) = reader()
        feed.add(1, slowOutlet)
        feed.add(2, quickOutlet)
        feed.send(dashboard(1, [1]), events: nil, position: Position(1))
        feed.send(dashboard(2, [2]), events: nil, position: Position(2))
        #expect(feed.hasNewReader)
        var iterator = slow.makeAsyncIterator()
        #expect(await iterator.next().map { String(buffer: $0) }?.contains("id: 1") == true)
        feed.send(dashboard(2, [2]), events: nil, position: Position(2))
        feed.finish()
        #expect(await iterator.next().map { String(buffer: $0) }?.contains("event: dashboard") == true)
        #expect(await texts(quick).count == 2)
    }

    @Test("sends events only where there are some")
    func events() async {
        var feed = LiveFeed()
        let (stream, outlet) = reader()
        feed.add(1, outlet)
        feed.send(dashboard(1, [1]), events: ["events": [], "more": false], position: Position(1))
        feed.send(dashboard(1, [1]), events: nil, position: Position(1))
        feed.finish()
        #expect(await texts(stream).map { $0.contains("event: events") } == [false, true])
    }
}
