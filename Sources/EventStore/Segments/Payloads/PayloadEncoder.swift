#if canImport(Glibc)
import Glibc
#endif

/// Turns the payloads of one type into columns of like values.
///
/// Block: total size of the payloads; templates; the template of each row; then each template's columns, one value
/// after the other. References to words count from the row's base, so that an id equal to the event's own span is 0.
struct PayloadEncoder {
    private typealias Slice = PayloadTemplate.Slice

    /// A shape with the rows that have it.
    private struct Group {
        let template: PayloadTemplate
        var rows: [Int] = []
        var slices: [Slice] = []
    }

    private static let templateLimit = 64
    private let isPrivate: Bool
    private var groups: [Group] = []
    private var choices: [UInt8] = []
    /// All payloads, one after the other.
    private var arena: [UInt8] = []
    private var output = ByteWriter()

    private init(isPrivate: Bool) { self.isPrivate = isPrivate }

    /// - Parameters:
    ///   - payloads: the rows.
    ///   - bases: a word index for each row, from which its references count.
    ///   - isPrivate: keeps identifiers within the block: words lie in the open.
    static func encode(
        _ payloads: [[UInt8]], bases: [Int32], words: inout WordTable, isPrivate: Bool = false
    ) -> [UInt8] {
        var encoder = PayloadEncoder(isPrivate: isPrivate)
        encoder.arena.reserveCapacity(payloads.reduce(0) { $0 + $1.count })
        encoder.choices.reserveCapacity(payloads.count)
        withUnsafeTemporaryAllocation(of: Slice.self, capacity: PayloadTemplate.valueLimit + 1) { scratch in
            for (row, payload) in payloads.enumerated() { encoder.add(payload, row: row, scratch) }
        }
        encoder.write(bases: bases, words: &words)
        return encoder.output.bytes
    }

    private mutating func add(_ payload: [UInt8], row: Int, _ scratch: UnsafeMutableBufferPointer<Slice>) {
        let base = arena.count
        arena.append(contentsOf: payload)
        let choice = payload.withUnsafeBufferPointer { shape(of: $0, base: base, scratch) }
        groups[choice].rows.append(row)
        groups[choice].slices.append(contentsOf: scratch[..<groups[choice].template.kinds.count])
        choices.append(UInt8(choice))
    }

    /// The group that a text belongs to; its values are then in `scratch`.
    private mutating func shape(
        of text: UnsafeBufferPointer<UInt8>, base: Int, _ scratch: UnsafeMutableBufferPointer<Slice>
    ) -> Int {
        if let last = choices.last, groups[Int(last)].template.match(text, base: base, into: scratch) {
            return Int(last)
        }
        for index in groups.indices where groups[index].template.match(text, base: base, into: scratch) {
            return index
        }
        if groups.count < Self.templateLimit, let template = PayloadTemplate(of: text),
            template.kinds.count <= PayloadTemplate.valueLimit, template.match(text, base: base, into: scratch)
        {
            groups.append(Group(template: template))
            return groups.count - 1
        }
        scratch[0] = Slice(start: UInt32(base), count: UInt32(text.count))
        let whole = groups.firstIndex { $0.template.literals.isEmpty && $0.template.kinds.count == 1 }
        if whole == nil { groups.append(Group(template: .whole)) }
        return whole ?? groups.count - 1
    }

    private mutating func write(bases: [Int32], words: inout WordTable) {
        output.reserve(arena.count / 2)
        output.append(arena.count)
        output.append(groups.count)
        for group in groups { write(group.template) }
        output.append(raw: choices)
        arena.withUnsafeBufferPointer { arena in
            let hasLineFeeds = arena.contains(UInt8(ascii: "\n"))
            for group in groups {
                for column in group.template.kinds.indices {
                    let values = ColumnValues(
                        arena: arena, slices: group.slices, column: column, width: group.template.kinds.count)
                    write(values, rows: group.rows, bases: bases, hasLineFeeds: hasLineFeeds, &words)
                }
            }
        }
    }

    private mutating func write(_ template: PayloadTemplate) {
        output.append(template.kinds.count)
        for kind in template.kinds { output.append(byte: kind.rawValue) }
        for end in template.ends { output.append(end) }
        output.append(raw: template.literals)
    }

    // MARK: Columns

    private mutating func write(
        _ values: ColumnValues, rows: [Int], bases: [Int32], hasLineFeeds: Bool, _ words: inout WordTable
    ) {
        if let first = values.first, values.count > 1, values.allSatisfy({ $0.isEqual(to: first) }) {
            output.append(byte: PayloadColumnMode.constant.rawValue)
            output.append(first.count)
            return output.append(raw: first)
        }
        if !isPrivate, let mode = IdentifierText.mode(forCount: values.first?.count ?? 0),
            let found = values.words(mode)
        {
            output.append(byte: mode.rawValue)
            for (index, pair) in found.enumerated() {
                reference(pair.0, base: bases[rows[index]], &words)
                if mode != .word { reference(pair.1, base: bases[rows[index]], &words) }
            }
            return
        }
        if hasLineFeeds, values.contains(where: { $0.contains(UInt8(ascii: "\n")) }) {
            write(sized: values)
        } else {
            write(lines: values)
        }
    }

    private mutating func write(sized values: ColumnValues) {
        output.append(byte: PayloadColumnMode.sized.rawValue)
        for text in values {
            output.append(text.count)
            output.append(raw: text)
        }
    }

    private mutating func write(lines values: ColumnValues) {
        output.append(byte: PayloadColumnMode.lines.rawValue)
        output.append(values.reduce(0) { $0 + $1.count + 1 })
        for text in values {
            output.append(raw: text)
            output.append(byte: UInt8(ascii: "\n"))
        }
    }

    /// 0 stands for the next new word.
    private mutating func reference(_ word: UInt64, base: Int32, _ words: inout WordTable) {
        if let index = words.index(of: word) {
            let distance = Int64(index) - Int64(base)
            output.append(UInt64(bitPattern: (distance << 1) ^ (distance >> 63)) + 1)
        } else {
            words.add(word)
            output.append(byte: 0)
        }
    }
}

/// One value of each row.
private struct ColumnValues: RandomAccessCollection {
    let arena: UnsafeBufferPointer<UInt8>
    let slices: [PayloadTemplate.Slice]
    let column: Int
    let width: Int

    var startIndex: Int { 0 }
    var endIndex: Int { slices.count / width }

    @inline(__always)
    subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
        let slice = slices[row * width + column]
        return UnsafeBufferPointer(rebasing: arena[Int(slice.start)..<Int(slice.start + slice.count)])
    }

    /// The words of all values; nil where one is not of that mode.
    func words(_ mode: PayloadColumnMode) -> [(UInt64, UInt64)]? {
        let count = self[0].count
        var found: [(UInt64, UInt64)] = []
        found.reserveCapacity(self.count)
        for row in indices {
            let text = self[row]
            guard text.count == count, let words = IdentifierText.words(text, mode) else { return nil }
            found.append(words)
        }
        return found
    }
}

extension UnsafeBufferPointer<UInt8> {
    @inline(__always)
    fileprivate func isEqual(to other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard let left = baseAddress, let right = other.baseAddress else { return true }
        return memcmp(left, right, count) == 0
    }
}
