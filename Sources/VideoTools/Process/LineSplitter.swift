/// Cuts a stream of bytes into lines at LF, CR or CRLF; a line longer than the bound is cut there.
struct LineSplitter {
    private var pending: [UInt8] = []
    private var endedWithReturn = false
    private let lineLimit: Int

    init(lineLimit: Int = 128 << 10) { self.lineLimit = lineLimit }

    /// Adds `bytes` and hands over every line that is now complete, without its end.
    mutating func add(_ bytes: some Sequence<UInt8>, _ line: (String) -> Void) {
        for byte in bytes {
            let continuesReturn = endedWithReturn && byte == UInt8(ascii: "\n")
            endedWithReturn = byte == UInt8(ascii: "\r")
            if continuesReturn { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || pending.count >= lineLimit {
                flush(line)
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { continue }
            }
            pending.append(byte)
        }
    }

    /// Hands over the last line where the stream did not end with a line end.
    mutating func finish(_ line: (String) -> Void) {
        if !pending.isEmpty { flush(line) }
    }

    private mutating func flush(_ line: (String) -> Void) {
        line(String(decoding: pending, as: UTF8.self))
        pending.removeAll(keepingCapacity: true)
    }
}
