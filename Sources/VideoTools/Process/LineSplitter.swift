/// Cuts a stream of bytes into lines at LF, CR or CRLF; a line longer than the bound is cut there.
struct LineSplitter {
    private var pending: [UInt8] = []
    private var endedWithReturn = false
    private let lineLimit: Int

    init(lineLimit: Int = 128 << 10) { self.lineLimit = lineLimit }

    /// Adds `bytes` and hands over every line that is now complete, without its end.
    mutating func add(_ bytes: some Collection<UInt8>, _ line: (String) -> Void) {
        var rest = bytes[...]
        if endedWithReturn, rest.first == UInt8(ascii: "\n") { rest = rest.dropFirst() }
        endedWithReturn = false
        while !rest.isEmpty {
            let room = rest.prefix(lineLimit - pending.count)
            guard let end = room.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
                pending += room
                rest = rest[room.endIndex...]
                if pending.count >= lineLimit, !rest.isEmpty { flush(line) }
                continue
            }
            pending += rest[..<end]
            flush(line)
            let isReturn = rest[end] == UInt8(ascii: "\r")
            rest = rest[rest.index(after: end)...]
            endedWithReturn = isReturn && rest.isEmpty
            if isReturn, rest.first == UInt8(ascii: "\n") { rest = rest.dropFirst() }
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
