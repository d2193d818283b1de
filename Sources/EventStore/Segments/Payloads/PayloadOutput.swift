#if canImport(Glibc)
import Glibc
#endif

/// The place where payloads are put together; what does not fit is refused, never written beyond it.
///
/// All it reads was checked when the columns were found.
struct PayloadOutput {
    /// Room beyond the payloads: a number is written first and measured then.
    static let slack = 64

    private let target: UnsafeMutablePointer<UInt8>
    private let limit: Int
    private let block: UnsafeBufferPointer<UInt8>
    private let literals: UnsafeBufferPointer<UInt8>
    private let numbers: UnsafeBufferPointer<Int64>
    private let words: UnsafeBufferPointer<UInt64>
    private let lengths: UnsafeBufferPointer<Int32>
    private let entries: UnsafeBufferPointer<PayloadValues.Entry>
    private let streams: UnsafeBufferPointer<UInt8>
    private let source: PayloadDecoder.Source
    private var moments = MomentText()
    private(set) var count = 0
    private(set) var fits = true

    private init?(
        _ buffer: UnsafeMutableBufferPointer<UInt8>, block: UnsafeBufferPointer<UInt8>,
        literals: UnsafeBufferPointer<UInt8>, numbers: UnsafeBufferPointer<Int64>, words: UnsafeBufferPointer<UInt64>,
        lengths: UnsafeBufferPointer<Int32>, entries: UnsafeBufferPointer<PayloadValues.Entry>,
        streams: UnsafeBufferPointer<UInt8>, source: PayloadDecoder.Source
    ) {
        guard let target = buffer.baseAddress else { return nil }
        self.target = target
        limit = buffer.count - Self.slack
        (self.block, self.literals, self.numbers, self.words) = (block, literals, numbers, words)
        (self.lengths, self.entries, self.streams, self.source) = (lengths, entries, streams, source)
    }

    /// Runs `body` with an output into a buffer that has ``slack`` beyond what may be written.
    static func with(
        _ buffer: UnsafeMutableBufferPointer<UInt8>, _ values: PayloadValues, _ source: PayloadDecoder.Source,
        _ literals: [UInt8], _ body: (inout PayloadOutput) -> Void
    ) {
        source.bytes.withUnsafeBufferPointer { block in
            literals.withUnsafeBufferPointer { literals in
                values.numbers.withUnsafeBufferPointer { numbers in
                    values.words.withUnsafeBufferPointer { words in
                        values.lengths.withUnsafeBufferPointer { lengths in
                            values.entries.withUnsafeBufferPointer { entries in
                                source.streams.bytes.withUnsafeBufferPointer { streams in
                                    guard
                                        var output = PayloadOutput(
                                            buffer, block: block, literals: literals, numbers: numbers, words: words,
                                            lengths: lengths, entries: entries, streams: streams, source: source)
                                    else { return }
                                    body(&output)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    mutating func append(literal range: Range<Int>) { append(literals, range.lowerBound, range.count) }

    /// Appends a column's next value.
    @inline(__always)
    mutating func append(_ column: inout PayloadColumn, row: Int) {
        switch column.mode {
        case .dictionary, .mapped:
            let entry = entries[column.table + Int(block[column.place])]
            column.place += 1
            append(block, Int(entry.start), Int(entry.count))
        case .number, .moment: append(number: &column)
        case .texts:
            let length = Int(lengths[column.table])
            append(block, column.place, length)
            column.place += length
            column.table += 1
        case .stream:
            let range = source.streams.range(source.rows[row].stream)
            append(streams, range.lowerBound, range.count)
        case .word, .wordPair, .uuid, .wordQuad: append(words: &column)
        case .constant, .lines, .sized: fits = false
        }
    }

    @inline(__always)
    private mutating func append(number column: inout PayloadColumn) {
        guard count <= limit else { return fits = false }
        let value = numbers[column.place]
        column.place += 1
        count +=
            column.mode == .moment
            ? moments.write(value, decimals: column.decimals, to: target + count)
            : NumberText.write(
                value, decimals: column.decimals, hasFraction: column.hasFraction, to: target + count)
    }

    @inline(__always)
    private mutating func append(words column: inout PayloadColumn) {
        guard count <= limit else { return fits = false }
        if column.mode == .uuid {
            count += IdentifierText.write(words[column.place], words[column.place + 1], .uuid, to: target + count)
        } else {
            for index in 0..<column.mode.wordCount {
                count += IdentifierText.write(words[column.place + index], 0, .word, to: target + count)
            }
        }
        column.place += column.mode.wordCount
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ size: Int) {
        guard size <= limit - count else { return fits = false }
        guard size > 0, let base = bytes.baseAddress else { return }
        Self.copy(UnsafeRawPointer(base + start), to: UnsafeMutableRawPointer(target + count), size)
        count += size
    }

    /// Most pieces are short: two loads that overlap cost less than a call.
    @inline(__always)
    private static func copy(_ from: UnsafeRawPointer, to: UnsafeMutableRawPointer, _ size: Int) {
        if size > 32 {
            memcpy(to, from, size)
        } else if size >= 16 {
            copy(from, to, size, as: SIMD2<UInt64>.self)
        } else if size >= 8 {
            copy(from, to, size, as: UInt64.self)
        } else if size >= 4 {
            copy(from, to, size, as: UInt32.self)
        } else {
            for index in 0..<size {
                to.storeBytes(of: from.load(fromByteOffset: index, as: UInt8.self), toByteOffset: index, as: UInt8.self)
            }
        }
    }

    /// The first and the last bytes, which may overlap.
    @inline(__always)
    private static func copy<T>(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ size: Int, as type: T.Type) {
        let offset = size - MemoryLayout<T>.size
        let head = from.loadUnaligned(as: type)
        let tail = from.loadUnaligned(fromByteOffset: offset, as: type)
        to.storeBytes(of: head, as: type)
        to.storeBytes(of: tail, toByteOffset: offset, as: type)
    }
}
