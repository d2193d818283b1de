#if canImport(Glibc)
import Glibc
#endif

/// The members of a JSON object, written as attributes arrive one by one.
///
/// Of two with the same key the first counts.
struct AttributeText {
    typealias Block = ProtobufReader.Block

    /// Without the braces around them.
    private(set) var members = JSONBytes()
    /// Where each key lies in `members`, its quotes included.
    private var keys: [(start: Int, count: Int)] = []
    /// Left out since ``removeAll()``: too many, too large, or without a key.
    private(set) var dropped = 0
    private let limits: OTLPLimits

    init(limits: OTLPLimits) { self.limits = limits }

    var isEmpty: Bool { keys.isEmpty }

    mutating func removeAll() {
        members.removeAll()
        keys.removeAll(keepingCapacity: true)
        dropped = 0
    }

    mutating func add(_ keyValue: Block, _ notes: inout DecodeNotes) throws(OTLPError) {
        let (key, value) = try AnyValue.keyValue(keyValue)
        guard !key.isEmpty, keys.count < limits.attributes else { return drop(&notes) }
        let start = members.count
        guard writeKey(key, &notes) else { return }
        let place = members.count
        try value.write(to: &members, limit: limits.valueBytes, depth: limits.depth, &notes)
        guard members.count - place <= max(limits.compoundBytes, limits.valueBytes * 6) else {
            keys.removeLast()
            members.removeAll(after: start)
            return drop(&notes)
        }
    }

    /// Adds a text or number of our own, which counts as no attribute.
    mutating func add(own key: StaticString, _ write: (inout JSONBytes) -> Void) {
        if !members.isEmpty { members.raw(",") }
        members.raw("\"")
        members.raw(key)
        members.raw("\":")
        write(&members)
    }

    /// Adds a count of our own, where it is not 0.
    mutating func add(own key: StaticString, count: UInt64) {
        guard count > 0 else { return }
        add(own: key) { $0.number(Int64(clamping: count)) }
    }

    private mutating func drop(_ notes: inout DecodeNotes) {
        dropped += 1
        notes.dropped += 1
    }

    /// Writes the key, and a comma before it; nothing where the key is there already.
    private mutating func writeKey(_ key: Block, _ notes: inout DecodeNotes) -> Bool {
        let before = members.count
        if before > 0 { members.raw(",") }
        let start = members.count
        members.text(key, limit: limits.valueBytes, &notes)
        let count = members.count - start
        if isKnown(start, count) {
            members.removeAll(after: before)
            return false
        }
        keys.append((start, count))
        members.raw(":")
        return true
    }

    private func isKnown(_ start: Int, _ count: Int) -> Bool {
        members.bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return false }
            return keys.contains { $0.count == count && memcmp(base + $0.start, base + start, count) == 0 }
        }
    }
}
