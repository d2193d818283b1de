/// Writes what is told of a segment's events beside their outline: streams, revisions, traces, causes, principals.
struct EnvelopeWriter {
    private(set) var columns = ByteWriter()
    private var words = WordTable()
    /// Of streams and traces, for the segment's filter.
    private(set) var keys: [UInt64] = []
    private(set) var streams: [StreamName] = []
    private(set) var streamIndexes: [Int32] = []
    /// The word that each event's references count from: its span.
    private(set) var bases: [Int32] = []
    private(set) var principals: [String] = []
    /// 0 for none, else counted from 1.
    private(set) var principalIndexes: [Int] = []
    /// Whether each event is about somebody who can ask to be forgotten.
    private(set) var isPersonal: [Bool] = []
    private var traces: [TraceContext?] = []
    private var causations: [UInt64] = []

    init(_ events: ArraySlice<RecordedEvent>) {
        var codes = StreamCodes(expecting: events.count)
        take(events, &codes)
        streams = codes.streams
        streamIndexes = codes.indexes
        keys = codes.keys
        columns.reserve(events.count * 8)
        columns.append(streams.count)
        columns.append(planes: codes.codes)
        writeTraces()
        writeNames()
        columns.append(planes: codes.firstRevisions)
        columns.append(planes: codes.revisionGaps)
        columns.append(planes: causations)
        writePrincipals()
    }

    /// Once through the events: they lie all over the memory.
    private mutating func take(_ events: ArraySlice<RecordedEvent>, _ codes: inout StreamCodes) {
        traces.reserveCapacity(events.count)
        causations.reserveCapacity(events.count)
        principalIndexes.reserveCapacity(events.count)
        isPersonal.reserveCapacity(events.count)
        events.lendEach { event in
            codes.add(event)
            let metadata = event.metadata
            traces.append(metadata.trace)
            causations.append(Self.code(of: metadata.causation, from: event.position))
            principalIndexes.append(index(ofPrincipal: metadata.principal))
            isPersonal.append(metadata.subject != nil)
        }
    }

    /// The distance to the cause and one more; 0 for none.
    private static func code(of causation: Position?, from position: Position) -> UInt64 {
        guard let causation else { return 0 }
        return 1 &+ NumberPlanes.folded(Int64(bitPattern: position.value &- causation.value))
    }

    /// The words that were told of; whoever takes them adds those of the payloads.
    mutating func takeWords() -> WordTable {
        defer { words = WordTable(capacity: 0) }
        return words
    }

    /// Trace and span of each event, mostly told by those of its stream before.
    private mutating func writeTraces() {
        var writer = TraceWriter(streamCount: streams.count)
        bases.reserveCapacity(traces.count)
        for (trace, stream) in zip(traces, streamIndexes) {
            let span = writer.append(trace, stream: Int(stream), words: &words)
            bases.append(span ?? bases.last ?? 0)
        }
        keys += writer.traceHashes
        columns.append(planes: writer.codes)
        columns.append(writer.spanCodes.count)
        columns.append(planes: writer.spanCodes)
    }

    /// The names, each once, told by the first event that has it.
    private mutating func writeNames() {
        var names = StreamNameWriter()
        var next = 0
        for (index, stream) in streamIndexes.enumerated() where Int(stream) == next {
            names.append(streams[next], base: bases[index], words: &words)
            next += 1
        }
        columns.append(raw: names.columns.bytes)
    }

    private mutating func writePrincipals() {
        columns.append(principals.count)
        for principal in principals { columns.append(principal) }
        columns.append(planes: principalIndexes.map { UInt64($0) })
    }

    private mutating func index(ofPrincipal principal: String?) -> Int {
        guard let principal else { return 0 }
        if let last = principalIndexes.last, last > 0, principals[last - 1] == principal { return last }
        if let index = principals.firstIndex(of: principal) { return index + 1 }
        principals.append(principal)
        return principals.count
    }
}
