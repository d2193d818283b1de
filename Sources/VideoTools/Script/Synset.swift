/// One meaning in WordNet: the words for it, its definition and what it is related to.
struct Synset: Equatable, Sendable {
    /// The relations that scripts use, by their symbol in the data file.
    enum Relation: String, Sendable {
        case kindOf = "@"
        case instanceOf = "@i"
        case kinds = "~"
        case instances = "~i"
        case parts = "%p"
        case substances = "%s"
        case members = "%m"
        case partOf = "#p"
        case memberOf = "#m"
        case field = ";c"
        case usage = ";u"
        case inField = "-c"
    }

    let offset: Int
    /// The lexicographer's file: 3 tops, 5 animal, 6 artifact, 13 food, 18 person and so on.
    let field: Int
    /// With spaces; capitals as in a dictionary.
    let words: [String]
    /// Definition and examples as WordNet gives them.
    let gloss: String
    private let pointers: [Pointer]

    private struct Pointer: Equatable, Sendable {
        let symbol: String
        let offset: Int
    }

    /// Noun synsets on the other end of a relation.
    func related(_ relation: Relation) -> [Int] {
        pointers.filter { $0.symbol == relation.rawValue }.map(\.offset)
    }

    /// Reads one line of `data.noun`; nil when it is not one.
    init?(line: String) {
        let halves = line.split(separator: " | ", maxSplits: 1)
        let fields = halves.first.map { $0.split(separator: " ") } ?? []
        guard halves.count == 2, fields.count > 4, let offset = Int(fields[0]), let field = Int(fields[1]),
            let wordCount = Int(fields[3], radix: 16), fields.count > 4 + 2 * wordCount,
            let pointerCount = Int(fields[4 + 2 * wordCount])
        else { return nil }
        self.offset = offset
        self.field = field
        words = (0..<wordCount).map { String(fields[4 + 2 * $0]).replacing("_", with: " ") }
        gloss = String(halves[1])
        let first = 5 + 2 * wordCount
        guard fields.count >= first + 4 * pointerCount else { return nil }
        pointers = (0..<pointerCount).compactMap { index in
            let at = first + 4 * index
            guard fields[at + 2] == "n", let target = Int(fields[at + 1]) else { return nil }
            return Pointer(symbol: String(fields[at]), offset: target)
        }
    }
}
