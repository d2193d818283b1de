/// Gives every scene the search phrase that fits its words.
struct SceneTerms {
    let terms: [String]
    let subject: String

    /// One phrase for each text: first those that share words, each used once; then what is left, in order.
    func assign(to texts: [String]) -> [String] {
        var chosen: [String?] = texts.map { _ in nil }
        var unused = terms
        let stems = texts.map { Set(Stem.words($0)) }
        // The title stands for the whole video.
        if !chosen.isEmpty { chosen[0] = subject }
        for index in texts.indices.dropFirst() {
            let best = unused.indices.max { overlap(unused[$0], stems[index]) < overlap(unused[$1], stems[index]) }
            guard let best, overlap(unused[best], stems[index]) > 0 else { continue }
            chosen[index] = unused.remove(at: best)
        }
        for index in texts.indices where chosen[index] == nil {
            chosen[index] = unused.isEmpty ? nil : unused.removeFirst()
        }
        return chosen.map { $0 ?? subject }
    }

    /// The share of a phrase's words that a scene speaks.
    private func overlap(_ term: String, _ stems: Set<String>) -> Double {
        let words = Stem.words(term)
        return words.isEmpty ? 0 : Double(words.count(where: stems.contains)) / Double(words.count)
    }
}
