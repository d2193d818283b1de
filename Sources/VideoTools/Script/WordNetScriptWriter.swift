/// Writes scripts with no model and no network: true statements from a dictionary, in a frame of sentences.
///
/// English only for facts; some other languages get an outline (``OutlineScripts``) that says so in its
/// warnings. The same request always gives the same text.
public struct WordNetScriptWriter: ScriptWriter {
    private let reader: SubjectReader

    /// - Throws: `missingPart` when WordNet is not installed in `folder`.
    public init(folder: String = WordNet.defaultFolder) throws(StageError) {
        reader = SubjectReader(wordNet: try WordNet(folder: folder))
    }

    public init(wordNet: WordNet) { reader = SubjectReader(wordNet: wordNet) }

    public func write(_ request: ScriptRequest) async throws(StageError) -> Script {
        guard request.primaryLanguage == "en" else { return try OutlineScripts.script(for: request) }
        let seed = ScriptDigest.seed(subject: request.subject, seed: request.seed)
        let topics = reader.topics(in: request.subject)
        guard topics.contains(where: { $0.definition != nil }) else { return unknown(request) }
        var phrase = SubjectPhrase(subject: request.subject, random: SeededRandom(seed: seed))
        var composition =
            request.paragraphs == 1
            ? ScriptComposition(wanted: 1, least: 80, most: 115) : ScriptComposition(wanted: request.paragraphs)
        composition.open(with: opening(&phrase, topics, seed))
        let text = composition.finish(facts: rest(topics, seed) + Self.outlook, closing: phrase.closing())
        return Script(
            text: text, language: tag(request), provider: "wordnet",
            warnings: composition.isShort
                ? ["the dictionary knows enough for \(composition.count) of \(request.paragraphs) paragraphs"] : [])
    }

    private func opening(_ phrase: inout SubjectPhrase, _ topics: [TopicFacts], _ seed: UInt64) -> [String] {
        let hook = phrase.hook()
        let definitions = topics.enumerated().compactMap { index, topic in
            var sentences = TopicSentences(topic: topic, random: SeededRandom(seed: seed, part: index))
            return sentences.definition(afterQuestion: hook.hasSuffix("?"), isFirst: index == 0)
        }
        return [hook] + definitions + (definitions.count > 1 ? [phrase.bridge(topics)] : [])
    }

    /// What is left to say about all things, a few sentences of each in turn.
    private func rest(_ topics: [TopicFacts], _ seed: UInt64) -> [String] {
        var queues = topics.enumerated().map { index, topic in
            var sentences = TopicSentences(topic: topic, random: SeededRandom(seed: seed, part: 100 + index))
            return sentences.rest()[...]
        }
        var facts: [String] = []
        while queues.contains(where: { !$0.isEmpty }) {
            for index in queues.indices {
                facts += queues[index].prefix(3)
                queues[index] = queues[index].dropFirst(3)
            }
        }
        return facts.reduce(into: []) { kept, fact in if !kept.contains(fact) { kept.append(fact) } }
    }

    /// For subjects of which there is little to say.
    private static let outlook = [
        "A definition is only the beginning, of course.",
        "Ask where you meet it in daily life, who depends on it, and how it has changed over the years.",
    ]

    private func tag(_ request: ScriptRequest) -> String {
        request.language.isEmpty || request.language.lowercased() == "auto" ? "en" : request.language
    }

    /// An honest text on something that no dictionary has: questions instead of claims.
    private func unknown(_ request: ScriptRequest) -> Script {
        let inner = SubjectPhrase(subject: request.subject, random: SeededRandom(seed: 0)).inner
        let text = """
            Today's subject is \(inner). There is no short definition at hand, so here are the questions that lead to one. \
            What is it exactly, and where does the name come from? Which problem does it solve, and for whom? Who made it \
            known, and what came before it? And where do you meet it in daily life? Look for the answers in more than one \
            source, and you will soon know more about \(inner) than most people do.
            """
        return Script(
            text: text, language: tag(request), provider: "wordnet",
            warnings: [
                "the dictionary knows no word of this subject; give video_script or configure a chat endpoint for a real text"
            ])
    }
}
