/// Reads what ``PayloadEncoder`` wrote.
struct PayloadDecoder {
    /// A block within its inflated store, and what its values refer to.
    struct Source {
        let bytes: [UInt8]
        let texts: Range<Int>
        let numbers: Range<Int>
        let rows: [PayloadRow]
        let streams: StreamIdentifiers
        let words: WordColumn
        let firstNewWord: Int
        let isPrivate: Bool
    }

    private struct Group {
        let template: PayloadTemplate
        var columns: [PayloadColumn] = []
    }

    private static let sizeLimit = 1 << 30

    static func decode(_ source: Source) throws(StorageError) -> PayloadRows {
        var texts = ByteReader(source.bytes, from: source.texts.lowerBound)
        var numbers = ByteReader(source.bytes, from: source.numbers.lowerBound)
        let size = try texts.count(upTo: sizeLimit)
        var groups: [Group] = []
        for _ in 0..<(try texts.count(upTo: 256)) {
            groups.append(Group(template: try PayloadTemplate(&texts, limit: source.bytes.count)))
        }
        let choices = try choices(groups.count, source, &numbers)
        var values = PayloadValues(source)
        for index in groups.indices {
            let rows =
                groups.count == 1
                ? source.rows
                : source.rows.enumerated().filter { choices[$0.offset] == index }
                    .map(\.element)
            YieldPoint.pass()
            groups[index].columns = try columns(groups[index].template, rows, &values, &texts, &numbers)
        }
        var layout = PayloadLayout()
        for group in groups { layout.add(group.template, group.columns, source.bytes) }
        YieldPoint.pass()
        return try layout.assemble(choices, values, source, size: size)
    }

    /// Which group each row is of.
    private static func choices(
        _ groups: Int, _ source: Source, _ numbers: inout ByteReader
    ) throws(StorageError) -> [UInt8] {
        guard groups > 1 else {
            guard groups == 1 || source.rows.isEmpty else { throw ByteReader.damaged }
            return Array(repeating: 0, count: source.rows.count)
        }
        let choices = Array(try numbers.raw(source.rows.count))
        guard choices.allSatisfy({ Int($0) < groups }) else { throw ByteReader.damaged }
        return choices
    }

    private static func columns(
        _ template: PayloadTemplate, _ rows: [PayloadRow], _ values: inout PayloadValues, _ texts: inout ByteReader,
        _ numbers: inout ByteReader
    ) throws(StorageError) -> [PayloadColumn] {
        guard !rows.isEmpty else { throw ByteReader.damaged }
        var reader = ColumnReader(rows)
        var columns: [PayloadColumn] = []
        columns.reserveCapacity(template.kinds.count)
        for _ in template.kinds { columns.append(try reader.read(&values, &texts, &numbers)) }
        return columns
    }
}
