/// Sentences made into stretches of speech that are neither too long nor too short for a scene.
struct SpeechSpans {
    struct Span: Equatable {
        var words: Range<Int>
        var start: Double
        var end: Double
        var length: Double { end - start }
    }

    let planner: ScenePlanner
    let narration: Narration

    /// In order; never empty, and together all words.
    var spans: [Span] {
        let sentences = sentenceSpans
        guard let first = sentences.first else { return silence }
        let title = split(first, longest: planner.longestTitle)
        let rest = merged(title.dropFirst() + sentences.dropFirst())
        return title.prefix(1) + rest.flatMap { split($0, longest: planner.longest) }
    }

    private var sentenceSpans: [Span] {
        let whole = narration.words.indices
        let given = narration.sentences.map { $0.clamped(to: whole) }.filter { !$0.isEmpty }
        return (given.isEmpty && !whole.isEmpty ? [whole] : given).map(span)
    }

    /// Without words there is still a picture, which changes now and then.
    private var silence: [Span] {
        let count = max(1, Int((narration.duration / planner.longest).rounded(.up)))
        let length = narration.duration / Double(count)
        return (0..<count).map { Span(words: 0..<0, start: Double($0) * length, end: Double($0 + 1) * length) }
    }

    private func span(_ words: Range<Int>) -> Span {
        Span(
            words: words, start: narration.words[words.lowerBound].start,
            end: narration.words[words.upperBound - 1].end)
    }

    private func merged(_ spans: some Sequence<Span>) -> [Span] {
        spans.reduce(into: []) { merged, span in
            if let last = merged.last, min(last.length, span.length) < planner.shortest,
                span.end - last.start <= planner.longest
            {
                merged[merged.count - 1] = self.span(last.words.lowerBound..<span.words.upperBound)
            } else {
                merged.append(span)
            }
        }
    }

    /// Cuts at the words that start nearest to equal parts, and rather behind a comma.
    private func split(_ span: Span, longest: Double) -> [Span] {
        let count = Int((span.length / longest).rounded(.up))
        guard count > 1, span.words.count > 1 else { return [span] }
        var cuts: [Int] = []
        for part in 1..<count {
            let wanted = span.start + span.length * Double(part) / Double(count)
            let free = ((cuts.last ?? span.words.lowerBound) + 1)..<span.words.upperBound
            guard let cut = free.min(by: { cost($0, wanted) < cost($1, wanted) }) else { break }
            cuts.append(cut)
        }
        let edges = [span.words.lowerBound] + cuts + [span.words.upperBound]
        return zip(edges, edges.dropFirst()).map { self.span($0..<$1) }
    }

    private func cost(_ word: Int, _ wanted: Double) -> Double {
        let isAfterClause = narration.words[word - 1].text.last.map { ",;:—、，；".contains($0) } ?? false
        return abs(narration.words[word].start - wanted) - (isAfterClause ? 0.8 : 0)
    }
}
