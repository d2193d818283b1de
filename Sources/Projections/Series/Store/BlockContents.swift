/// The rows of a sealed block: bytes as they are stored, with the times unpacked.
///
///     rows, columns                     LEB128
///     for each column                   length and first strip, LEB128
///     times, positions                  ``WholeStrip``
///     the strips of each column         ``Strip``
///     8 bytes of zero                   the slack that unpacking wants
final class BlockContents: Sendable {
    let bytes: [UInt8]
    let times: [Int64]
    let positions: [UInt64]
    /// Where the strips of each column begin and end.
    let columns: [Range<Int>]
    let firstStrips: [Int]

    /// Memory that it takes, about.
    var size: Int { bytes.count + times.count * 16 + columns.count * 24 }

    init(_ rows: SealedRows) {
        var bytes: [UInt8] = []
        bytes.append(varint: UInt64(rows.times.count))
        bytes.append(varint: UInt64(rows.columns.count))
        for column in rows.columns {
            bytes.append(varint: UInt64(column.packedBytes))
            bytes.append(varint: UInt64(column.firstStrip))
        }
        WholeStrip.append(rows.times, to: &bytes)
        WholeStrip.append(rows.positions.map(Int64.init(bitPattern:)), to: &bytes)
        var ranges: [Range<Int>] = []
        for column in rows.columns {
            ranges.append(bytes.count..<bytes.count + column.packedBytes)
            bytes.append(contentsOf: column.packed.prefix(column.packedBytes))
        }
        bytes.append(contentsOf: repeatElement(0, count: BitPacking.slack))
        self.bytes = bytes
        times = rows.times
        positions = rows.positions
        columns = ranges
        firstStrips = rows.columns.map(\.firstStrip)
    }

    /// Reads what ``bytes`` wrote; nil where anything is not as it should be, so that reading it later cannot fail.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > BitPacking.slack else { return nil }
        let read = bytes.withUnsafeBytes { Self.read($0) }
        guard let read else { return nil }
        self.bytes = bytes
        (times, positions, columns, firstStrips) = read
    }

    private typealias Parts = ([Int64], [UInt64], [Range<Int>], [Int])

    private static func read(_ buffer: UnsafeRawBufferPointer) -> Parts? {
        guard let base = buffer.baseAddress else { return nil }
        let end = buffer.count - BitPacking.slack
        var cursor = ByteCursor(base, end: end)
        let (rows, count) = (cursor.varint(), cursor.varint())
        guard rows > 0, rows <= 1 << 24, count <= UInt64(end) else { return nil }
        var lengths: [Int] = []
        var firstStrips: [Int] = []
        for _ in 0..<count {
            let (length, first) = (cursor.varint(), cursor.varint())
            guard length <= UInt64(end), first < (rows + 127) / 128 else { return nil }
            lengths.append(Int(length))
            firstStrips.append(Int(first))
        }
        guard let times = WholeStrip.read(Int(rows), &cursor), let positions = WholeStrip.read(Int(rows), &cursor)
        else { return nil }
        var ranges: [Range<Int>] = []
        var offset = cursor.offset
        for (length, first) in zip(lengths, firstStrips) {
            guard length <= end - offset else { return nil }
            ranges.append(offset..<offset + length)
            guard isWhole(base, offset..<offset + length, rows: Int(rows) - first * Strip.rows) else { return nil }
            offset += length
        }
        guard offset == end else { return nil }
        return (times, positions.map(UInt64.init(bitPattern:)), ranges, firstStrips)
    }

    /// Looks through the strips of a column, of which there may be fewer than the rows would have.
    private static func isWhole(_ base: UnsafeRawPointer, _ range: Range<Int>, rows: Int) -> Bool {
        Strip.strips(base, from: range.lowerBound, to: range.upperBound, rows: rows) != nil
    }
}
