/// The checksum column of a row: a CRC-32 of its numbers, texts and filter in the upper half, of its data in the lower.
///
/// Two halves, so that the summary of a segment can be checked without its data.
enum RowChecksum {
    static func column(of summary: UInt32, data: UInt32) -> Int64 {
        Int64(bitPattern: UInt64(summary) << 32 | UInt64(data))
    }

    static func summary(_ column: Int64) -> UInt32 { UInt32(truncatingIfNeeded: column >> 32) }

    static func data(_ column: Int64) -> UInt32 { UInt32(truncatingIfNeeded: column) }

    /// Of the numbers of a row, and of what stands beside them.
    static func of(_ numbers: Int64..., blocks: [UInt8]...) -> UInt32 {
        var writer = ByteWriter()
        for number in numbers { writer.append(fixed: UInt64(bitPattern: number)) }
        for block in blocks { writer.append(block: block) }
        return CRC32.of(writer.bytes)
    }
}
