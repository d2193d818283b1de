import Testing

@testable import EventStore

@Suite("A line that seals")
struct SealingLineTests {
    private func events(_ count: Int, payload: String = "{}") -> [RecordedEvent] {
        (1...count).map { number in
            RecordedEvent(
                position: Position(UInt64(number)), time: Timestamp(nanoseconds: 0), stream: StreamName("a", "b"),
                revision: Revision(UInt64(number)), type: "a.done", version: 1, metadata: EventMetadata(),
                payload: Array(payload.utf8))
        }
    }

    private func sealer() throws -> SegmentSealer {
        SegmentSealer(level: 1, keys: try SubjectKeys.open(path: ":memory:"))
    }

    @Test("hands its segments over in order, whatever portions the events come in, and leaves what fills none")
    func order() throws {
        let all = events(5 * Segment.sealedCount + 7)
        var line = try sealer().line()
        var rest = all[...]
        for portion in [1, 1022, 1, 3000] + Array(repeating: 17, count: 200) {
            line.add(rest.prefix(portion))
            rest = rest.dropFirst(portion)
        }
        var handed: [Position] = []
        let segments = try line.each { handed.append($0.first) }
        #expect(handed == segments.map(\.first))
        #expect(segments.map(\.first.value) == [1, 1025, 2049, 3073, 4097])
        #expect(segments.map(\.count) == Array(repeating: Segment.sealedCount, count: 5))
    }

    @Test("makes the very bytes that a segment of these events has")
    func bytes() throws {
        let all = events(2 * Segment.sealedCount)
        let keys = try SubjectKeys.open(path: ":memory:")
        let segments = try SegmentSealer(level: 1, keys: keys).seal(all[...])
        let alone = try SegmentEncoder(level: 1).encode(all[..<Segment.sealedCount], keys: keys)
        #expect(segments.first?.data == alone.data)
    }

    @Test("ends at the first segment that cannot be made, after those before it")
    func fault() throws {
        var line = SealingLine { events in
            guard events.first?.position.value == 1 else { return .failure(StorageError("no")) }
            do throws(StorageError) {
                return .success(
                    try SegmentEncoder(level: 1).encode(events, keys: SubjectKeys.open(path: ":memory:")))
            } catch {
                return .failure(error)
            }
        }
        line.add(events(3 * Segment.sealedCount)[...])
        var handed = 0
        #expect(throws: StorageError.self) { try line.each { _ in handed += 1 } }
        #expect(handed == 1)
    }

    @Test("cuts a segment short that many bytes fill")
    func large() throws {
        let text = "\"" + String(repeating: "a", count: (3 << 20) - 2) + "\""
        let segments = try sealer().seal(events(7, payload: text)[...])
        #expect(segments.map(\.count) == [3, 3])
    }
}
