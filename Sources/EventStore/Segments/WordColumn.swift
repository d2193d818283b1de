/// The words of a segment where they lie in its data.
struct WordColumn: Sendable {
    private let data: [UInt8]
    private let start: Int
    let count: Int

    init(_ data: [UInt8], from start: Int, count: Int) throws(StorageError) {
        guard start >= 0, count >= 0, count <= (data.count - start) / 8 else { throw ByteReader.damaged }
        self.data = data
        self.start = start
        self.count = count
    }

    /// - Parameter index: below `count`.
    @inline(__always)
    subscript(index: Int) -> UInt64 {
        precondition(index >= 0 && index < count)
        return data.withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: start + index * 8, as: UInt64.self))
        }
    }

    @inline(__always)
    func word(at index: Int64) throws(StorageError) -> UInt64 {
        guard index >= 0, index < Int64(count) else { throw ByteReader.damaged }
        return self[Int(index)]
    }

    /// For each word, whether it begins that trace; never empty.
    func flags(of trace: TraceID) -> [Bool] {
        var flags = [Bool](repeating: false, count: count + 1)
        for index in 0..<max(0, count - 1) where self[index] == trace.high && self[index + 1] == trace.low {
            flags[index] = true
        }
        return flags
    }
}
