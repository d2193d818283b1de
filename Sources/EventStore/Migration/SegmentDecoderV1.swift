/// Reads a segment of schema 1, which releases before 0.2 wrote.
///
/// Layout: format (1), count, size of the id column, size of the other columns; the ids as they are; then, deflated
/// unless there are few events: times, types, streams, revisions, flags, causations, principals, payloads by type.
struct SegmentDecoderV1 {
    private static let format = 1
    private static let eventLimit = 1 << 20
    /// Blocks of fewer events were not deflated.
    private static let smallCount = 32

    /// What an event's metadata holds, one bit each; a trace equal to the event's before is not repeated.
    private enum Flag {
        static let trace: UInt8 = 1
        static let sameTrace: UInt8 = 2
        static let sameSpan: UInt8 = 4
        static let causation: UInt8 = 8
        static let principal: UInt8 = 16
    }

    static func decode(
        _ data: [UInt8], first: Position, firstTime: Timestamp, checksum: UInt32
    ) throws(StorageError) -> [RecordedEvent] {
        guard CRC32.of(data) == checksum else { throw ByteReader.damaged }
        var head = ByteReader(data)
        guard try head.number() == format else { throw ByteReader.damaged }
        let count = try head.count(upTo: eventLimit)
        let idSize = try head.count(upTo: data.count)
        let size = try head.count(upTo: 1 << 30)
        let start = head.index + idSize
        guard start <= data.count else { throw ByteReader.damaged }
        var ids = ByteReader(data, from: head.index)
        let stored = data[start...]
        var columns = ByteReader(
            count < smallCount ? Array(stored) : try Inflater.inflate(stored, size: size, format: .zlib))

        let times = try readTimes(count, from: firstTime, &columns)
        let (types, typeIndexes) = try readTypes(count, &columns)
        let (streams, revisions) = try readStreams(count, &columns)
        let metadata = try readMetadata(count, first: first, &columns, ids: &ids)
        let payloads = try readPayloads(typeIndexes, typeCount: types.count, &columns)
        return (0..<count).map { index in
            let type = types[typeIndexes[index]]
            return RecordedEvent(
                position: first.advanced(by: index), time: times[index], stream: streams[index],
                revision: revisions[index], type: type.type, version: type.version, metadata: metadata[index],
                payload: payloads[index])
        }
    }

    // MARK: Times

    private static func readTimes(
        _ count: Int, from start: Timestamp, _ columns: inout ByteReader
    ) throws(StorageError) -> [Timestamp] {
        var times: [Timestamp] = []
        var before = start.nanoseconds
        for _ in 0..<count {
            before &+= Int64(bitPattern: try columns.number())
            times.append(Timestamp(nanoseconds: before))
        }
        return times
    }

    // MARK: Types

    private static func readTypes(
        _ count: Int, _ columns: inout ByteReader
    ) throws(StorageError) -> ([TypeVersion], [Int]) {
        var names: [TypeVersion] = []
        for _ in 0..<(try columns.count(upTo: count)) {
            let name = try columns.text()
            names.append(TypeVersion(type: EventType(name), version: try columns.count(upTo: Int(Int32.max))))
        }
        var indexes: [Int] = []
        for _ in 0..<count { indexes.append(try columns.count(upTo: names.count - 1)) }
        return (names, indexes)
    }

    // MARK: Streams

    /// Within a segment a stream's revisions have no gaps, so its first one tells them all.
    private static func readStreams(
        _ count: Int, _ columns: inout ByteReader
    ) throws(StorageError) -> ([StreamName], [Revision]) {
        var names: [StreamName] = []
        var next: [UInt64] = []
        for _ in 0..<(try columns.count(upTo: count)) {
            names.append(StreamName(stored: try columns.text()))
            next.append(try columns.number())
        }
        var streams: [StreamName] = []
        var revisions: [Revision] = []
        for _ in 0..<count {
            let index = try columns.count(upTo: names.count - 1)
            streams.append(names[index])
            revisions.append(Revision(next[index]))
            next[index] &+= 1
        }
        return (streams, revisions)
    }

    // MARK: Metadata

    private static func readMetadata(
        _ count: Int, first: Position, _ columns: inout ByteReader, ids: inout ByteReader
    ) throws(StorageError) -> [EventMetadata] {
        var principals: [String] = []
        for _ in 0..<(try columns.count(upTo: count)) { principals.append(try columns.text()) }
        let flags = Array(try columns.raw(count))
        var all: [EventMetadata] = []
        var before: TraceContext?
        for (index, flag) in flags.enumerated() {
            var metadata = EventMetadata()
            if flag & Flag.trace != 0 {
                before = try readTrace(flag, before: before, &ids)
                metadata.trace = before
            }
            if flag & Flag.causation != 0 {
                let distance = try columns.signed()
                metadata.causation = Position(UInt64(bitPattern: Int64(first.value) + Int64(index) - distance))
            }
            if flag & Flag.principal != 0 {
                metadata.principal = principals[try columns.count(upTo: principals.count - 1)]
            }
            all.append(metadata)
        }
        return all
    }

    private static func readTrace(
        _ flag: UInt8, before: TraceContext?, _ ids: inout ByteReader
    ) throws(StorageError) -> TraceContext {
        var trace = before?.traceID
        if flag & Flag.sameTrace == 0 { trace = TraceID(high: try ids.fixed(), low: try ids.fixed()) }
        let span = flag & Flag.sameSpan == 0 ? SpanID(try ids.fixed()) : before?.spanID
        guard let trace, let span else { throw ByteReader.damaged }
        return TraceContext(traceID: trace, spanID: span)
    }

    // MARK: Payloads

    private static func readPayloads(
        _ typeIndexes: [Int], typeCount: Int, _ columns: inout ByteReader
    ) throws(StorageError) -> [[UInt8]] {
        var groups = Array(repeating: [Int](), count: typeCount)
        for (index, type) in typeIndexes.enumerated() { groups[type].append(index) }
        var payloads = Array(repeating: [UInt8](), count: typeIndexes.count)
        for group in groups {
            var sizes: [Int] = []
            for _ in group { sizes.append(try columns.count(upTo: 1 << 30)) }
            for (index, size) in zip(group, sizes) { payloads[index] = Array(try columns.raw(size)) }
        }
        return payloads
    }
}
