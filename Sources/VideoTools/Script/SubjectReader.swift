/// Finds the things a subject names: `AI in healthcare` names artificial intelligence and healthcare.
struct SubjectReader: Sendable {
    let wordNet: WordNet
    /// The most things one script explains.
    var limit = 3

    /// Facts on the things, in the order of the subject; empty when nothing in it is known.
    func topics(in subject: String) -> [TopicFacts] {
        let words = SubjectWords.content(subject)
        return Strictness.allCases.lazy.map { topics(words, $0) }.first { !$0.isEmpty } ?? []
    }

    /// What a single word must be to count as a thing; each is tried when the one before found nothing.
    private enum Strictness: CaseIterable {
        case nounAndNoAspect, noun, sometimesNoun
    }

    private func topics(_ words: [String], _ strictness: Strictness) -> [TopicFacts] {
        var found: [TopicFacts] = []
        var position = 0
        while position < words.count, found.count < limit {
            let lengths = stride(from: min(4, words.count - position), through: 1, by: -1)
            let match = lengths.lazy.compactMap { length -> (TopicFacts, Int)? in
                let others = words[..<position] + words[(position + length)...]
                let phrase = words[position..<position + length].joined(separator: " ")
                return topic(phrase, others: Array(others), strictness).map { ($0, length) }
            }.first
            if let (topic, length) = match, !found.contains(where: { $0.name == topic.name }) {
                found.append(topic)
                position += length
            } else {
                position += match?.1 ?? 1
            }
        }
        return found
    }

    private func topic(_ phrase: String, others: [String], _ strictness: Strictness) -> TopicFacts? {
        if strictness == .nounAndNoAspect, SubjectWords.aspects.contains(phrase.lowercased()) { return nil }
        let isShout = phrase.count <= 5 && phrase == phrase.uppercased()
        let spelled =
            (isShout || !wordNet.isNoun(phrase) ? SubjectWords.abbreviations[phrase.uppercased()] : nil) ?? phrase
        if let modern = ModernTerms.facts(spelled) { return modern }
        let redirected = SubjectWords.redirects[spelled.lowercased()] ?? spelled
        guard let lemma = wordNet.lemma(of: redirected) else { return nil }
        if !redirected.contains(" "), strictness != .sometimesNoun, !wordNet.isMostlyNoun(lemma) { return nil }
        let senses = fitting(wordNet.senses(of: lemma), phrase)
        guard let sense = SenseChooser(wordNet: wordNet).best(of: senses, near: others) else { return nil }
        let wanted = [wordNet.lemma(of: spelled), lemma]
        let name = wanted.lazy.compactMap { word in sense.words.first { $0.lowercased() == word } }.first ?? lemma
        return FactFinder(wordNet: wordNet).facts(of: sense, name: name)
    }

    /// Without what nobody should hear, and without names where the word is written small: diesel is no engineer.
    private func fitting(_ senses: [Synset], _ phrase: String) -> [Synset] {
        let fit = senses.filter { !GlossText.isRude($0.gloss) }
        let common = fit.filter { $0.related(.instanceOf).isEmpty }
        return phrase == phrase.lowercased() && !common.isEmpty ? common : fit
    }
}
