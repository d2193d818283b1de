import Foundation

/// WordNet's definitions made fit to be spoken.
enum GlossText {
    /// The definition without examples and brackets, at most about 30 words; nil when nothing usable is left.
    ///
    /// - Parameter field: the lexicographer's field, which tells whether a bare noun wants an article.
    static func definition(_ gloss: String, field: Int) -> String? {
        let plain = gloss.replacing(#/"[^"]*"?/#, with: "").replacing(#/\([^)]*\)/#, with: "")
            .replacing("e.g.", with: "for example").replacing("i.e.", with: "that is")
        let pieces = plain.split { ";:".contains($0) }.map { ScriptText.oneLine(String($0)) }.filter { !$0.isEmpty }
        guard let first = pieces.first else { return nil }
        let needsMore = ScriptText.wordCount(first) < 4 && pieces.count > 1
        let text = shortened(needsMore ? "\(first), \(pieces[1])" : first)
            .replacing(#/ ([,.])/#) { String($0.output.1) }
            .trimmingCharacters(in: CharacterSet(charactersIn: " ,.:;-"))
        return ScriptText.wordCount(text) < 2 || text.contains("--") ? nil : withArticle(decapitalized(text), field)
    }

    /// WordNet leaves many articles out: `feline mammal usually having ...`.
    private static func withArticle(_ text: String, _ field: Int) -> String {
        let words = text.split(separator: " ").map { $0.lowercased().trimmingCharacters(in: .punctuationCharacters) }
        guard let first = words.first, !determiners.contains(first) else { return text }
        if ["capital", "largest", "smallest", "highest", "longest", "oldest", "first", "only"].contains(first) {
            return "the \(text)"
        }
        let end = words.firstIndex(where: phraseEnds.contains) ?? words.count
        guard end > 0, let head = words[..<end].last, !head.hasSuffix("s") || head.hasSuffix("ss") else { return text }
        // Things and living beings are counted; of food and ideas only some are.
        let isCounted =
            [5, 6, 8, 17, 18, 20, 25].contains(field) ? !massHeads.contains(head) : countHeads.contains(head)
        return isCounted ? "\(TopicFacts.article(text)) \(text)" : text
    }

    private static let determiners: Set<String> = [
        "a", "an", "the", "any", "some", "one", "each", "all", "every", "either", "several", "many", "various", "what",
        "something", "someone", "anything", "anyone", "to", "being", "having", "using", "your", "his", "two", "three",
    ]

    private static let phraseEnds: Set<String> = [
        "of", "that", "which", "who", "whose", "with", "made", "from", "in", "on", "at", "having", "used", "consisting",
        "for", "by", "to", "usually", "containing", "where", "when", "found", "into", "between", "resembling",
        "without",
        "served", "and", "or", "prepared", "as", "produced", "formed", "related", "native", "being", "covered", "worn",
        "topped", "given", "about",
    ]

    private static let massHeads: Set<String> = [
        "clothing", "equipment", "material", "fabric", "furniture", "apparatus", "wood", "tissue", "fluid", "skin",
        "machinery", "music", "art", "paper", "glass", "cloth", "water", "land", "rock", "soil", "hair",
    ]

    private static let countHeads: Set<String> = [
        "cup", "beverage", "drink", "dish", "fruit", "cake", "sandwich", "soup", "sauce", "cocktail", "loaf", "pastry",
        "dessert", "salad", "stew", "vegetable", "seed", "nut", "system", "method", "process", "branch", "science",
        "theory", "game", "sport", "person", "city", "country", "language", "book", "song", "plan", "belief", "disease",
        "liquid", "compound", "element", "metal", "gas", "mixture", "group", "organization", "company", "place",
    ]

    /// Whether a meaning is unfit for a video that anybody may see.
    static func isRude(_ gloss: String) -> Bool {
        let marks = [
            "offensive", "disparag", "derogatory", "slur", "obscene", "vulgar", "sexual", "prostitut", "genital",
            "insulting", "contempt", "nazi",
        ]
        return marks.contains { gloss.lowercased().contains($0) }
    }

    private static func shortened(_ text: String, limit: Int = 30) -> String {
        let words = text.split(separator: " ")
        guard words.count > limit else { return text }
        let kept = words.prefix(limit)
        let cut = kept.lastIndex { $0.hasSuffix(",") } ?? kept.lastIndex { ["and", "that", "which"].contains($0) }
        guard let cut, cut >= 6 else { return kept.joined(separator: " ") }
        return words[...(words[cut].hasSuffix(",") ? cut : cut - 1)].joined(separator: " ")
    }

    private static func decapitalized(_ text: String) -> String {
        // A first word with capitals is a name in WordNet; only the rare "A ..." is not.
        text.hasPrefix("A ") || text.hasPrefix("The ") ? text.prefix(1).lowercased() + text.dropFirst() : text
    }
}
