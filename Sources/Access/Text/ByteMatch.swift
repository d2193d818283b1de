/// Comparison of secret bytes.
enum ByteMatch {
    /// Whether two texts of bytes are the same, in a time that depends on their lengths alone.
    static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
