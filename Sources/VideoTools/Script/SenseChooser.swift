/// Picks the meaning of a word that fits the other words of the subject.
struct SenseChooser: Sendable {
    let wordNet: WordNet

    /// The meaning whose definition and family share most words with `others`; without any, the most
    /// frequent one, unless a later one is much better described.
    func best(of senses: [Synset], near others: [String]) -> Synset? {
        let wanted = Set(others.map { Stem.of($0.lowercased()) })
        let scored = senses.prefix(8).enumerated().map { index, sense in
            (sense: sense, score: 2 * Double(overlap(sense, wanted)) + richness(sense) - 0.6 * Double(index))
        }
        return scored.max { $0.score < $1.score }?.sense
    }

    private func overlap(_ sense: Synset, _ wanted: Set<String>) -> Int {
        guard !wanted.isEmpty else { return 0 }
        let family = (sense.related(.kindOf) + sense.related(.field) + sense.related(.kinds).prefix(12))
            .compactMap(wordNet.synset)
        let texts = [sense.gloss] + sense.words.dropFirst() + family.flatMap { $0.words + [$0.gloss] }
        return min(3, wanted.intersection(texts.flatMap(Stem.words)).count)
    }

    private func richness(_ sense: Synset) -> Double {
        let relations: [Synset.Relation] = [.kinds, .instances, .parts, .partOf]
        let facts = relations.reduce(0) { $0 + sense.related($1).count }
        return 0.12 * Double(min(8, facts))
    }
}
