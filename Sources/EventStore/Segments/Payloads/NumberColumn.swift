/// Numbers or moments as they are stored: a guess, the unit that all differences are multiples of, the first
/// difference, and the others in planes.
struct NumberColumn {
    /// The digits without their point, or nanoseconds.
    let values: [Int64]
    let decimals: Int
    let isMoment: Bool
    private let guess: NumberGuess
    private let differences: [Int64]
    private let divisor: Int64
    /// About what it takes, in bits.
    let cost: Int

    private static let divisorLimit: UInt64 = 1 << 40

    /// Nanoseconds in a unit of a column; 0 where it has more decimals than moments have.
    static func unit(decimals: Int, isMoment: Bool) -> Int64 {
        isMoment ? 1 : decimals <= 9 ? NumberText.powers[9 - decimals] : 0
    }

    /// Rows that a guess is judged by, spread over all of them.
    private static let sampleCount = 64

    /// Chooses the guess that leaves the least.
    init(_ values: [Int64], decimals: Int, isMoment: Bool, _ guesses: NumberGuesses) {
        self.values = values
        self.decimals = decimals
        self.isMoment = isMoment
        let unit = Self.unit(decimals: decimals, isMoment: isMoment)
        let step = (values.count + Self.sampleCount - 1) / Self.sampleCount
        var (best, least) = (NumberGuess(kind: .nothing), Int.max)
        for candidate in guesses.candidates(isMoment: isMoment, unit: unit) {
            let (bits, _) = Self.cost(of: guesses.differences(values, candidate, unit: unit, every: step))
            if bits < least { (best, least) = (candidate, bits) }
            if least == 0 { break }
        }
        guess = best
        differences = guesses.differences(values, best, unit: unit)
        (cost, divisor) = Self.cost(of: differences)
    }

    /// About what differences take, in bits, and what all of them are multiples of.
    private static func cost(of found: [Int64]) -> (bits: Int, divisor: Int64) {
        var common: UInt64 = 0
        var bits = 0
        var count = 0
        for difference in found.dropFirst() where difference != 0 {
            if common != 1 { common = gcd(common, difference.magnitude) }
            bits += 65 - difference.magnitude.leadingZeroBitCount
            count += 1
        }
        if common == 0 || common > divisorLimit { common = 1 }
        return (bits - count * (63 - common.leadingZeroBitCount), Int64(common))
    }

    private static func gcd(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }

    func write(to texts: inout ByteWriter, _ numbers: inout ByteWriter) {
        texts.append(byte: guess.kind.rawValue)
        if guess.kind == .column || guess.kind == .since { texts.append(guess.column) }
        texts.append(UInt64(divisor))
        texts.appendSigned(differences.first ?? 0)
        numbers.append(planes: differences.dropFirst().map { NumberPlanes.folded($0 / divisor) })
    }

    /// Reads what ``write(to:_:)`` wrote.
    static func read(
        _ guesses: NumberGuesses, decimals: Int, isMoment: Bool, _ texts: inout ByteReader, _ numbers: inout ByteReader
    ) throws(StorageError) -> [Int64] {
        guard let kind = NumberGuess.Kind(rawValue: try texts.byte()) else { throw ByteReader.damaged }
        var guess = NumberGuess(kind: kind)
        if kind == .column || kind == .since { guess.column = try texts.count(upTo: guesses.columns.count) }
        let unit = unit(decimals: decimals, isMoment: isMoment)
        guard guesses.isValid(guess, unit: unit) else { throw ByteReader.damaged }
        let divisor = Int64(bitPattern: try texts.number())
        let count = guesses.rows.count
        guard count > 0 else { throw ByteReader.damaged }
        var values = [Int64](repeating: 0, count: count)
        values[0] = try texts.signed()
        for (index, folded) in try numbers.planes(count - 1).enumerated() {
            values[index + 1] = ByteReader.signed(folded) &* divisor
        }
        guesses.restore(&values, guess, unit: unit)
        return values
    }
}
