/// Events to columns and back.
///
/// Layout of a block: format (1), count, size of the id column, size of the other columns; the ids as they are
/// (random, so deflate would only cost); then, deflated unless the block is small: times, types, streams,
/// revisions, flags, causations, principals, payloads. Payloads are grouped by type so that like keys lie together.
struct SegmentCodec {
    private static let format = 1
    private static let eventLimit = 1 << 20
    /// Blocks of fewer events are not deflated: they are soon merged into one that is, and deflating them twice
    /// costs more CPU than all the rest of an append.
    static let smallCount = 32

    /// What an event's metadata holds, one bit each; a trace equal to the event's before is not repeated.
    private enum Flag {
        static let trace: UInt8 = 1
        static let sameTrace: UInt8 = 2
        static let sameSpan: UInt8 = 4
        static let causation: UInt8 = 8
        static let principal: UInt8 = 16
    }

    static func encode(
        _ events: [RecordedEvent], sealed: Bool, with deflater: Deflater
    ) throws(StorageError) -> Segment {
        guard let first = events.first, let last = events.last else { throw StorageError("a segment has events") }
        var ids = ByteWriter()
        var columns = ByteWriter()
        writeTimes(events, to: &columns)
        let types = writeTypes(events, to: &columns)
        writeStreams(events, to: &columns)
        writeMetadata(events, to: &columns, ids: &ids)
        writePayloads(events, types: types, to: &columns)

        var data = ByteWriter()
        data.append(format)
        data.append(events.count)
        data.append(ids.bytes.count)
        data.append(columns.bytes.count)
        data.append(raw: ids.bytes)
        let isSmall = events.count < smallCount
        data.append(raw: isSmall ? columns.bytes : try deflater.compress(columns.bytes))
        return Segment(
            first: first.position, last: last.position, firstTime: first.time, lastTime: last.time, isSealed: sealed,
            types: Array(Set(types.names.map(\.type))).sorted { $0.name < $1.name },
            filter: KeyFilter(keys(of: events)), data: data.bytes, checksum: Zlib.checksum(data.bytes))
    }

    static func decode(_ segment: Segment) throws(StorageError) -> [RecordedEvent] {
        guard Zlib.checksum(segment.data) == segment.checksum else { throw ByteReader.damaged }
        var head = ByteReader(segment.data)
        guard try head.number() == format else { throw StorageError("a segment was written by a newer version") }
        let count = try head.count(upTo: eventLimit)
        let idSize = try head.count(upTo: segment.data.count)
        let size = try head.count(upTo: 1 << 30)
        guard count == segment.count else { throw ByteReader.damaged }
        let start = head.index + idSize
        guard start <= segment.data.count else { throw ByteReader.damaged }
        var ids = ByteReader(segment.data, from: head.index)
        let stored = segment.data[start...]
        var columns = ByteReader(count < smallCount ? Array(stored) : try Zlib.inflate(stored, size: size))

        let times = try readTimes(count, from: segment.firstTime, &columns)
        let (types, typeIndexes) = try readTypes(count, &columns)
        let (streams, revisions) = try readStreams(count, &columns)
        let metadata = try readMetadata(count, first: segment.first, &columns, ids: &ids)
        let payloads = try readPayloads(typeIndexes, typeCount: types.count, &columns)
        return (0..<count).map { index in
            let type = types[typeIndexes[index]]
            return RecordedEvent(
                position: segment.first.advanced(by: index), time: times[index], stream: streams[index],
                revision: revisions[index], type: type.type, version: type.version, metadata: metadata[index],
                payload: payloads[index])
        }
    }

    private static func keys(of events: [RecordedEvent]) -> Set<UInt64> {
        var keys = Set<UInt64>()
        for event in events {
            keys.insert(KeyFilter.hash(event.stream))
            if let trace = event.metadata.trace { keys.insert(KeyFilter.hash(trace.traceID)) }
        }
        return keys
    }

    // MARK: Times

    private static func writeTimes(_ events: [RecordedEvent], to columns: inout ByteWriter) {
        var before = events.first?.time.nanoseconds ?? 0
        for event in events {
            columns.append(UInt64(event.time.nanoseconds - before))
            before = event.time.nanoseconds
        }
    }

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

    private struct TypeVersion: Hashable {
        let type: EventType
        let version: Int
    }

    private struct TypeColumn {
        var names: [TypeVersion] = []
        var indexes: [Int] = []
    }

    private static func writeTypes(_ events: [RecordedEvent], to columns: inout ByteWriter) -> TypeColumn {
        var column = TypeColumn()
        var known: [TypeVersion: Int] = [:]
        for event in events {
            let type = TypeVersion(type: event.type, version: event.version)
            let index = known[type] ?? column.names.count
            if index == column.names.count {
                known[type] = index
                column.names.append(type)
            }
            column.indexes.append(index)
        }
        columns.append(column.names.count)
        for name in column.names {
            columns.append(name.type.name)
            columns.append(name.version)
        }
        for index in column.indexes { columns.append(index) }
        return column
    }

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

    private static func writeStreams(_ events: [RecordedEvent], to columns: inout ByteWriter) {
        var names: [StreamName] = []
        var known: [StreamName: Int] = [:]
        var indexes: [Int] = []
        var heads: [UInt64] = []
        for event in events where known[event.stream] == nil {
            known[event.stream] = names.count
            names.append(event.stream)
            heads.append(event.revision.value)
        }
        for event in events { indexes.append(known[event.stream] ?? 0) }
        columns.append(names.count)
        for (name, head) in zip(names, heads) {
            columns.append(name.text)
            columns.append(head)
        }
        for index in indexes { columns.append(index) }
    }

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

    private static func writeMetadata(_ events: [RecordedEvent], to columns: inout ByteWriter, ids: inout ByteWriter) {
        var flags: [UInt8] = []
        var rest = ByteWriter()
        var principals: [String] = []
        var before: TraceContext?
        for event in events {
            var flag: UInt8 = 0
            if let trace = event.metadata.trace {
                flag |= Flag.trace
                if trace.traceID == before?.traceID {
                    flag |= Flag.sameTrace
                } else {
                    ids.append(fixed: trace.traceID.high)
                    ids.append(fixed: trace.traceID.low)
                }
                if trace == before { flag |= Flag.sameSpan } else { ids.append(fixed: trace.spanID.value) }
                before = trace
            }
            if let causation = event.metadata.causation {
                flag |= Flag.causation
                rest.appendSigned(Int64(event.position.value) - Int64(causation.value))
            }
            if let principal = event.metadata.principal {
                flag |= Flag.principal
                let index = principals.firstIndex(of: principal) ?? principals.count
                if index == principals.count { principals.append(principal) }
                rest.append(index)
            }
            flags.append(flag)
        }
        columns.append(principals.count)
        for principal in principals { columns.append(principal) }
        columns.append(raw: flags)
        columns.append(raw: rest.bytes)
    }

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

    private static func writePayloads(_ events: [RecordedEvent], types: TypeColumn, to columns: inout ByteWriter) {
        var groups = Array(repeating: [Int](), count: types.names.count)
        for (index, type) in types.indexes.enumerated() { groups[type].append(index) }
        for group in groups {
            for index in group { columns.append(events[index].payload.count) }
            for index in group { columns.append(raw: events[index].payload) }
        }
    }

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
