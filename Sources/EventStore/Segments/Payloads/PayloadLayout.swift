/// What the rows of each group are made of: pieces of text, each followed by a value, in three flat arrays.
///
/// Constant columns are part of the text: nothing is looked up for them.
struct PayloadLayout {
    /// A column with the text before it.
    private struct Piece {
        var column: PayloadColumn
        /// Within the literals of all groups.
        let literal: Range<Int>
    }

    /// A group's pieces, and the text after the last.
    private struct Row {
        let pieces: Range<Int>
        let tail: Range<Int>
    }

    private var pieces: [Piece] = []
    private var rows: [Row] = []
    private var literals: [UInt8] = []

    mutating func add(_ template: PayloadTemplate, _ columns: [PayloadColumn], _ bytes: [UInt8]) {
        let first = pieces.count
        var start = literals.count
        var taken = 0
        for (column, end) in zip(columns, template.ends) {
            literals += template.literals[taken..<end]
            taken = end
            guard column.mode != .constant else {
                literals += bytes[column.place..<column.table]
                continue
            }
            pieces.append(Piece(column: column, literal: start..<literals.count))
            start = literals.count
        }
        literals += template.literals[taken...]
        rows.append(Row(pieces: first..<pieces.count, tail: start..<literals.count))
    }

    /// Puts the rows together.
    ///
    /// - Parameter size: of all of them.
    func assemble(
        _ choices: [UInt8], _ values: PayloadValues, _ source: PayloadDecoder.Source, size: Int
    ) throws(StorageError) -> PayloadRows {
        var ends: [Int] = []
        ends.reserveCapacity(choices.count)
        var pieces = pieces
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size + PayloadOutput.slack) { buffer, used in
            PayloadOutput.with(buffer, values, source, literals) { output in
                pieces.withUnsafeMutableBufferPointer { pieces in
                    for (index, choice) in choices.enumerated() {
                        let row = rows[Int(choice)]
                        for piece in row.pieces {
                            output.append(literal: pieces[piece].literal)
                            output.append(&pieces[piece].column, row: index)
                        }
                        output.append(literal: row.tail)
                        ends.append(output.count)
                    }
                }
                isWhole = output.fits && output.count == size
            }
            used = isWhole ? size : 0
        }
        guard isWhole else { throw ByteReader.damaged }
        return PayloadRows(bytes: bytes, ends: ends)
    }
}
