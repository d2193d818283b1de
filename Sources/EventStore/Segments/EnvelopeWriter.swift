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
    /// Of each event, asked for once.
    let metadata: [EventMetadata]
    private let events: ArraySlice<RecordedEvent>

    init(_ events: ArraySlice<RecordedEvent>) {
        self.events = events
        metadata = events.map(\.metadata)
        columns.reserve(events.count * 8)
        writeStreams()
        writeTraces()
        writeNames()
        writeRevisions()
        writeCausations()
        writePrincipals()
    }

    /// The words that were told of; whoever takes them adds those of the payloads.
    mutating func takeWords() -> WordTable {
        defer { words = WordTable(capacity: 0) }
        return words
    }

    /// Which stream each event is of: 0 for a new one, else how lately it was seen.
    private mutating func writeStreams() {
        var known = HashIndex(capacity: 512)
        var order = RecentOrder()
        var codes: [UInt64] = []
        streamIndexes.reserveCapacity(events.count)
        for event in events {
            let stream = event.hashedStream
            if let index = known.index(of: stream.hash, where: { streams[$0] == stream.name }) {
                codes.append(UInt64(order.rank(of: Int32(index)) ?? 0) + 1)
                streamIndexes.append(Int32(index))
            } else {
                let index = Int32(known.add(stream.hash))
                streams.append(stream.name)
                order.add(index)
                codes.append(0)
                streamIndexes.append(index)
            }
        }
        keys = known.hashes
        columns.append(streams.count)
        columns.append(planes: codes)
    }

    /// Trace and span of each event, mostly told by those of its stream before.
    private mutating func writeTraces() {
        var writer = TraceWriter(streamCount: streams.count)
        bases.reserveCapacity(events.count)
        for (metadata, stream) in zip(metadata, streamIndexes) {
            let span = writer.append(metadata.trace, stream: Int(stream), words: &words)
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

    /// The first revision of each stream, and the others only where they do not follow one another.
    private mutating func writeRevisions() {
        var next = [UInt64?](repeating: nil, count: streams.count)
        var firsts: [UInt64] = []
        var gaps: [UInt64] = []
        for (event, stream) in zip(events, streamIndexes) {
            let revision = event.revision.value
            if next[Int(stream)] == nil { firsts.append(revision) }
            gaps.append(revision &- (next[Int(stream)] ?? revision))
            next[Int(stream)] = revision &+ 1
        }
        columns.append(planes: firsts)
        columns.append(planes: gaps)
    }

    /// The distance to the cause and one more; 0 for none.
    private mutating func writeCausations() {
        columns.append(
            planes: zip(events, metadata).map { event, metadata in
                guard let causation = metadata.causation else { return 0 }
                let distance = Int64(bitPattern: event.position.value &- causation.value)
                return 1 &+ NumberPlanes.folded(distance)
            })
    }

    private mutating func writePrincipals() {
        for metadata in metadata { principalIndexes.append(index(ofPrincipal: metadata.principal)) }
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

/// Traces (two words each) and spans (one) as codes.
private struct TraceWriter {
    /// What a stream's events had before.
    private struct Before {
        var ordinal: Int?
        var firstSpan: Int?
        var lastSpan: Int?
    }

    private(set) var codes: [UInt64] = []
    private(set) var spanCodes: [UInt64] = []
    private var traces: [TraceID] = []
    private var ordinals = HashIndex(capacity: 256)
    /// Of each trace.
    private var lastSpans: [Int] = []
    private var before: [Before]

    var traceHashes: [UInt64] { ordinals.hashes }

    init(streamCount: Int) { before = Array(repeating: Before(), count: streamCount) }

    /// Gives the word of the span.
    mutating func append(_ trace: TraceContext?, stream: Int, words: inout WordTable) -> Int32? {
        guard let trace else {
            codes.append(before[stream].ordinal == nil ? TraceCode.same : TraceCode.none)
            before[stream].ordinal = nil
            return nil
        }
        let ordinal = append(trace.traceID, stream, &words)
        let span = append(trace.spanID.value, stream, after: lastSpans[ordinal], &words)
        lastSpans[ordinal] = span
        before[stream].ordinal = ordinal
        before[stream].lastSpan = span
        if before[stream].firstSpan == nil { before[stream].firstSpan = span }
        return Int32(span)
    }

    private mutating func append(_ trace: TraceID, _ stream: Int, _ words: inout WordTable) -> Int {
        let hash = KeyFilter.hash(trace)
        if let known = ordinals.index(of: hash, where: { traces[$0] == trace }) {
            codes.append(
                before[stream].ordinal == known ? TraceCode.same : TraceCode.back + UInt64(traces.count - 1 - known))
            return known
        }
        let ordinal = ordinals.add(hash)
        traces.append(trace)
        lastSpans.append(words.add(trace.high) + 2)
        words.add(trace.low)
        codes.append(TraceCode.new)
        return ordinal
    }

    private mutating func append(_ span: UInt64, _ stream: Int, after last: Int, _ words: inout WordTable) -> Int {
        guard let index = words.index(of: span) else {
            spanCodes.append(TraceCode.new)
            return words.add(span)
        }
        if index == before[stream].lastSpan {
            spanCodes.append(TraceCode.same)
        } else if index == before[stream].firstSpan {
            spanCodes.append(TraceCode.firstSpan)
        } else {
            spanCodes.append(TraceCode.back + NumberPlanes.folded(Int64(index - last)))
        }
        return index
    }
}

/// The codes of traces and spans.
enum TraceCode {
    /// As the event before of the same stream.
    static let same: UInt64 = 0
    /// The next new one.
    static let new: UInt64 = 1
    static let none: UInt64 = 2
    /// The span of the first event of the stream.
    static let firstSpan: UInt64 = 2
    /// And more: so many traces back, or words from the last span of the trace.
    static let back: UInt64 = 3
}
