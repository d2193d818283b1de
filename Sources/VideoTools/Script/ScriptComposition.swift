/// Puts sentences into paragraphs of 55 to 90 words.
struct ScriptComposition {
    private let wanted: Int
    private let least: Int
    private let most: Int
    private var paragraphs: [[String]] = []

    init(wanted: Int, least: Int = 55, most: Int = 90) {
        self.wanted = wanted
        self.least = least
        self.most = most
    }

    /// Paragraphs written so far.
    var count: Int { paragraphs.count }

    /// Whether there was not enough to say for all the paragraphs that were asked for.
    var isShort: Bool { count < wanted }

    /// The first sentences; they stay even where they are too many.
    mutating func open(with sentences: [String]) { paragraphs = [sentences] }

    /// Fills up with facts in order, leaving out those that would make a paragraph too long, and ends.
    mutating func finish(facts: [String], closing: String) -> String {
        var reserve: [String] = []
        for fact in facts {
            let size = ScriptText.wordCount(fact)
            if words(count - 1) >= least {
                guard count < wanted else { break }
                paragraphs.append(reserve)
                reserve = []
            }
            if words(count - 1) + size <= limit { paragraphs[count - 1].append(fact) } else { reserve.append(fact) }
        }
        if count > 1, words(count - 1) < least / 2 {
            let last = paragraphs.removeLast()
            paragraphs[count - 1] += last
        }
        paragraphs[count - 1].append(closing)
        return paragraphs.map { $0.joined(separator: " ") }.joined(separator: "\n\n")
    }

    /// The last paragraph keeps room for the closing words.
    private var limit: Int { count == wanted ? most - 12 : most }

    private func words(_ paragraph: Int) -> Int {
        paragraphs[paragraph].reduce(0) { $0 + ScriptText.wordCount($1) }
    }
}
