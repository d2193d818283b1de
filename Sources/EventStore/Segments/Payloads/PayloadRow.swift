/// What is known of an event when its payload is taken apart or put together: its values are guessed from it.
struct PayloadRow: Sendable {
    /// The word that its references count from: its span.
    let base: Int32
    /// An index into the segment's streams.
    let stream: Int32
    /// The event's time.
    let time: Int64
    /// The time of the first event of its stream within the segment.
    let start: Int64

    /// The rows of all events of a segment.
    static func all(times: [Int64], streams: [Int32], streamCount: Int, bases: [Int32]) -> [PayloadRow] {
        var starts = [Int64?](repeating: nil, count: streamCount)
        return times.indices.map { index in
            let stream = Int(streams[index])
            let start = starts[stream] ?? times[index]
            starts[stream] = start
            return PayloadRow(base: bases[index], stream: streams[index], time: times[index], start: start)
        }
    }

    /// For each row the one before it that is of the same stream, else the row before it; -1 for the first.
    static func predecessors(_ rows: [PayloadRow]) -> [Int32] {
        let streamCount = 1 + (rows.lazy.map(\.stream).max() ?? -1)
        var last = [Int32](repeating: -1, count: Int(streamCount))
        return rows.indices.map { index in
            let stream = Int(rows[index].stream)
            defer { last[stream] = Int32(index) }
            return last[stream] >= 0 ? last[stream] : Int32(index - 1)
        }
    }
}

/// The texts after the first hyphen of all stream names of a segment, one after the other.
struct StreamIdentifiers: Sendable {
    let bytes: [UInt8]
    /// Where each ends.
    let ends: [Int]

    init(_ streams: [StreamName]) {
        var bytes: [UInt8] = []
        ends = streams.map { stream in
            bytes.append(contentsOf: stream.id.utf8)
            return bytes.count
        }
        self.bytes = bytes
    }

    func range(_ stream: Int32) -> Range<Int> { (stream == 0 ? 0 : ends[Int(stream) - 1])..<ends[Int(stream)] }
}
