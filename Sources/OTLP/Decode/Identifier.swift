import EventStore

/// Trace ids and span ids as they lie in the received bytes.
enum Identifier {
    typealias Block = ProtobufReader.Block

    /// Nil where it has not 16 bytes, or all are zero.
    @inline(__always)
    static func trace(_ block: Block) -> TraceID? {
        guard block.count == 16 else { return nil }
        let raw = UnsafeRawBufferPointer(block)
        let high = UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self))
        let low = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        return high | low == 0 ? nil : TraceID(high: high, low: low)
    }

    /// Nil where it has not 8 bytes, or all are zero.
    @inline(__always)
    static func span(_ block: Block) -> SpanID? {
        guard block.count == 8 else { return nil }
        let value = UInt64(bigEndian: UnsafeRawBufferPointer(block).loadUnaligned(as: UInt64.self))
        return value == 0 ? nil : SpanID(value)
    }
}
