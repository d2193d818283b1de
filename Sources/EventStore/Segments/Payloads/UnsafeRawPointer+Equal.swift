extension UnsafeRawPointer {
    /// Whether so many bytes are the same as other ones.
    ///
    /// Eight at a time: these texts are short, and calling a function of the C library for each takes longer.
    @inline(__always)
    func isEqual(to other: UnsafeRawPointer, count: Int) -> Bool {
        guard count >= 8 else { return isEqualShort(to: other, count) }
        var place = 0
        while place + 8 <= count {
            guard word(at: place) == other.word(at: place) else { return false }
            place += 8
        }
        return word(at: count - 8) == other.word(at: count - 8)
    }

    @inline(__always)
    private func isEqualShort(to other: UnsafeRawPointer, _ count: Int) -> Bool {
        for place in 0..<count
        where load(fromByteOffset: place, as: UInt8.self) != other.load(fromByteOffset: place, as: UInt8.self) {
            return false
        }
        return true
    }

    @inline(__always)
    private func word(at place: Int) -> UInt64 { loadUnaligned(fromByteOffset: place, as: UInt64.self) }
}

extension UnsafeBufferPointer<UInt8> {
    @inline(__always)
    func isEqual(to other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard let left = baseAddress, let right = other.baseAddress else { return true }
        return UnsafeRawPointer(left).isEqual(to: right, count: count)
    }
}
