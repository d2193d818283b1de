/// Base64 with padding, read strictly.
enum Base64 {
    static func text(_ bytes: [UInt8]) -> String {
        var letters = Base64URL.text(bytes).utf8.map(standard)
        while !letters.count.isMultiple(of: 4) { letters.append(UInt8(ascii: "=")) }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Nil where the text is not the one form of some bytes.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let letters = Array(text.utf8)
        let padding = letters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard letters.count.isMultiple(of: 4), padding <= 2,
            !letters.contains(UInt8(ascii: "-")), !letters.contains(UInt8(ascii: "_"))
        else { return nil }
        return Base64URL.bytes(letters.dropLast(padding).map(urlSafe))
    }

    private static func standard(_ letter: UInt8) -> UInt8 {
        letter == UInt8(ascii: "-") ? UInt8(ascii: "+") : letter == UInt8(ascii: "_") ? UInt8(ascii: "/") : letter
    }

    private static func urlSafe(_ letter: UInt8) -> UInt8 {
        letter == UInt8(ascii: "+") ? UInt8(ascii: "-") : letter == UInt8(ascii: "/") ? UInt8(ascii: "_") : letter
    }
}
