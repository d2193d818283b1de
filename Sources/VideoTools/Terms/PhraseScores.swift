/// Scores phrases as RAKE does: words that keep company with many others count most.
struct PhraseScores {
    private let phrases: [[String]]
    private let scores: [String: Double]
    private let wordNet: WordNet?

    init(runs: [[String]], wordNet: WordNet?) {
        self.wordNet = wordNet
        phrases = Self.phrases(runs, wordNet)
        var frequency: [String: Double] = [:]
        var degree: [String: Double] = [:]
        for phrase in phrases {
            for word in phrase.map({ Stem.of($0.lowercased()) }) {
                frequency[word, default: 0] += 1
                degree[word, default: 0] += Double(phrase.count)
            }
        }
        scores = degree.merging(frequency) { $0 / $1 }
    }

    /// The best phrases of the whole text, in the order of the text, sharing no word with `subject` or another.
    func best(_ count: Int, besides subject: String) -> [String] {
        var used = Set(Stem.words(subject))
        var kept: [(position: Int, text: String)] = []
        let order = phrases.indices.sorted { (score(phrases[$1]), $0) < (score(phrases[$0]), $1) }
        for index in order where kept.count < count {
            let words = Set(phrases[index].flatMap { Stem.words($0) })
            guard isThing(phrases[index]), used.isDisjoint(with: words) else { continue }
            used.formUnion(words)
            kept.append((index, text(phrases[index])))
        }
        return kept.sorted { $0.position < $1.position }.map(\.text)
    }

    /// The things among some phrases, best first.
    func ranked(_ runs: [[String]]) -> [String] {
        Self.phrases(runs, wordNet).filter(isThing).enumerated()
            .sorted { (score($1.element), $0.offset) < (score($0.element), $1.offset) }
            .map { text($0.element) }
    }

    /// In lower case, as a capital may only be the start of a sentence; short forms stay as they are.
    private func text(_ phrase: [String]) -> String {
        phrase.map { $0 == $0.uppercased() ? $0 : $0.lowercased() }.joined(separator: " ")
    }

    private static func phrases(_ runs: [[String]], _ wordNet: WordNet?) -> [[String]] {
        runs.flatMap { compounds($0, wordNet) }.map { withoutVerb($0, wordNet) }.filter { !$0.isEmpty }
    }

    /// `gives energy` is no thing, but energy is; `finely ground` is nothing to look for.
    private static func withoutVerb(_ phrase: [String], _ wordNet: WordNet?) -> [String] {
        guard let wordNet, phrase.count > 1, let first = phrase.first,
            wordNet.lemma(of: phrase.joined(separator: " ")) == nil
        else { return phrase }
        if first.hasSuffix("ly"), !wordNet.isAdjective(first) { return [] }
        let isName = first.first?.isUppercase == true
        let fits = isName || wordNet.isAdjective(first) || wordNet.lemma(of: first).map(wordNet.isMostlyNoun) ?? false
        return fits ? phrase : Array(phrase.dropFirst())
    }

    private func score(_ phrase: [String]) -> Double {
        let sum = phrase.reduce(0) { $0 + (scores[Stem.of($1.lowercased())] ?? 0) }
        let isKnown = wordNet?.lemma(of: phrase.joined(separator: " ")) != nil
        return sum + (phrase.count > 1 && isKnown ? 2 : 0)
    }

    /// Whether pictures of it can be looked for: its last word is a noun before all else.
    private func isThing(_ phrase: [String]) -> Bool {
        guard phrase.count <= 3, let last = phrase.last, last.count > 2 else { return false }
        guard let wordNet else { return !["ly", "ed"].contains { last.hasSuffix($0) } }
        let whole = phrase.joined(separator: " ")
        if phrase.count > 1, wordNet.lemma(of: whole) != nil { return true }
        guard let lemma = wordNet.lemma(of: last), wordNet.isMostlyNoun(lemma) else { return false }
        // One word alone must be something that can be seen: no purpose, no ability.
        return phrase.count > 1 || wordNet.senses(of: lemma).first.map { Self.visible.contains($0.field) } ?? false
    }

    /// Acts, animals, artifacts, bodies, events, food, groups, places, objects, people, phenomena, plants, substances.
    private static let visible: Set<Int> = [4, 5, 6, 8, 11, 13, 14, 15, 17, 18, 19, 20, 27]

    /// A run cut so that compounds of the dictionary stay whole and nothing is longer than three words.
    private static func compounds(_ run: [String], _ wordNet: WordNet?) -> [[String]] {
        guard let wordNet, run.count > 1 else { return [run] }
        for length in stride(from: min(3, run.count), through: 2, by: -1) {
            for start in 0...(run.count - length) {
                let end = start + length
                guard wordNet.lemma(of: run[start..<end].joined(separator: " ")) != nil else { continue }
                let before = Array(run[..<start])
                let after = Array(run[end...])
                return (before.isEmpty ? [] : compounds(before, wordNet)) + [Array(run[start..<end])]
                    + (after.isEmpty ? [] : compounds(after, wordNet))
            }
        }
        if run.count <= 3 { return [run] }
        // Too long to search for: its last two words say what it is.
        return compounds(Array(run.dropLast(2)), wordNet) + [Array(run.suffix(2))]
    }
}
