import Testing

@testable import EventStore

@Suite("Every bit of a sealed segment")
struct SegmentBitsTests {
    @Test("is covered by its row's checksums, and by the chain", arguments: [nil, "ann"])
    func everyBit(principal: String?) throws {
        let segment = try Self.segment(of: principal)
        let keys = try SubjectKeys.open(path: ":memory:")
        let digest = Self.digest(of: segment)
        #expect(throws: Never.self) { try SealedSegment(segment, keys: keys) }
        for bit in 0..<segment.data.count * 8 {
            let damaged = Self.copy(segment) { $0.data[bit / 8] ^= 1 << UInt8(bit % 8) }
            #expect(throws: StorageError.self, "bit \(bit) of data") { try SealedSegment(damaged, keys: keys) }
            #expect(Self.digest(of: damaged) != digest, "bit \(bit) of data")
        }
        for damaged in Self.damagedSummaries(segment) {
            #expect(damaged.summaryChecksum != segment.summaryChecksum)
            #expect(Self.digest(of: damaged) != digest)
        }
    }

    /// What stands in a row, to be changed.
    private struct Parts {
        var numbers: [Int64]
        var types: [EventType]
        var filter: [UInt8]
        var data: [UInt8]
    }

    private static func segment(of principal: String?) throws -> Segment {
        let events = (0..<24).map { event($0, of: principal) }
        return try SegmentEncoder(level: 6).encode(events[...], keys: SubjectKeys.open(path: ":memory:"))
    }

    private static func event(_ index: Int, of principal: String?) -> RecordedEvent {
        let trace = TraceContext(traceID: TraceID(high: 7, low: UInt64(index / 4)), spanID: SpanID(9))
        let type: EventType = index % 2 == 0 ? "task.progressed" : "note.taken"
        let payload = "{\"text\":\"event \(index)\",\"progress\":0.\(index)}"
        return RecordedEvent(
            position: Position(UInt64(index + 1)), time: Timestamp(nanoseconds: Int64(index) * 1_000_003),
            stream: StreamName("task", "\(index % 3)"), revision: Revision(UInt64(index / 3)), type: type, version: 1,
            metadata: EventMetadata(trace: trace, principal: principal), payload: Array(payload.utf8))
    }

    /// One for each bit of the numbers (signs excepted, which no position has), the names of the types and the filter.
    private static func damagedSummaries(_ segment: Segment) -> [Segment] {
        let numbers = (0..<5 * 63).map { bit in copy(segment) { $0.numbers[bit / 63] ^= 1 << Int64(bit % 63) } }
        let filter = (0..<segment.filter.bytes.count * 8).map { bit in
            copy(segment) { $0.filter[bit / 8] ^= 1 << UInt8(bit % 8) }
        }
        let types = segment.types.indices.flatMap { index in
            // The lower bits, so that the name stays text.
            (0..<segment.types[index].name.utf8.count * 5).map { bit in
                copy(segment) { parts in
                    var name = Array(parts.types[index].name.utf8)
                    name[bit / 5] ^= 1 << UInt8(bit % 5)
                    parts.types[index] = EventType(String(decoding: name, as: UTF8.self))
                }
            }
        }
        return numbers + filter + types
    }

    private static func copy(_ segment: Segment, _ change: (inout Parts) -> Void) -> Segment {
        var parts = Parts(
            numbers: [
                Int64(segment.first.value), Int64(segment.last.value), segment.firstTime.nanoseconds,
                segment.lastTime.nanoseconds, Int64(segment.count),
            ], types: segment.types, filter: segment.filter.bytes, data: segment.data)
        change(&parts)
        return Segment(
            first: Position(UInt64(bitPattern: parts.numbers[0])), last: Position(UInt64(bitPattern: parts.numbers[1])),
            firstTime: Timestamp(nanoseconds: parts.numbers[2]), lastTime: Timestamp(nanoseconds: parts.numbers[3]),
            count: Int(parts.numbers[4]), types: parts.types, filter: KeyFilter(stored: parts.filter),
            data: parts.data, checksum: segment.checksum)
    }

    private static func digest(of segment: Segment) -> [UInt8] {
        var chain = SegmentChain()
        return chain.add(segment)
    }
}
