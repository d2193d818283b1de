/// Reads the columns that ``ColumnEncoder`` wrote of one group of rows.
struct ColumnReader {
    private let rows: [PayloadRow]
    private var guesses: NumberGuesses
    /// Where the indexes of each dictionary lie within the block, and how many entries it has.
    private var dictionaries: [(place: Int, count: Int)] = []

    init(_ rows: [PayloadRow]) {
        self.rows = rows
        guesses = NumberGuesses(rows)
    }

    mutating func read(
        _ values: inout PayloadValues, _ texts: inout ByteReader, _ numbers: inout ByteReader
    ) throws(StorageError) -> PayloadColumn {
        guard let mode = PayloadColumnMode(rawValue: try texts.byte()) else { throw ByteReader.damaged }
        switch mode {
        case .constant: return try constant(values, &texts)
        case .texts: return try self.texts(&values, &texts, &numbers)
        case .dictionary: return try dictionary(&values, &texts, &numbers)
        case .mapped: return try mapped(&values, &texts)
        case .stream: return PayloadColumn(mode: .stream, place: 0)
        case .number, .moment: return try number(mode, &values, &texts, &numbers)
        case .word, .wordPair, .uuid, .wordQuad: return try words(mode, &values, &numbers)
        case .lines, .sized: throw ByteReader.damaged
        }
    }

    private func constant(
        _ values: PayloadValues, _ texts: inout ByteReader
    ) throws(StorageError) -> PayloadColumn {
        let size = try texts.count(upTo: values.source.bytes.count)
        let start = texts.index
        try texts.skip(size)
        return PayloadColumn(mode: .constant, place: start, table: texts.index)
    }

    private func texts(
        _ values: inout PayloadValues, _ texts: inout ByteReader, _ numbers: inout ByteReader
    ) throws(StorageError) -> PayloadColumn {
        let lengths = try numbers.planes(rows.count, upTo: values.source.bytes.count)
        let column = PayloadColumn(mode: .texts, place: texts.index, table: values.lengths.count)
        try texts.skip(lengths.reduce(0) { $0 + Int($1) })
        values.lengths += lengths
        return column
    }

    private mutating func dictionary(
        _ values: inout PayloadValues, _ texts: inout ByteReader, _ numbers: inout ByteReader
    ) throws(StorageError) -> PayloadColumn {
        let count = try texts.count(upTo: ValueDictionary.limit)
        let table = try entries(count, &values, &texts)
        let place = numbers.index
        guard try numbers.raw(rows.count).allSatisfy({ Int($0) < count }) else { throw ByteReader.damaged }
        dictionaries.append((place, count))
        return PayloadColumn(mode: .dictionary, place: place, table: table)
    }

    private func mapped(
        _ values: inout PayloadValues, _ texts: inout ByteReader
    ) throws(StorageError) -> PayloadColumn {
        let index = try texts.count(upTo: dictionaries.count - 1)
        let table = try entries(dictionaries[index].count, &values, &texts)
        return PayloadColumn(mode: .dictionary, place: dictionaries[index].place, table: table)
    }

    /// Gives the index of the first of them.
    private func entries(
        _ count: Int, _ values: inout PayloadValues, _ texts: inout ByteReader
    ) throws(StorageError) -> Int {
        let table = values.entries.count
        let lengths = try texts.counts(count, upTo: values.source.bytes.count)
        for length in lengths {
            values.entries.append(PayloadValues.Entry(start: Int32(texts.index), count: length))
            try texts.skip(Int(length))
        }
        return table
    }

    private mutating func number(
        _ mode: PayloadColumnMode, _ values: inout PayloadValues, _ texts: inout ByteReader,
        _ numbers: inout ByteReader
    ) throws(StorageError) -> PayloadColumn {
        let form = Int(try texts.byte())
        let isMoment = mode == .moment
        let decimals = isMoment ? form : form >> 1
        guard decimals <= (isMoment ? 9 : NumberText.digitLimit) else { throw ByteReader.damaged }
        let found = try NumberColumn.read(guesses, decimals: decimals, isMoment: isMoment, &texts, &numbers)
        guesses.add(found, isMoment: isMoment)
        let place = values.numbers.count
        values.numbers += found
        return PayloadColumn(mode: mode, place: place, decimals: decimals, hasFraction: form & 1 == 1)
    }

    // MARK: Words

    private func words(
        _ mode: PayloadColumnMode, _ values: inout PayloadValues, _ numbers: inout ByteReader
    ) throws(StorageError) -> PayloadColumn {
        let place = values.words.count
        let references = try numbers.numbers(rows.count * mode.wordCount)
        var own = ByteReader(values.source.bytes, from: numbers.index)
        var next = 0
        for row in rows {
            var expected = Int64(row.base)
            for _ in 0..<mode.wordCount {
                let reference = references[next]
                next += 1
                if reference == 0 {
                    values.words.append(try newWord(&values, &own))
                } else {
                    let index = ByteReader.signed(reference - 1).addingReportingOverflow(expected).partialValue
                    values.words.append(try values.source.words.word(at: index))
                    expected = index &+ 1
                }
            }
        }
        if values.source.isPrivate { numbers = own }
        return PayloadColumn(mode: mode, place: place)
    }

    private func newWord(
        _ values: inout PayloadValues, _ own: inout ByteReader
    ) throws(StorageError) -> UInt64 {
        if values.source.isPrivate { return try own.fixed() }
        values.nextWord += 1
        return try values.source.words.word(at: Int64(values.nextWord - 1))
    }
}
