import Foundation

/// The order of the parts of an MP4 file.
struct Mp4Layout: Equatable, Sendable {
    /// The four-letter types of the outermost boxes, in order.
    let boxes: [String]

    /// Whether a player can start before it has loaded the whole file.
    var startsFast: Bool {
        guard let index = boxes.firstIndex(of: "moov"), let media = boxes.firstIndex(of: "mdat") else { return false }
        return index < media
    }

    /// Reads the headers of at most 64 boxes; empty for another kind of file.
    init(path: String) {
        var boxes: [String] = []
        let handle = FileHandle(forReadingAtPath: path)
        defer { try? handle?.close() }
        var offset: UInt64 = 0
        while let handle, boxes.count < 64, (try? handle.seek(toOffset: offset)) != nil,
            let header = try? handle.read(upToCount: 16), header.count >= 8
        {
            let bytes = [UInt8](header)
            var size = Self.number(bytes[0..<4])
            if size == 1, bytes.count == 16 { size = Self.number(bytes[8..<16]) }
            boxes.append(String(decoding: bytes[4..<8], as: UTF8.self))
            guard size >= 8, size < 1 << 48 else { break }
            offset += size
        }
        self.boxes = boxes
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
