import Foundation

/// A file of lines in byte order, looked up by binary search in the mapped file: nothing is read up front.
struct SortedLines: Sendable {
    private let data: Data

    init(path: String) throws {
        data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    }

    /// The first line that starts with `prefix`, or nil.
    func line(startingWith prefix: String) -> String? { lines(startingWith: prefix, limit: 1).first }

    /// All lines that start with `prefix`, up to `limit`.
    func lines(startingWith prefix: String, limit: Int = 64) -> [String] {
        data.withUnsafeBytes { bytes in
            let key = Array(prefix.utf8)
            var found: [String] = []
            var start = lowerBound(key, bytes)
            while start < bytes.count, found.count < limit {
                let end = lineEnd(start, bytes)
                let line = bytes[start..<end]
                guard line.starts(with: key) else { break }
                found.append(String(decoding: line, as: UTF8.self))
                start = end + 1
            }
            return found
        }
    }

    /// The line that begins at a byte offset.
    func line(at offset: Int) -> String? {
        data.withUnsafeBytes { bytes in
            guard bytes.indices.contains(offset) else { return nil }
            return String(decoding: bytes[offset..<lineEnd(offset, bytes)], as: UTF8.self)
        }
    }

    /// The start of the first line that is not below `key`.
    private func lowerBound(_ key: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Int {
        var low = 0
        var high = bytes.count
        while low < high {
            let start = lineStart((low + high) / 2, bytes)
            let end = lineEnd(start, bytes)
            if bytes[start..<end].lexicographicallyPrecedes(key) { low = end + 1 } else { high = start }
        }
        return low
    }

    private func lineStart(_ position: Int, _ bytes: UnsafeRawBufferPointer) -> Int {
        var start = position
        while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        return start
    }

    private func lineEnd(_ position: Int, _ bytes: UnsafeRawBufferPointer) -> Int {
        var end = position
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        return end
    }
}
