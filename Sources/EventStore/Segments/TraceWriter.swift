/// Traces (two words each) and spans (one) as codes.
struct TraceWriter {
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
