/// A set of Unicode scalars, as ranges that are sorted and do not touch.
struct ScalarSet: Equatable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>]
    /// The part below 128, one bit a scalar.
    private let low: UInt64
    private let high: UInt64

    static let largest: UInt32 = 0x10ffff
    static let any = ScalarSet([0...largest])
    static let anyButNewline = ScalarSet([0...9, 11...largest])

    init(_ ranges: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
        var bits: [UInt64] = [0, 0]
        for range in merged where range.lowerBound < 128 {
            for scalar in range.lowerBound...min(range.upperBound, 127) { bits[Int(scalar / 64)] |= 1 << (scalar % 64) }
        }
        (low, high) = (bits[0], bits[1])
    }

    init(_ scalar: UInt32) { self.init([scalar...scalar]) }

    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return low >> scalar & 1 == 1 }
        if scalar < 128 { return high >> (scalar - 64) & 1 == 1 }
        var (first, last) = (0, ranges.count)
        while first < last {
            let middle = (first + last) / 2
            if ranges[middle].upperBound < scalar { first = middle + 1 } else { last = middle }
        }
        return first < ranges.count && ranges[first].contains(scalar)
    }

    var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= Self.largest { gaps.append(next...Self.largest) }
        return ScalarSet(gaps)
    }

    /// The only member, where there is one.
    var single: UInt32? {
        ranges.count == 1 && ranges[0].count == 1 ? ranges[0].lowerBound : nil
    }

    /// With the other cases of each member; a set of more than 512 members folds those of ASCII only, so that a hostile
    /// pattern costs little to read.
    var foldingCase: ScalarSet {
        var folded = ranges
        let isSmall = ranges.reduce(0) { $0 + $1.count } <= 512
        for range in ranges {
            let last = isSmall ? range.upperBound : min(range.upperBound, 127)
            guard range.lowerBound <= last else { continue }
            for scalar in range.lowerBound...last { folded += Self.otherCases(scalar).map { $0...$0 } }
        }
        return ScalarSet(folded)
    }

    private static func otherCases(_ value: UInt32) -> [UInt32] {
        guard let scalar = Unicode.Scalar(value) else { return [] }
        var cases = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
            .compactMap { $0.unicodeScalars.count == 1 ? $0.unicodeScalars.first?.value : nil }
        // The Kelvin sign and the long s fold to letters that do not lead back to them.
        if value | 0x20 == 0x6b { cases.append(0x212a) }
        if value | 0x20 == 0x73 { cases.append(0x17f) }
        return cases
    }
}
