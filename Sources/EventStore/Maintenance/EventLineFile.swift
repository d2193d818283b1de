import Foundation

/// Lines of events from a file or a pipe, read as they are needed.
struct EventLineFile: EventFile {
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var place = 0
    private var line = 0
    private var isAtEnd = false

    private static let chunkSize = 1 << 20
    /// Larger than any event: an append holds 8 MB.
    private static let lineLimit = 64 << 20

    init(_ file: FileHandle, begin: [UInt8] = []) {
        self.file = file
        buffer = begin
    }

    mutating func next() throws(StorageError) -> RecordedEvent? {
        while let text = try nextLine() {
            line += 1
            if text.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
            do throws(StorageError) {
                return try EventLineParser.parse(text)
            } catch {
                throw StorageError("line \(line): \(error.message)")
            }
        }
        return nil
    }

    private mutating func nextLine() throws(StorageError) -> [UInt8]? {
        while true {
            if let end = buffer[place...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { place = end + 1 }
                return Array(buffer[place..<end])
            }
            guard !isAtEnd else { return rest() }
            try fill()
        }
    }

    /// What stands after the last line's end.
    private mutating func rest() -> [UInt8]? {
        guard place < buffer.count else { return nil }
        defer { place = buffer.count }
        return Array(buffer[place...])
    }

    private mutating func fill() throws(StorageError) {
        buffer.removeFirst(place)
        place = 0
        guard buffer.count <= Self.lineLimit else {
            throw StorageError("line \(line + 1): longer than \(Self.lineLimit) bytes")
        }
        do {
            let data = try file.read(upToCount: Self.chunkSize) ?? Data()
            isAtEnd = data.isEmpty
            buffer += data
        } catch {
            throw StorageError("cannot read after line \(line): \(error.localizedDescription)")
        }
    }
}
