/// The payloads of one type of a segment, put together again.
///
/// A reference: it is handed out for each payload.
final class PayloadRows: Sendable {
    private let bytes: [UInt8]
    private let ends: [Int]

    init(bytes: [UInt8], ends: [Int]) {
        self.bytes = bytes
        self.ends = ends
    }

    /// Rows whose payloads are gone for good.
    convenience init(erased count: Int) { self.init(bytes: [], ends: Array(repeating: 0, count: count)) }

    /// Bytes that it has in memory, about.
    var size: Int { bytes.count + ends.count * MemoryLayout<Int>.size }

    subscript(row: Int) -> [UInt8] { Array(bytes[range(of: row)]) }

    func count(of row: Int) -> Int { range(of: row).count }

    /// Runs `body` with a payload where it lies.
    func with<Value>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range(of: row)])) }
    }

    private func range(of row: Int) -> Range<Int> {
        guard ends.indices.contains(row) else { return 0..<0 }
        return (row == 0 ? 0 : ends[row - 1])..<ends[row]
    }
}
