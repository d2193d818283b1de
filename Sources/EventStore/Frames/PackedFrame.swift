/// The events of many commits as one frame: in a segment's columns, though too few for a segment.
///
/// Written when a log comes to rest, so that its newest events are as small as its older ones; sealed with those that
/// follow like any other frame.
enum PackedFrame {
    static let format: UInt8 = 2
    private static let level: Int32 = 6
    private static let countLimit = 1 << 20

    /// - Parameter events: consecutive.
    static func encode(_ events: ArraySlice<RecordedEvent>, keys: SubjectKeys) throws(StorageError) -> [UInt8] {
        let segment = try SegmentEncoder(level: level).encode(events, keys: keys)
        var writer = ByteWriter()
        writer.reserve(segment.data.count + 16)
        writer.append(byte: format)
        writer.append(segment.count)
        writer.append(fixed: UInt64(bitPattern: segment.lastTime.nanoseconds))
        writer.append(raw: segment.data)
        return writer.bytes
    }

    /// - Parameter data: what ``encode(_:keys:)`` wrote, whose checksum was compared.
    static func decode(
        _ data: [UInt8], first: Position, time: Timestamp, keys: SubjectKeys
    ) throws(StorageError) -> [RecordedEvent] {
        var reader = ByteReader(data, from: 1)
        let count = try reader.count(upTo: countLimit)
        let lastTime = Timestamp(nanoseconds: Int64(bitPattern: try reader.fixed()))
        guard count > 0 else { throw ByteReader.damaged }
        let columns = Array(data[reader.index...])
        let segment = Segment(
            first: first, last: first.advanced(by: count - 1), firstTime: time, lastTime: lastTime, count: count,
            types: [], filter: KeyFilter(stored: []), data: columns, checksum: CRC32.of(columns))
        return try SealedSegment(segment, keys: keys, isShared: true).events
    }
}
