import Foundation

/// Small rules on spoken text.
enum ScriptText {
    /// One line: control characters and line ends become spaces, and runs of white space one space.
    static func oneLine(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { CharacterSet.controlCharacters.contains($0) ? " " : $0 }
        return String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// A text a model wrote, without the marks that must not be spoken: `*`, `#`, `[..]`, `(..)`, labels.
    static func spoken(_ text: String) -> String {
        let plain = text.replacing(#/```[a-zA-Z]*|[*#`]/#, with: "")
            .replacing(#/\[[^\]]*\]|\([^)]*\)/#, with: "")
        let paragraphs = plain.split(separator: #/\r?\n[ \t]*\r?\n/#).map { paragraph in
            paragraph.split(whereSeparator: \.isNewline).map { withoutLabel(oneLine(String($0))) }
                .filter { !$0.isEmpty }.joined(separator: " ")
                .replacing(#/ +([,.;:!?])/#) { String($0.output.1) }
        }
        return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// `Narrator: Hello` becomes `Hello`.
    private static func withoutLabel(_ line: String) -> String {
        line.replacing(
            #/^(?i)(narrator|voice ?over|host|speaker|paragraph ?\d*|script|title|scene ?\d*)\s*:\s*/#, with: "")
    }

    static func wordCount(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

    /// A language tag such as `zh` or `ru`, told from the letters; else `en`.
    static func guessedLanguage(of text: String) -> String {
        let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
        func share(_ ranges: [ClosedRange<UInt32>]) -> Double {
            let found = letters.count { letter in ranges.contains { $0.contains(letter.value) } }
            return letters.isEmpty ? 0 : Double(found) / Double(letters.count)
        }
        if share([0x3040...0x30ff]) > 0.2 { return "ja" }
        if share([0xac00...0xd7af, 0x1100...0x11ff]) > 0.3 { return "ko" }
        if share([0x3400...0x9fff]) > 0.3 { return "zh" }
        if share([0x400...0x52f]) > 0.5 { return "ru" }
        if share([0x600...0x6ff]) > 0.5 { return "ar" }
        return "en"
    }

    /// `a, b and c`.
    static func list(_ items: [String], and: String = "and") -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(and) " + last
    }

    static func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}
