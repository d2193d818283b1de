/// Cuts a text into phrases at punctuation, stop words and the words of the script templates.
enum Phrases {
    /// Runs of content words as they are written, in order.
    static func candidates(in text: String) -> [[String]] {
        var runs: [[String]] = [[]]
        for token in text.split(whereSeparator: \.isWhitespace) {
            let opens = token.first.map { "\"“(‘[".contains($0) } ?? false
            let word = bare(String(token))
            let stops =
                word.isEmpty || StopWords.english.contains(word.lowercased())
                || templateWords.contains(word.lowercased())
            if opens || stops || runs[runs.count - 1].count == longestRun { runs.append([]) }
            if !stops, word.contains(where: \.isLetter) { runs[runs.count - 1].append(word) }
            if stops || (token.last.map { !$0.isLetter && !$0.isNumber } ?? false) { runs.append([]) }
        }
        return runs.filter { !$0.isEmpty }
    }

    /// Words in a row without a stop word, beyond which no text is one phrase: looking for compounds is quadratic.
    private static let longestRun = 12

    private static func bare(_ token: String) -> String {
        var word = token.drop { !$0.isLetter && !$0.isNumber }
        while let last = word.last, !last.isLetter, !last.isNumber { word.removeLast() }
        return word.hasSuffix("'s") || word.hasSuffix("’s") ? String(word.dropLast(2)) : String(word)
    }

    /// What scripts say about any subject; no picture shows it.
    private static let templateWords: Set<String> = [
        "talk", "short", "version", "plain", "words", "word", "mean", "means", "meaning", "sentence", "simply",
        "example",
        "examples", "turn", "hand", "comparison", "form", "forms", "kind", "kinds", "known", "name", "called",
        "consist",
        "consisting", "including", "relatives", "family", "heading", "close", "apart", "parts", "part", "belongs",
        "side",
        "story", "subject", "video", "stands", "hear", "heard", "heart's", "definition", "beginning", "course",
        "question",
        "questions", "answer", "basics", "daily", "life", "time", "times", "today", "people", "way", "ways", "thing",
        "things", "lot", "number", "numbers", "result", "resulting", "various", "usually", "particular", "general",
        "large",
        "small", "great", "good", "new", "old", "first", "second", "third", "last", "different", "important", "certain",
        "possible", "main", "look", "find", "start", "bring", "years", "year", "day", "days", "minutes", "hours",
        "percent",
        "use", "using", "especially", "e.g", "i.e", "source", "sources", "wonder", "imagine", "think", "believe",
        "sort", "location", "region", "place", "purpose", "member", "members", "single", "consists", "making", "made",
        "become", "becomes", "whole",
    ]
}
