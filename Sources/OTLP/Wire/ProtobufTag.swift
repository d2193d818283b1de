/// What stands before each field of a protobuf message: its number, and how its value is written.
struct ProtobufTag: Equatable {
    enum Wire: UInt64 {
        case varint = 0
        case fixed64 = 1
        case block = 2
        case fixed32 = 5
    }

    let value: UInt64

    @inline(__always)
    init(_ value: UInt64) { self.value = value }

    @inline(__always)
    static func varint(_ number: UInt64) -> ProtobufTag { ProtobufTag(number << 3 | Wire.varint.rawValue) }
    @inline(__always)
    static func fixed64(_ number: UInt64) -> ProtobufTag { ProtobufTag(number << 3 | Wire.fixed64.rawValue) }
    /// Texts, bytes, messages and packed lists.
    @inline(__always)
    static func block(_ number: UInt64) -> ProtobufTag { ProtobufTag(number << 3 | Wire.block.rawValue) }
    @inline(__always)
    static func fixed32(_ number: UInt64) -> ProtobufTag { ProtobufTag(number << 3 | Wire.fixed32.rawValue) }

    var number: UInt64 { value >> 3 }
    /// Nil for the group marks of old, and what is no mark at all.
    var wire: Wire? { Wire(rawValue: value & 7) }
}
