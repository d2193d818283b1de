/// Numbers or moments as they are stored: a guess, the unit that all differences are multiples of, the first
/// difference, and the others in planes.
struct NumberColumn {
    /// The digits without their point, or nanoseconds.
    let values: [Int64]
    let decimals: Int
    let isMoment: Bool
    private(set) var guess = NumberGuess(kind: .nothing)
    private var differences: [Int64] = []
    private var divisor: Int64 = 1
    /// About what it takes, in bits.
    private(set) var cost = Int.max

    private static let divisorLimit: UInt64 = 1 << 40

    /// Nanoseconds in a unit of a column; 0 where it has more decimals than moments have.
    static func unit(decimals: Int, isMoment: Bool) -> Int64 {
        isMoment ? 1 : decimals <= 9 ? NumberText.powers[9 - decimals] : 0
    }

    /// Chooses the guess that leaves the least.
    init(_ values: [Int64], decimals: Int, isMoment: Bool, _ guesses: NumberGuesses) {
        self.values = values
        self.decimals = decimals
        self.isMoment = isMoment
        let unit = Self.unit(decimals: decimals, isMoment: isMoment)
        for candidate in guesses.candidates(isMoment: isMoment, unit: unit) {
            consider(candidate, guesses.differences(values, candidate, unit: unit))
            if cost == 0 { break }
        }
    }

    private mutating func consider(_ candidate: NumberGuess, _ found: [Int64]) {
        var common: UInt64 = 0
        var bits = 0
        var count = 0
        for difference in found.dropFirst() where difference != 0 {
            if common != 1 { common = Self.gcd(common, difference.magnitude) }
            bits += 65 - difference.magnitude.leadingZeroBitCount
            count += 1
        }
        if common == 0 || common > Self.divisorLimit { common = 1 }
        bits -= count * (63 - common.leadingZeroBitCount)
        guard bits < cost else { return }
        (guess, differences, divisor, cost) = (candidate, found, Int64(common), bits)
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
