/// The payloads of some rows, one after the other.
struct PayloadTexts {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Where each ends.
    let ends: UnsafeBufferPointer<Int>

    var count: Int { ends.count }

    @inline(__always)
    func start(of row: Int) -> Int { row == 0 ? 0 : ends[row - 1] }

    @inline(__always)
    subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[start(of: row)..<ends[row]])
    }
}
