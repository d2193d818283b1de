/// A subject as it is spoken in the middle of a sentence, and what opens and closes a script on it.
struct SubjectPhrase {
    let subject: String
    var random: SeededRandom

    /// `The history of tea` becomes `the history of tea`; names keep their capitals.
    var inner: String {
        let bare = subject.last.map { ".!?".contains($0) } == true ? String(subject.dropLast()) : subject
        let first = bare.split(separator: " ").first.map(String.init) ?? ""
        let isPlain =
            StopWords.english.contains(first.lowercased()) || SubjectWords.aspects.contains(first.lowercased())
        return isPlain && first != "I" ? bare.prefix(1).lowercased() + bare.dropFirst() : bare
    }

    private var isQuestion: Bool {
        let first = inner.split(separator: " ").first.map { $0.lowercased() } ?? ""
        return subject.hasSuffix("?")
            || ["how", "why", "what", "who", "where", "when", "is", "are", "can", "does", "do"].contains(first)
    }

    private var isAdvice: Bool {
        !["tips", "ways", "guide", "ideas", "tricks", "hacks", "steps", "reasons", "facts"].filter(
            inner.lowercased().contains
        ).isEmpty
    }

    mutating func hook() -> String {
        if isQuestion {
            let asked = ScriptText.capitalized(inner)
            return random.pick([
                "\(asked)? To find an answer, start with the words themselves.",
                "\(asked)? Before the answer come the basics, and they are quickly told.",
            ])
        }
        let plain = "\(ScriptText.capitalized(inner)): here is what you should know, in plain words."
        // "Everybody has heard of 5 tips" would be strange.
        if inner.first?.isNumber == true || isAdvice { return plain }
        return random.pick([
            plain,
            "Everybody has heard of \(inner). But what is really behind it?",
            "How much do you know about \(inner)? Here is the short version.",
            "Let us talk about \(inner), and start with what the words mean.",
        ])
    }

    mutating func closing() -> String {
        if isQuestion {
            return random.pick([
                "With these basics, you can take the question further yourself.",
                "Keep these basics in mind, and the rest of the answer comes more easily.",
            ])
        }
        return random.pick([
            "Now you know what stands behind \(inner).",
            "The next time you hear of \(inner), you will know what is meant.",
            "That was \(inner) in short. What would you like to know next?",
        ])
    }

    /// Brings the things of a subject together.
    mutating func bridge(_ topics: [TopicFacts]) -> String {
        let words = subject.lowercased().split(separator: " ")
        if words.contains(where: { ["and", "&", "vs", "vs.", "versus", "or"].contains($0) }) {
            return "Side by side, \(ScriptText.list(topics.map(\.name))) each tell a part of the story."
        }
        return random.pick([
            "Bring these together, and you have the subject of this video: \(inner).",
            "Put them side by side, and you see what \(inner) is about.",
        ])
    }
}
