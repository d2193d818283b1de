/// Turns the payloads of one type into columns of like values.
///
/// Texts: total size of the payloads; templates; of each template's columns how they are stored, and what of them is
/// text. Numbers: the template of each row, then of each column what is numbers. The two are deflated apart. References
/// to words count from the row's base, so that an id equal to the event's own span is 0.
struct PayloadEncoder {
    /// What a block consists of.
    struct Block {
        var texts = ByteWriter()
        var numbers = ByteWriter()

        var size: Int { texts.bytes.count + numbers.bytes.count }
    }

    private typealias Slice = PayloadTemplate.Slice

    /// A shape with the rows that have it.
    private struct Group {
        let template: PayloadTemplate
        var rows: [PayloadRow] = []
        /// Of each row, one after the other.
        var slices: [Slice] = []

        /// - Parameter count: rows that it is likely to have.
        init(_ template: PayloadTemplate, expecting count: Int) {
            self.template = template
            rows.reserveCapacity(count)
            slices.reserveCapacity(count * template.kinds.count)
        }

        /// Takes texts as long as they have its shape; nil where the first has not.
        mutating func take(_ texts: PayloadTexts, from row: Int) -> Int? {
            let count = template.match(texts, from: row, into: &slices)
            return count > 0 ? count : nil
        }

        /// Those of each column together: a column is gone through several times.
        var slicesByColumn: [Slice] {
            let (count, width) = (rows.count, template.kinds.count)
            return [Slice](unsafeUninitializedCapacity: slices.count) { output, used in
                for row in 0..<count {
                    for column in 0..<width { output[column * count + row] = slices[row * width + column] }
                }
                used = slices.count
            }
        }
    }

    private static let templateLimit = 64
    private let streams: StreamIdentifiers
    private let isPrivate: Bool
    private let count: Int
    private var groups: [Group] = []
    private var choices: [UInt8] = []

    private init(_ count: Int, streams: StreamIdentifiers, isPrivate: Bool) {
        self.count = count
        self.streams = streams
        self.isPrivate = isPrivate
        choices.reserveCapacity(count)
    }

    /// - Parameters:
    ///   - indexes: of the events whose payloads they are, one for each of `rows`.
    ///   - arena: room for the payloads, used again and again.
    ///   - isPrivate: keeps new identifiers within the block: words lie in the open.
    static func encode(
        _ events: ArraySlice<RecordedEvent>, at indexes: [Int], rows: [PayloadRow], streams: StreamIdentifiers,
        words: inout WordTable,
        arena: inout [UInt8], isPrivate: Bool = false
    ) -> Block {
        let ends = gather(events, at: indexes, in: &arena)
        var encoder = PayloadEncoder(rows.count, streams: streams, isPrivate: isPrivate)
        return arena.withUnsafeBufferPointer { arena in
            ends.withUnsafeBufferPointer { ends in
                encoder.add(PayloadTexts(bytes: arena, ends: ends), rows)
                return encoder.block(arena, &words)
            }
        }
    }

    /// Puts the payloads one after the other, and says where each ends.
    ///
    /// Ahead of all else, and their sizes ahead of them: they lie all over the memory, and the processor fetches several at a
    /// time where it has little to do with each.
    private static func gather(
        _ events: ArraySlice<RecordedEvent>, at indexes: [Int], in arena: inout [UInt8]
    ) -> [Int] {
        var end = 0
        let ends = indexes.map { index in
            end += events.lend(index) { $0.payloadSize }
            return end
        }
        arena.removeAll(keepingCapacity: true)
        arena.reserveCapacity(end)
        for index in indexes {
            events.lend(index) { event in event.withPayload { arena.append(contentsOf: $0) } }
        }
        return ends
    }

    /// Puts each text into the group of its shape.
    private mutating func add(_ texts: PayloadTexts, _ rows: [PayloadRow]) {
        var row = 0
        while row < rows.count {
            let (group, count) = take(texts, from: row)
            groups[group].rows += rows[row..<row + count]
            choices.append(contentsOf: repeatElement(UInt8(group), count: count))
            row += count
        }
    }

    /// The group that a text belongs to, and how many from it on do, which it has then.
    private mutating func take(_ texts: PayloadTexts, from row: Int) -> (group: Int, count: Int) {
        if let last = choices.last.map(Int.init), let count = groups[last].take(texts, from: row) {
            return (last, count)
        }
        for index in groups.indices {
            if let count = groups[index].take(texts, from: row) { return (index, count) }
        }
        if groups.count < Self.templateLimit, let template = PayloadTemplate(of: texts[row]),
            template.kinds.count <= PayloadTemplate.valueLimit
        {
            // Mostly there is one for all.
            var group = Group(template, expecting: groups.isEmpty ? count : 0)
            if let count = group.take(texts, from: row) {
                groups.append(group)
                return (groups.count - 1, count)
            }
        }
        return (takeWhole(texts, row), 1)
    }

    /// The group of texts that have no shape.
    private mutating func takeWhole(_ texts: PayloadTexts, _ row: Int) -> Int {
        let known = groups.firstIndex { $0.template.literals.isEmpty && $0.template.kinds.count == 1 }
        if known == nil { groups.append(Group(.whole, expecting: 0)) }
        let index = known ?? groups.count - 1
        groups[index].slices.append(
            Slice(start: UInt32(texts.start(of: row)), count: UInt32(texts[row].count)))
        return index
    }

    /// - Parameter arena: all payloads.
    private func block(_ arena: UnsafeBufferPointer<UInt8>, _ words: inout WordTable) -> Block {
        var block = Block()
        block.texts.append(arena.count)
        block.texts.append(groups.count)
        for group in groups { group.template.write(to: &block.texts) }
        if groups.count > 1 { block.numbers.append(raw: choices) }
        for group in groups {
            var columns = ColumnEncoder(rows: group.rows, streams: streams, isPrivate: isPrivate)
            let count = group.rows.count
            group.slicesByColumn.withUnsafeBufferPointer { slices in
                for column in group.template.kinds.indices {
                    let own = UnsafeBufferPointer(rebasing: slices[column * count..<(column + 1) * count])
                    columns.write(ColumnValues(arena: arena, slices: own), to: &block, &words)
                }
            }
        }
        return block
    }
}
