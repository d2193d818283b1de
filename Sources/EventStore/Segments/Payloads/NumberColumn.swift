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

    /// Nanoseconds in a unit of a column; 0 where it has more decimals than moments have.
    static func unit(decimals: Int, isMoment: Bool) -> Int64 {
        isMoment ? 1 : decimals <= 9 ? NumberText.powers[9 - decimals] : 0
    }

    /// Rows that a guess is judged by, spread over all of them.
    private static let sampleCount = 32

    /// Chooses the guess that leaves the least.
    init(_ values: [Int64], decimals: Int, isMoment: Bool, _ guesses: NumberGuesses) {
        self.values = values
        self.decimals = decimals
        self.isMoment = isMoment
        let unit = Self.unit(decimals: decimals, isMoment: isMoment)
        let step = (values.count + Self.sampleCount - 1) / Self.sampleCount
        var (best, least) = (NumberGuess(kind: .nothing), Int.max)
        for candidate in guesses.candidates(isMoment: isMoment, unit: unit) {
            let bits = guesses.cost(of: values, candidate, unit: unit, every: step).bits
            if bits < least { (best, least) = (candidate, bits) }
            if least == 0 { break }
        }
        guess = best
        differences = guesses.differences(values, best, unit: unit)
        var all = NumberCost()
        for difference in differences.dropFirst() { all.add(difference) }
        (cost, divisor) = (all.bits, all.divisor)
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
