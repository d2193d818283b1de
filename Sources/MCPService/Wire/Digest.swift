import Crypto
import EventStore

/// One short name for each value, whatever the order of its keys.
enum Digest {
    /// SHA-256 over the canonical text.
    static func of(_ value: JSON) -> [UInt8] { Array(SHA256.hash(data: value.canonical.bytes)) }

    /// Its first bytes in lowercase hexadecimal.
    static func hex(of value: JSON, bytes: Int) -> String {
        of(value).prefix(bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
