/// Reads the fields of one protobuf message out of borrowed bytes, in the order in which they lie there.
///
/// It takes nothing on trust: every length is checked against what is left, so no input makes it read elsewhere.
/// The bytes must outlive the reader and all blocks it gave.
struct ProtobufReader {
    typealias Block = UnsafeBufferPointer<UInt8>

    private let bytes: Block
    private var index = 0

    @inline(__always)
    init(_ bytes: Block) { self.bytes = bytes }

    var isAtEnd: Bool { index >= bytes.count }

    /// The next field's tag; nil at the end of the message.
    @inline(__always)
    mutating func tag() throws(OTLPError) -> ProtobufTag? {
        guard index < bytes.count else { return nil }
        let first = bytes[index]
        if first < 0x80, first >= 8 {
            index += 1
            return ProtobufTag(UInt64(first))
        }
        let tag = ProtobufTag(try varint())
        guard (1...0x1FFF_FFFF).contains(tag.number) else { throw Self.badTag }
        return tag
    }

    @inline(__always)
    mutating func varint() throws(OTLPError) -> UInt64 {
        guard index < bytes.count else { throw Self.cutOff }
        let first = bytes[index]
        if first < 0x80 {
            index += 1
            return UInt64(first)
        }
        return try longVarint()
    }

    private mutating func longVarint() throws(OTLPError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 70 else { throw Self.badVarint }
        }
        throw Self.cutOff
    }

    /// A number whose sign lies in its lowest bit (`sint32`).
    mutating func zigzag() throws(OTLPError) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    @inline(__always)
    mutating func fixed64() throws(OTLPError) -> UInt64 {
        guard bytes.count - index >= 8 else { throw Self.cutOff }
        defer { index += 8 }
        return UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    mutating func fixed32() throws(OTLPError) -> UInt32 {
        guard bytes.count - index >= 4 else { throw Self.cutOff }
        defer { index += 4 }
        return UInt32(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt32.self))
    }

    mutating func double() throws(OTLPError) -> Double { Double(bitPattern: try fixed64()) }

    @inline(__always)
    mutating func block() throws(OTLPError) -> Block {
        let count = try varint()
        guard count <= UInt64(bytes.count - index) else { throw Self.cutOff }
        let start = index
        index += Int(count)
        return Block(rebasing: bytes[start..<index])
    }

    /// Passes over the value of a field that nobody here knows.
    mutating func skip(_ tag: ProtobufTag) throws(OTLPError) {
        switch tag.wire {
        case .varint: _ = try varint()
        case .fixed64: _ = try fixed64()
        case .fixed32: _ = try fixed32()
        case .block: _ = try block()
        case nil: throw Self.badTag
        }
    }

    private static let cutOff = OTLPError.malformed("a field reaches beyond the end of its message")
    private static let badTag = OTLPError.malformed("a field's number or wire type is none")
    private static let badVarint = OTLPError.malformed("a number has more than ten bytes")
}
