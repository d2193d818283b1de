/// Cuts a script into sentences and words without tearing `3.5`, `Dr. Smith` or `e.g. this` apart.
public enum SentenceSplitter {
    /// The sentences of a text; paragraphs end at line breaks.
    ///
    /// All words are in them, in order; only stretches of nothing but marks are left out.
    public static func sentences(in text: String) -> [SpokenSentence] {
        text.split(whereSeparator: \.isNewline).flatMap { paragraph -> [SpokenSentence] in
            let groups = grouped(paragraph.split(whereSeparator: \.isWhitespace).map(String.init))
            return groups.indices.map { index in
                SpokenSentence(
                    text: groups[index].joined(separator: " "), words: groups[index].flatMap(words(of:)),
                    endsParagraph: index == groups.count - 1)
            }
        }
    }

    /// Tokens between white space, in sentences; one with an ideographic full stop inside is cut there.
    private static func grouped(_ tokens: [String]) -> [[String]] {
        let pieces = tokens.flatMap(cutAtIdeographicStops)
        var groups: [[String]] = [[]]
        for (index, piece) in pieces.enumerated() {
            groups[groups.count - 1].append(piece)
            let next = index + 1 < pieces.count ? pieces[index + 1] : nil
            if let next, ends(piece, before: next) { groups.append([]) }
        }
        return groups.filter { group in group.contains { $0.contains { $0.isLetter || $0.isNumber } } }
    }

    private static func ends(_ token: String, before next: String) -> Bool {
        let bare = token.trimmingSuffix { "\"'”’»)]}」』）".contains($0) }
        guard let mark = bare.last else { return false }
        if "。！？".contains(mark) { return true }
        guard ".!?…؟।".contains(mark), next.first(where: { $0.isLetter || $0.isNumber })?.isLowercase != true else {
            return false
        }
        return mark != "." || !isAbbreviation(bare, before: next)
    }

    private static func isAbbreviation(_ token: String, before next: String) -> Bool {
        let word = token.dropLast().drop { !$0.isLetter && !$0.isNumber }
        if abbreviations.contains(word.lowercased()) { return true }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ $0.count == 1 && $0.first?.isLetter == true }) else { return false }
        // An initial or an acronym: only a word that likes to open sentences ends it.
        return word.first?.isUppercase == true && !openers.contains(next.trimmingSuffix { !$0.isLetter })
            || word.first?.isLowercase == true
    }

    /// Words that are followed by more of the same sentence although they end in a full stop.
    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "rev", "gen", "col", "lt", "sgt", "capt", "hon", "vs",
        "approx", "ca", "cf", "fig", "no", "vol", "inc", "ltd", "dept", "est", "bzw", "z.b", "d.h", "ggf", "usw",
        "nr", "frl", "hr", "mme", "mlle", "sra", "sta", "ud", "núm",
    ]

    private static let openers: Set<String> = [
        "The", "It", "In", "This", "That", "These", "Those", "A", "An", "And", "But", "He", "She", "They", "We",
        "You", "However", "Today", "There", "What", "When", "Its", "His", "Her", "Their", "Our", "At", "On", "For",
    ]

    private static func cutAtIdeographicStops(_ token: String) -> [String] {
        var pieces = [""]
        for character in token {
            let isMark = "。！？」』”）".contains(character)
            if !isMark, let last = pieces.last?.last, "。！？".contains(last) || endsQuote(pieces[pieces.count - 1]) {
                pieces.append("")
            }
            pieces[pieces.count - 1].append(character)
        }
        return pieces.filter { !$0.isEmpty }
    }

    /// Whether a piece ends in a closing quote behind an ideographic full stop.
    private static func endsQuote(_ piece: String) -> Bool {
        let bare = piece.trimmingSuffix { "」』”）".contains($0) }
        return bare.count < piece.count && (bare.last.map { "。！？".contains($0) } ?? false)
    }

    /// A token of an alphabet is one word; in one of ideographs or kana every character is.
    static func words(of token: String) -> [String] {
        guard token.contains(where: \.isIdeographic) else { return [token] }
        var words: [String] = []
        var opens = false
        for character in token {
            let joins = words.last?.last.map { !$0.isIdeographic && !character.isIdeographic } ?? false
            let isMark = !character.isLetter && !character.isNumber
            if words.isEmpty || !(isMark || opens || joins) || (isMark && "「『“（《【".contains(character)) {
                words.append("")
            }
            words[words.count - 1].append(character)
            opens = "「『“（《【".contains(character)
        }
        return words
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> String {
        var end = endIndex
        while end > startIndex, matches(self[index(before: end)]) { end = index(before: end) }
        return String(self[..<end])
    }
}

extension Character {
    /// Whether it is written without spaces round its word: Han or kana.
    fileprivate var isIdeographic: Bool {
        unicodeScalars.first.map { scalar in
            switch scalar.value {
            case 0x3040..<0x3100, 0x3400..<0xa000, 0xf900..<0xfb00, 0x20000..<0x32000: true
            default: false
            }
        } ?? false
    }
}
