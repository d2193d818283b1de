/// Subjects of today that WordNet 3.0 (2006) does not know or knows too briefly; written for this service.
enum ModernTerms {
    /// Facts on a term, singular or plural, in any case; nil where it is not one of these.
    static func facts(_ phrase: String) -> TopicFacts? {
        let key = phrase.lowercased().replacing("-", with: " ")
        let entry = table[key] ?? (key.hasSuffix("s") ? table[String(key.dropLast())] : nil)
        return entry?.facts
    }

    private static let table: [String: ModernTerm] = Dictionary(
        (technology + life).flatMap { term in ([term.name] + term.otherNames).map { ($0.lowercased(), term) } },
        uniquingKeysWith: { first, _ in first })
}

/// One entry of ``ModernTerms``.
struct ModernTerm: Sendable {
    let name: String
    var otherNames: [String] = []
    /// Whether it takes an article.
    var counts = false
    /// What follows on the name and "is".
    let definition: String
    var kinds: [String] = []
    var parts: [String] = []
    /// Whole sentences.
    var notes: [String] = []

    var facts: TopicFacts {
        func named(_ name: String) -> TopicFacts { TopicFacts(name: name, isCountable: false, definition: nil) }
        var facts = TopicFacts(name: name, isCountable: counts, definition: definition)
        facts.kinds = kinds.map(named)
        facts.parts = parts.map(named)
        facts.notes = notes
        return facts
    }
}
