/// Why a text is not an expression, and where.
public struct ParseError: Error, Equatable, Sendable {
    /// What is wrong, in the words of Prometheus.
    public let message: String
    /// Bytes of UTF-8 before the fault.
    public let offset: Int
    /// Lines and columns count from 1; columns count bytes.
    public let line: Int
    public let column: Int

    init(_ message: String, at offset: Int, in text: [UInt8]) {
        self.message = message
        self.offset = min(offset, text.count)
        let before = text.prefix(self.offset)
        line = 1 + before.count { $0 == 0x0a }
        column = self.offset - (before.lastIndex(of: 0x0a) ?? -1)
    }
}

extension ParseError: CustomStringConvertible {
    /// As Prometheus reports it: `1:5: parse error: unexpected end of input`.
    public var description: String { "\(line):\(column): parse error: \(message)" }
}
