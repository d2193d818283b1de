/// The value of a header that repeats something of a request's body (2026-07-28, Streamable HTTP).
enum HeaderText {
    /// A value that ASCII cannot hold comes as `=?base64?…?=`; anything else stands for itself.
    ///
    /// Nil where it says that it is base64 and is not.
    static func decoded(_ value: String) -> String? {
        guard value.hasPrefix("=?base64?"), value.hasSuffix("?="), value.utf8.count >= 11 else { return value }
        return Base64.decode(String(value.dropFirst(9).dropLast(2))).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Without the space around it.
    static func trimmed(_ value: String) -> String {
        func isSpace(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard isSpace(value.utf8.first) || isSpace(value.utf8.last) else { return value }
        var bytes = Substring(value).utf8
        while isSpace(bytes.first) { bytes.removeFirst() }
        while isSpace(bytes.last) { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
