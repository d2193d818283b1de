import Testing

@testable import EventStore

@Suite("The segments opened last")
struct SegmentCacheTests {
    private let keys: SubjectKeys

    init() throws { keys = try SubjectKeys.open(path: ":memory:") }

    /// Four events from a position on, each of so many bytes that do not compress well.
    private func segment(at first: UInt64, bytes: Int) throws -> SealedSegment {
        var random = SeededGenerator(seed: first)
        let events = (0..<4).map { number in
            let text = String((0..<bytes).map { _ in "abcdefghijklmnop".randomElement(using: &random) ?? "a" })
            return RecordedEvent(
                position: Position(first + UInt64(number)), time: Timestamp(nanoseconds: Int64(first)),
                stream: StreamName("metrics", "x"), revision: Revision(first + UInt64(number)),
                type: "test.noted", version: 1, metadata: EventMetadata(),
                payload: Array(#"{"text":"\#(text)"}"#.utf8))
        }
        let encoded = try SegmentEncoder(level: 1).encode(events[...], keys: keys)
        return try SealedSegment(encoded, keys: keys)
    }

    @Test("are as many as the limit, the one used longest ago goes first")
    func count() throws {
        var cache = SegmentCache(limit: 2, bytes: 1 << 20)
        cache.add(try segment(at: 1, bytes: 10))
        cache.add(try segment(at: 5, bytes: 10))
        #expect(cache[Position(1)] != nil)
        cache.add(try segment(at: 9, bytes: 10))
        #expect(cache[Position(5)] == nil && cache[Position(1)] != nil && cache[Position(9)] != nil)
    }

    @Test("are fewer where their inflated payloads are large")
    func bytes() throws {
        var cache = SegmentCache(limit: 8, bytes: 50_000)
        let large = try segment(at: 1, bytes: 10_000)
        cache.add(large)
        cache.add(try segment(at: 5, bytes: 10))
        #expect(cache[Position(5)] != nil && cache[Position(1)] != nil, "nothing is inflated yet")
        let before = large.held
        #expect(large.payload(at: 0).count > 10_000)
        #expect(large.held > before + 40_000)
        cache.add(try segment(at: 9, bytes: 10))
        #expect(cache[Position(1)] == nil && cache[Position(9)] != nil)
    }

    @Test("are always one, however large")
    func one() throws {
        var cache = SegmentCache(limit: 8, bytes: 1)
        for first in [1, 5, 9] as [UInt64] {
            cache.add(try segment(at: first, bytes: 100))
            #expect(cache[Position(first)] != nil)
        }
        #expect(cache[Position(5)] == nil)
    }
}
