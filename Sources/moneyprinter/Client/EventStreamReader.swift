import EventStore

/// Cuts a stream of server-sent events into the JSON messages it carries (WHATWG HTML, section 9.2).
struct EventStreamReader {
    private var line: [UInt8] = []
    private var data: [UInt8] = []

    /// The messages that are complete with these bytes.
    mutating func messages(in bytes: [UInt8]) -> [JSON] {
        var found: [JSON] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                if byte != UInt8(ascii: "\r") { line.append(byte) }
                continue
            }
            if line.isEmpty {
                if !data.isEmpty, let message = try? JSON(parsing: data) { found.append(message) }
                data = []
            } else if line.starts(with: Array("data:".utf8)) {
                data += line.dropFirst(5).drop { $0 == 32 }
            }
            line = []
        }
        return found
    }
}
