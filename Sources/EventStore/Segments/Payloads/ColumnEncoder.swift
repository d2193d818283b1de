import Foundation

/// Writes the columns of one group of rows, each in the form that tells most by what is known already.
struct ColumnEncoder {
    private let rows: [PayloadRow]
    private let streams: StreamIdentifiers
    private let isPrivate: Bool
    private var guesses: NumberGuesses
    private var dictionaries: [ValueDictionary] = []

    /// Rows below which numbers are not compared with a dictionary.
    private static let smallCount = 8
    /// Bits a row beyond which numbers may be as well stored as the texts that they are.
    private static let dearBits = 10

    init(rows: [PayloadRow], streams: StreamIdentifiers, isPrivate: Bool) {
        self.rows = rows
        self.streams = streams
        self.isPrivate = isPrivate
        guesses = NumberGuesses(rows)
    }

    mutating func write(_ values: ColumnValues, to block: inout PayloadEncoder.Block, _ words: inout WordTable) {
        if values.isConstant { return write(constant: values[0], to: &block) }
        if let mode = IdentifierText.mode(forCount: values[0].count), let found = values.words(mode) {
            return write(found, mode, to: &block, &words)
        }
        if isStream(values) { return block.texts.append(byte: PayloadColumnMode.stream.rawValue) }
        if let found = values.moments() { return write(found.values, found.decimals, to: &block) }
        if let found = values.numbers(), write(found, values, to: &block) { return }
        if let index = dictionaries.firstIndex(where: { Self.tells($0, values) }) {
            return write(values, mappedBy: index, to: &block)
        }
        if let dictionary = ValueDictionary(values, limit: max(2, values.count / 2)), values.count > 1 {
            return write(dictionary, values, to: &block)
        }
        write(texts: values, to: &block)
    }

    // MARK: Texts

    private func write(constant value: UnsafeBufferPointer<UInt8>, to block: inout PayloadEncoder.Block) {
        block.texts.append(byte: PayloadColumnMode.constant.rawValue)
        block.texts.append(value.count)
        block.texts.append(raw: value)
    }

    private func write(texts values: ColumnValues, to block: inout PayloadEncoder.Block) {
        block.texts.append(byte: PayloadColumnMode.texts.rawValue)
        block.numbers.append(planes: values.map { UInt64($0.count) })
        for value in values { block.texts.append(raw: value) }
    }

    private mutating func write(
        _ dictionary: ValueDictionary, _ values: ColumnValues, to block: inout PayloadEncoder.Block
    ) {
        dictionaries.append(dictionary)
        block.texts.append(byte: PayloadColumnMode.dictionary.rawValue)
        block.texts.append(dictionary.firsts.count)
        Self.write(entries: dictionary, values, to: &block)
        block.numbers.append(raw: dictionary.indexes)
    }

    /// One value for each entry of another column's dictionary.
    private func write(_ values: ColumnValues, mappedBy index: Int, to block: inout PayloadEncoder.Block) {
        block.texts.append(byte: PayloadColumnMode.mapped.rawValue)
        block.texts.append(index)
        Self.write(entries: dictionaries[index], values, to: &block)
    }

    private static func write(
        entries dictionary: ValueDictionary, _ values: ColumnValues, to block: inout PayloadEncoder.Block
    ) {
        for row in dictionary.firsts { block.texts.append(values[row].count) }
        for row in dictionary.firsts { block.texts.append(raw: values[row]) }
    }

    /// Whether rows that have the same entry of a dictionary have the same value, too.
    private static func tells(_ dictionary: ValueDictionary, _ values: ColumnValues) -> Bool {
        values.indices.allSatisfy { row in
            let first = dictionary.firsts[Int(dictionary.indexes[row])]
            return first == row || values[row].isEqual(to: values[first])
        }
    }

    private func isStream(_ values: ColumnValues) -> Bool {
        streams.bytes.withUnsafeBufferPointer { bytes in
            values.indices.allSatisfy { row in
                values[row].isEqual(to: UnsafeBufferPointer(rebasing: bytes[streams.range(rows[row].stream)]))
            }
        }
    }

    // MARK: Numbers

    private mutating func write(_ moments: [Int64], _ decimals: Int, to block: inout PayloadEncoder.Block) {
        let column = NumberColumn(moments, decimals: decimals, isMoment: true, guesses)
        block.texts.append(byte: PayloadColumnMode.moment.rawValue)
        block.texts.append(byte: UInt8(decimals))
        column.write(to: &block.texts, &block.numbers)
        guesses.add(moments, isMoment: true)
    }

    /// False where a dictionary is smaller.
    private mutating func write(
        _ found: (values: [Int64], decimals: Int, hasFraction: Bool), _ values: ColumnValues,
        to block: inout PayloadEncoder.Block
    ) -> Bool {
        let column = NumberColumn(found.values, decimals: found.decimals, isMoment: false, guesses)
        if values.count >= Self.smallCount, column.cost > values.count * Self.dearBits,
            let dictionary = ValueDictionary(values, limit: values.count / 4),
            Self.cost(of: dictionary, values) < column.cost
        {
            return false
        }
        block.texts.append(byte: PayloadColumnMode.number.rawValue)
        block.texts.append(byte: UInt8(found.decimals << 1 | (found.hasFraction ? 1 : 0)))
        column.write(to: &block.texts, &block.numbers)
        guesses.add(found.values, isMoment: false)
        return true
    }

    /// About what a dictionary takes, in bits.
    private static func cost(of dictionary: ValueDictionary, _ values: ColumnValues) -> Int {
        let entries = dictionary.firsts.reduce(0) { $0 + 8 + 5 * values[$1].count }
        return entries + values.count * Int(log2(Double(dictionary.firsts.count)).rounded(.up))
    }

    // MARK: Identifiers

    /// References, 0 for new words; those of a private block follow in it.
    private func write(
        _ found: [UInt64], _ mode: PayloadColumnMode, to block: inout PayloadEncoder.Block, _ words: inout WordTable
    ) {
        block.texts.append(byte: mode.rawValue)
        var own = ByteWriter()
        var place = 0
        for row in rows {
            // The words of an identifier that comes again follow one another.
            var expected = Int64(row.base)
            for _ in 0..<mode.wordCount {
                let word = found[place]
                place += 1
                guard let index = words.index(of: word) else {
                    block.numbers.append(byte: 0)
                    if isPrivate { own.append(fixed: word) } else { words.add(word) }
                    continue
                }
                block.numbers.append(NumberPlanes.folded(Int64(index) - expected) + 1)
                expected = Int64(index) + 1
            }
        }
        block.numbers.append(raw: own.bytes)
    }
}
