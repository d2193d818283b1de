/// What is known about one thing a subject names, ready to be put into sentences.
struct TopicFacts: Equatable, Sendable {
    /// The dictionary's name: `artificial intelligence`.
    let name: String
    /// Whether it takes an article: a volcano, but coffee.
    let isCountable: Bool
    /// A noun phrase without a full stop: `a beverage consisting of ...`; nil where none is known.
    let definition: String?
    /// What it is a kind of.
    var genus: [TopicFacts] = []
    var kinds: [TopicFacts] = []
    var parts: [TopicFacts] = []
    var wholes: [TopicFacts] = []
    /// Other kinds of its genus.
    var relatives: [TopicFacts] = []
    /// Whole sentences that need no template.
    var notes: [String] = []

    /// With its article where it takes one: `a volcano`, `coffee`.
    var phrase: String { isCountable ? "\(Self.article(name)) \(name)" : name }

    /// `a` or `an`.
    static func article(_ word: String) -> String {
        let lower = word.lowercased()
        let soundsLikeConsonant = ["uni", "use", "eu", "one", "ura", "uten", "uke"].contains { lower.hasPrefix($0) }
        return "aeiou".contains(lower.first ?? "x") && !soundsLikeConsonant ? "an" : "a"
    }
}
