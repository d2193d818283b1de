/// Tells stored shapes apart: a hash of names, versions, fields and bounds.
///
/// It is made of what the code says now, so a snapshot of a build that stored something else is not taken for today's
/// even where nobody thought of raising a version.
package struct SnapshotSchema {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    /// Takes in a type: its name and version, the shape of its fields, and a first value with its bounds.
    package mutating func add<T: Codable>(_ name: String, version: Int, first: T) throws {
        add("\(name) \(version) \(try SnapshotCodec.shape(of: T.self)) ")
        for byte in try SnapshotCodec.bytes(first) { add(byte) }
    }

    package mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0)
    }

    /// 16 hexadecimal digits (FNV-1a).
    package var text: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
}
