#if canImport(Glibc)
import Glibc
#endif

/// Names that come again and again, in the same order: each is made once, and so is the table of them.
struct NameMemory {
    private static let limit = 512
    private var known: [(bytes: [UInt8], name: String)] = []
    private var next = 0
    /// The last values, and where each name's lies among them.
    private var values: [String: Double] = [:]
    private var places: [Dictionary<String, Double>.Index] = []

    /// Begins where the first name came.
    mutating func restart() { next = 0 }

    /// The name of some bytes; nil where they are no UTF-8.
    mutating func name(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        defer { next += 1 }
        if next < known.count, Self.isSame(known[next].bytes, bytes) { return known[next].name }
        // The last values have other names; whether these ones are remembered is not known yet.
        places = []
        guard let name = JSONMembers.text(bytes) else { return nil }
        if next < Self.limit {
            known.removeSubrange(min(next, known.count)...)
            if next == known.count { known.append((Array(bytes), name)) }
        }
        return name
    }

    /// The values of an object of numbers that has the very names of the last one that was remembered, in the same order;
    /// nil for any other.
    func values(like bytes: UnsafeBufferPointer<UInt8>) -> [String: Double]? {
        guard !places.isEmpty else { return nil }
        var members = JSONMembers(bytes)
        var found = values
        var count = 0
        while let key = members.nextKey() {
            guard count < places.count, Self.isSame(known[count].bytes, key), let number = members.number() else {
                return nil
            }
            found.values[places[count]] = number
            count += 1
        }
        return count == places.count && !members.hasFailed ? found : nil
    }

    /// Remembers values whose names have all just been asked for.
    mutating func remember(_ values: [String: Double]) {
        if next < known.count { known.removeSubrange(next...) }
        self.values = values
        places = next == known.count ? known.compactMap { values.index(forKey: $0.name) } : []
        if places.count != known.count { places = [] }
    }

    @inline(__always)
    private static func isSame(_ bytes: [UInt8], _ others: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == others.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            guard let left = bytes.baseAddress, let right = others.baseAddress else { return true }
            return memcmp(left, right, others.count) == 0
        }
    }
}
