extension Strip {
    /// A strip without values.
    static func appendAbsent(to bytes: inout [UInt8]) { bytes.append(Kind.absent.rawValue) }

    /// Packs the values of a strip of `rows` rows, in the fewest bytes that the kinds offer.
    ///
    /// - Parameter presence: the rows of the values; as many as there are values, and at least one.
    static func append(_ values: [Double], _ presence: Presence, rows: Int, to bytes: inout [UInt8]) {
        var packed: [UInt8] = []
        var flags: UInt8 = presence.count == rows ? 0 : presenceFlag
        var exceptions: [(place: Int, value: Double)] = []
        let kind: Kind
        if values.allSatisfy({ $0.bitPattern == values[0].bitPattern }) {
            kind = .constant
            packed.append(littleEndian: values[0].bitPattern)
        } else if let decimal = Decimals(values) {
            kind = decimal.append(to: &packed)
            exceptions = decimal.exceptions
        } else {
            kind = .bits
            appendBits(values, to: &packed)
        }
        if !exceptions.isEmpty { flags |= exceptionsFlag }
        bytes.append(kind.rawValue | flags)
        if flags & presenceFlag != 0 {
            bytes.append(littleEndian: presence.low)
            bytes.append(littleEndian: presence.high)
        }
        if !exceptions.isEmpty {
            bytes.append(UInt8(exceptions.count))
            for (place, value) in exceptions {
                bytes.append(UInt8(place))
                bytes.append(littleEndian: value.bitPattern)
            }
        }
        bytes.append(contentsOf: packed)
    }

    private static func appendBits(_ values: [Double], to bytes: inout [UInt8]) {
        let differences = zip(values, values.dropFirst()).map { $0.bitPattern ^ $1.bitPattern }
        let all = differences.reduce(0, |)
        let shift = all == 0 ? 0 : all.trailingZeroBitCount
        let width = BitPacking.readable(BitPacking.width(of: all >> UInt64(shift)))
        let kept = width == 64 ? 0 : shift
        bytes.append(UInt8(width))
        bytes.append(UInt8(kept))
        bytes.append(littleEndian: values[0].bitPattern)
        differences.map { $0 >> UInt64(kept) }.withUnsafeBufferPointer {
            BitPacking.append($0, width: width, to: &bytes)
        }
    }
}

/// Values as whole mantissas over one power of ten, with a few that are kept as they are.
private struct Decimals {
    private var mantissas: [Int64] = []
    private let exponent: Int
    private(set) var exceptions: [(place: Int, value: Double)] = []

    /// Nil where too many values are no decimals of few places.
    init?(_ values: [Double]) {
        guard let exponent = Self.exponent(values) else { return nil }
        self.exponent = exponent
        mantissas.reserveCapacity(values.count)
        for (place, value) in values.enumerated() {
            guard let mantissa = Self.mantissa(value, exponent) else {
                exceptions.append((place, value))
                guard exceptions.count <= Strip.exceptionLimit else { return nil }
                mantissas.append(mantissas.last ?? 0)
                continue
            }
            // The first good value stands for bad ones before it.
            if exceptions.count == place, place > 0 { for index in 0..<place { mantissas[index] = mantissa } }
            mantissas.append(mantissa)
        }
    }

    /// The least exponent at which all values but the exceptions are whole.
    private static func exponent(_ values: [Double]) -> Int? {
        var exponent = 0
        var misses = 0
        for value in values {
            var wanted = exponent
            while wanted <= Strip.exponentLimit, mantissa(value, wanted) == nil {
                wanted = value.isFinite ? wanted + 1 : Strip.exponentLimit + 1
            }
            if wanted <= Strip.exponentLimit {
                exponent = wanted
            } else {
                misses += 1
                guard misses <= Strip.exceptionLimit else { return nil }
            }
        }
        return exponent
    }

    @inline(__always)
    private static func mantissa(_ value: Double, _ exponent: Int) -> Int64? {
        let power = Strip.powers[exponent]
        let whole = (value * power).rounded()
        guard abs(whole) < 9_007_199_254_740_992, whole / power == value, value != 0 || value.sign == .plus else {
            return nil
        }
        return Int64(whole)
    }

    /// As steps from value to value, or as offsets from the least, whichever is narrower.
    func append(to bytes: inout [UInt8]) -> Strip.Kind {
        let steps = zip(mantissas.dropFirst(), mantissas).map { $0 - $1 }
        let (leastStep, mostStep) = (steps.min() ?? 0, steps.max() ?? 0)
        let (least, most) = (mantissas.min() ?? 0, mantissas.max() ?? 0)
        let stepWidth = BitPacking.width(of: UInt64(mostStep - leastStep))
        let width = BitPacking.width(of: UInt64(most - least))
        bytes.append(UInt8(exponent))
        if stepWidth <= width {
            bytes.append(UInt8(stepWidth))
            bytes.append(zigzag: mantissas[0])
            bytes.append(zigzag: leastStep)
            steps.map { UInt64($0 - leastStep) }.withUnsafeBufferPointer {
                BitPacking.append($0, width: stepWidth, to: &bytes)
            }
            return .steps
        }
        bytes.append(UInt8(width))
        bytes.append(zigzag: least)
        mantissas.map { UInt64($0 - least) }.withUnsafeBufferPointer {
            BitPacking.append($0, width: width, to: &bytes)
        }
        return .offsets
    }
}
