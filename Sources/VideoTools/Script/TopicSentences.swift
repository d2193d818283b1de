/// Turns facts into sentences; the seed decides between wordings.
struct TopicSentences {
    let topic: TopicFacts
    var random: SeededRandom

    private var name: String { topic.name }

    /// What it is.
    ///
    /// - Parameters:
    ///   - afterQuestion: whether the sentence before is a question, so that this one should be none.
    ///   - isFirst: whether no other definition came before, whose opening would be heard twice.
    mutating func definition(afterQuestion: Bool, isFirst: Bool) -> String? {
        guard let definition = topic.definition else { return nil }
        let verb = Self.verb(definition)
        let plain = "\(topic.phrase) \(verb) \(definition)."
        guard isFirst else { return sentence(random.pick([plain, "And \(plain)"])) }
        let statements = [
            plain, "Put simply, \(plain)", "In a single sentence, \(plain)",
        ]
        let question = "What is \(topic.phrase)? It \(verb) \(definition)."
        return sentence(random.pick(afterQuestion ? statements : statements + [question]))
    }

    /// `to travel` is no thing that something could be.
    private static func verb(_ definition: String) -> String { definition.hasPrefix("to ") ? "means" : "is" }

    /// All else, in the order in which it should be told; sentences that belong together follow each other.
    mutating func rest() -> [String] {
        let notes = topic.notes.map(sentence)
        let groups = [kinds(), parts(), Array(notes.dropFirst()), genus(), wholes(), relatives()]
        return notes.prefix(1) + groups.flatMap(\.self)
    }

    private mutating func kinds() -> [String] {
        let known = topic.kinds
        guard known.count > 1 else { return known.prefix(1).compactMap { detail($0, "One kind of \(name)") } }
        let list = ScriptText.list(known.prefix(random.pick([3, 4])).map(\.name))
        let opening = random.pick([
            "There is more than one kind of \(name): \(list).",
            topic.isCountable
                ? "Some kinds of \(name) are better known than others: \(list)."
                : "\(name) comes in many forms, among them \(list).",
            "Under the name of \(name) you will find \(list).",
        ])
        return [sentence(opening)] + details(known, ["for example", "in turn", "on the other hand"])
    }

    private mutating func parts() -> [String] {
        let known = topic.parts
        guard known.count > 1 else { return known.prefix(1).compactMap { detail($0, "One part of it") } }
        let list = ScriptText.list(known.prefix(4).map(\.phrase))
        let opening = random.pick([
            "Take \(topic.phrase) apart and you find \(list).",
            "What belongs to \(topic.phrase)? Think of \(list).",
            "Look closer, and \(topic.phrase) is made up of parts such as \(list).",
        ])
        return [sentence(opening)] + details(known, ["by the way", "for its part"])
    }

    private mutating func genus() -> [String] {
        var sentences: [String] = []
        var below = topic.phrase
        for family in topic.genus {
            // A definition mostly names its family already; then there is nothing to add.
            let isSaid = topic.definition.map { $0.contains(family.name) } ?? false
            if let definition = family.definition, !isSaid || below != topic.phrase {
                sentences.append(sentence("\(below) is a kind of \(family.name), and that means \(definition)."))
            }
            below = family.phrase
        }
        return sentences
    }

    private mutating func wholes() -> [String] {
        guard !topic.wholes.isEmpty else { return [] }
        let list = ScriptText.list(topic.wholes.prefix(3).map(\.phrase))
        return [sentence("\(topic.phrase) is itself a part of something larger: \(list).")]
    }

    private mutating func relatives() -> [String] {
        guard topic.relatives.count > 1, let family = topic.genus.first else { return [] }
        let list = ScriptText.list(topic.relatives.prefix(3).map(\.name))
        let opening = random.pick([
            "Its relatives in the family of \(family.name) are called \(list).",
            "Close to it, under the heading of \(family.name), stand \(list).",
        ])
        return [sentence(opening)] + details(topic.relatives, ["for comparison", "however"])
    }

    /// A sentence on each of the first facts that has a definition of its own.
    private mutating func details(_ facts: [TopicFacts], _ turns: [String]) -> [String] {
        facts.prefix(10).enumerated().compactMap { index, fact in
            fact.definition.map { sentence("\(fact.phrase), \(turns[index % turns.count]), \(Self.verb($0)) \($0).") }
        }
    }

    private func detail(_ fact: TopicFacts, _ opening: String) -> String? {
        fact.definition.map { sentence("\(opening) is \(fact.phrase): \($0).") }
    }

    private func sentence(_ text: String) -> String { ScriptText.capitalized(text) }
}
