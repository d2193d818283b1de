/// A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
public struct Network: Hashable, Sendable, CustomStringConvertible {
    let base: NetworkAddress
    let length: Int

    /// Nil where the text is no range, or bits beyond its length are set.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard !text.contains("%"), let base = NetworkAddress(String(parts[0])) else { return nil }
        let bits = base.bytes.count * 8
        guard parts.count == 2 else {
            self.base = base
            length = bits
            return
        }
        guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let length = Int(parts[1]), length <= bits, Self.isZero(base.bytes, after: length)
        else { return nil }
        self.base = base
        self.length = length
    }

    public func contains(_ address: NetworkAddress) -> Bool {
        guard address.bytes.count == base.bytes.count else { return false }
        let whole = length / 8
        guard address.bytes[..<whole] == base.bytes[..<whole] else { return false }
        guard !length.isMultiple(of: 8) else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (length % 8))
        return address.bytes[whole] & mask == base.bytes[whole] & mask
    }

    private static func isZero(_ bytes: [UInt8], after length: Int) -> Bool {
        for index in bytes.indices {
            let kept = max(0, min(8, length - index * 8))
            guard bytes[index] & UInt8(truncatingIfNeeded: 0xFF >> kept) == 0 else { return false }
        }
        return true
    }

    public var description: String { length == base.bytes.count * 8 ? "\(base)" : "\(base)/\(length)" }
}
