/// Finds search phrases by rule, with no model: content-word runs of the script that end in a noun.
///
/// The rules: cut at stop words, punctuation and the templates' own words; keep a dictionary's compounds
/// whole; the last word must be a noun first of all; no two phrases share a word; the subject leads, the
/// others follow in the order of the script. The best-scored phrases stay where there are too many.
public struct RakeTermExtractor: TermExtractor {
    private let wordNet: WordNet?

    /// - Parameter wordNet: nil works too, with phrases that are less sure to be things.
    public init(wordNet: WordNet?) { self.wordNet = wordNet }

    public func terms(_ request: TermRequest) async throws(StageError) -> TermList {
        let subject = subjectTerm(request.subject)
        let scored = PhraseScores(runs: Phrases.candidates(in: request.script), wordNet: wordNet)
        let chosen = scored.best(request.amount - 1, besides: request.subject)
        let isEnglish = ScriptText.guessedLanguage(of: request.script) == "en"
        return TermList(
            terms: [subject] + chosen, provider: "rake",
            warnings: isEnglish ? [] : ["the script is not in English: phrases may fit less well"])
    }

    /// One phrase for every sentence, for pictures that follow the words.
    ///
    /// It is the sentence's own best phrase, else the subject; the same is not used twice in a row where
    /// there is another.
    public func sceneTerms(subject: String, sentences: [String]) -> [String] {
        let term = subjectTerm(subject)
        let scores = PhraseScores(runs: sentences.flatMap(Phrases.candidates), wordNet: wordNet)
        var previous = ""
        return sentences.map { sentence in
            let own = scores.ranked(Phrases.candidates(in: sentence)).filter { $0 != previous }
            // What the sentence adds tells more than the subject, which all of them are about.
            let fresh = own.first { Set(Stem.words($0)).isDisjoint(with: Stem.words(term)) }
            previous = fresh ?? own.first ?? term
            return previous
        }
    }

    /// The subject as something to search for: without `the history of` and the like, at most four words.
    private func subjectTerm(_ subject: String) -> String {
        let words = SubjectWords.content(subject)
        let things = words.filter { !SubjectWords.aspects.contains($0.lowercased()) }
        let kept = (things.contains { $0.contains(where: \.isLetter) } ? things : words).prefix(4).joined(
            separator: " ")
        return kept.isEmpty ? subject : kept
    }
}
