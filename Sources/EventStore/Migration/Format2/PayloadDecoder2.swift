#if canImport(Glibc)
import Glibc
#endif

/// Reads the payloads of one type of a segment of format 2.
struct PayloadDecoder2 {
    /// Where the values of one column are taken from, and how far they have been taken.
    private struct Column {
        let mode: PayloadColumnMode
        var place: Int
        let end: Int
    }

    private struct Group {
        let template: PayloadTemplate
        var columns: [Column] = []
    }

    private static let sizeLimit = 1 << 30
    private let block: [UInt8]
    private let words: WordColumn
    private let bases: [Int32]

    static func decode(
        _ block: [UInt8], bases: [Int32], words: WordColumn, firstNewWord: Int
    ) throws(StorageError) -> PayloadRows {
        try PayloadDecoder2(block: block, words: words, bases: bases).rows(firstNewWord: firstNewWord)
    }

    private func rows(firstNewWord: Int) throws(StorageError) -> PayloadRows {
        var reader = ByteReader(block)
        let size = try reader.count(upTo: Self.sizeLimit)
        var groups: [Group] = []
        for _ in 0..<(try reader.count(upTo: 256)) {
            groups.append(Group(template: try PayloadTemplate(format2: &reader, limit: block.count)))
        }
        let choices = Array(try reader.raw(bases.count))
        let counts = choices.reduce(into: [Int](repeating: 0, count: 256)) { $0[Int($1)] += 1 }
        // Words are new in the order of the columns, not of the rows: those are resolved first.
        var resolved = ResolvedWords(next: firstNewWord)
        for index in groups.indices {
            let rows = choices.indices.filter { choices[$0] == UInt8(index) }
            for _ in groups[index].template.kinds {
                groups[index].columns.append(try column(count: counts[index], rows, &reader, &resolved))
            }
        }
        guard choices.allSatisfy({ Int($0) < groups.count }) else { throw ByteReader.damaged }
        return try assemble(groups, choices, resolved.words, size: size)
    }

    // MARK: Columns

    /// The words of identifier columns, one column after the other.
    private struct ResolvedWords {
        var words: [UInt64] = []
        var next: Int

        init(next: Int) { self.next = next }
    }

    private func column(
        count: Int, _ rows: [Int], _ reader: inout ByteReader, _ resolved: inout ResolvedWords
    ) throws(StorageError) -> Column {
        guard let mode = PayloadColumnMode(rawValue: try reader.byte()) else { throw ByteReader.damaged }
        switch mode {
        case .lines, .constant:
            let size = try reader.count(upTo: block.count)
            let start = reader.index
            try reader.skip(size)
            return Column(mode: mode, place: start, end: reader.index)
        case .sized:
            let start = reader.index
            for _ in 0..<count { try reader.skip(try reader.count(upTo: block.count)) }
            return Column(mode: mode, place: start, end: reader.index)
        case .word, .wordPair, .uuid:
            let start = resolved.words.count
            for row in rows {
                try resolve(&reader, base: bases[row], &resolved)
                if mode != .word { try resolve(&reader, base: bases[row], &resolved) }
            }
            return Column(mode: mode, place: start, end: resolved.words.count)
        default: throw ByteReader.damaged
        }
    }

    private func resolve(
        _ reader: inout ByteReader, base: Int32, _ resolved: inout ResolvedWords
    ) throws(StorageError) {
        let reference = try reader.number()
        var index = resolved.next
        if reference == 0 {
            resolved.next += 1
        } else {
            index = Int(clamping: ByteReader.signed(reference - 1).addingReportingOverflow(Int64(base)).partialValue)
        }
        resolved.words.append(try words.word(at: Int64(index)))
    }

    // MARK: Rows

    /// A column with the text before it.
    private struct Piece {
        var column: Column
        /// Within the literals of all groups.
        let literal: Range<Int>
    }

    /// What a row of one group is made of: pieces, and the text after the last.
    private struct Layout {
        let pieces: Range<Int>
        let tail: Range<Int>
    }

    private func assemble(
        _ groups: [Group], _ choices: [UInt8], _ resolved: [UInt64], size: Int
    ) throws(StorageError) -> PayloadRows {
        var (pieces, layouts, literals) = Self.flat(groups)
        var ends: [Int] = []
        ends.reserveCapacity(choices.count)
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, used in
            block.withUnsafeBufferPointer { block in
                var output = Output(buffer: buffer, source: block)
                literals.withUnsafeBufferPointer { literals in
                    pieces.withUnsafeMutableBufferPointer { pieces in
                        resolved.withUnsafeBufferPointer { resolved in
                            for choice in choices {
                                let layout = layouts[Int(choice)]
                                for index in layout.pieces {
                                    output.append(literals, pieces[index].literal)
                                    Self.write(&pieces[index].column, resolved, to: &output)
                                }
                                output.append(literals, layout.tail)
                                ends.append(output.count)
                            }
                        }
                    }
                }
                isWhole = output.fits && output.count == size
                used = output.count
            }
        }
        guard isWhole else { throw ByteReader.damaged }
        return PayloadRows(bytes: bytes, ends: ends)
    }

    /// All groups in three arrays: nothing is looked up twice for each value of each row.
    private static func flat(_ groups: [Group]) -> (pieces: [Piece], layouts: [Layout], literals: [UInt8]) {
        var pieces: [Piece] = []
        var layouts: [Layout] = []
        var literals: [UInt8] = []
        for group in groups {
            let first = pieces.count
            let base = literals.count
            var start = base
            for (column, end) in zip(group.columns, group.template.ends) {
                pieces.append(Piece(column: column, literal: start..<base + end))
                start = base + end
            }
            literals += group.template.literals
            layouts.append(Layout(pieces: first..<pieces.count, tail: start..<literals.count))
        }
        return (pieces, layouts, literals)
    }

    @inline(__always)
    private static func write(_ column: inout Column, _ resolved: UnsafeBufferPointer<UInt64>, to output: inout Output)
    {
        switch column.mode {
        case .lines:
            let end = output.lineEnd(column.place, before: column.end)
            output.append(output.source, column.place..<end)
            column.place = min(end + 1, column.end)
        case .constant: output.append(output.source, column.place..<column.end)
        case .sized:
            let size = output.number(&column.place)
            output.append(output.source, column.place..<min(column.place + size, column.end))
            column.place = min(column.place + size, column.end)
        case .word:
            output.append(resolved[column.place], 0, .word)
            column.place += 1
        case .wordPair, .uuid:
            output.append(resolved[column.place], resolved[column.place + 1], column.mode)
            column.place += 2
        default: return
        }
    }

    /// The place where the payloads are put together; what does not fit is refused, never written beyond it.
    private struct Output {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        let source: UnsafeBufferPointer<UInt8>
        var count = 0
        var fits = true

        init(buffer: UnsafeMutableBufferPointer<UInt8>, source: UnsafeBufferPointer<UInt8>) {
            self.buffer = buffer
            self.source = source
        }

        @inline(__always)
        mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
            guard range.count <= buffer.count - count else { return fits = false }
            guard let target = buffer.baseAddress, let start = bytes.baseAddress else { return }
            memcpy(target + count, start + range.lowerBound, range.count)
            count += range.count
        }

        mutating func append(_ high: UInt64, _ low: UInt64, _ mode: PayloadColumnMode) {
            guard buffer.count - count >= (mode == .word ? 16 : mode == .wordPair ? 32 : 36),
                let target = buffer.baseAddress
            else { return fits = false }
            count += IdentifierText.write(high, low, mode, to: target + count)
        }

        @inline(__always)
        func lineEnd(_ start: Int, before end: Int) -> Int {
            guard start < end, let bytes = source.baseAddress,
                let found = memchr(bytes + start, Int32(UInt8(ascii: "\n")), end - start)
            else { return max(start, end) }
            return UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
        }

        /// A size that was read once before, when the columns were found.
        func number(_ place: inout Int) -> Int {
            var value = 0
            var shift = 0
            while place < source.count {
                let byte = source[place]
                place += 1
                value |= Int(byte & 0x7F) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            return value
        }
    }
}
