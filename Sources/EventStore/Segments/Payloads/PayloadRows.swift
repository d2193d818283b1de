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

    subscript(row: Int) -> [UInt8] {
        guard ends.indices.contains(row) else { return [] }
        return Array(bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]])
    }
}
