/// Some words that are shown together, and when.
public struct SubtitlePhrase: Codable, Equatable, Sendable {
    /// In order; never empty.
    public let words: [SpokenWord]
    /// Seconds; the phrase is there from its first word to a moment after its last, never into the next one.
    public let start: Double
    public let end: Double
    /// The phrase as one line.
    public let text: String

    /// Cuts a narration into phrases of at most four words and 22 characters (14 for ideographs).
    ///
    /// A phrase never runs over the end of a sentence, and ends early at a comma or a pause of half a second.
    public static func phrases(of narration: Narration) -> [SubtitlePhrase] {
        let system = WritingSystem.of(narration.words.map(\.text).joined(separator: " "))
        var groups: [[SpokenWord]] = []
        for sentence in sentences(of: narration) {
            var group: [SpokenWord] = []
            for word in narration.words[sentence].filter({ !$0.text.isBlank }) {
                if let last = group.last, breaks(after: last, in: group, before: word, system) {
                    groups.append(group)
                    group = []
                }
                group.append(word)
            }
            if !group.isEmpty { groups.append(group) }
        }
        return timed(groups, system, until: narration.duration)
    }

    private static func sentences(of narration: Narration) -> [Range<Int>] {
        let whole = narration.words.indices
        let given = narration.sentences.map { $0.clamped(to: whole) }.filter { !$0.isEmpty }
        return given.isEmpty && !whole.isEmpty ? [whole] : given
    }

    private static func breaks(
        after last: SpokenWord, in group: [SpokenWord], before next: SpokenWord, _ system: WritingSystem
    ) -> Bool {
        let joiner = system.joinsWords ? 0 : 1
        let length = group.reduce(0) { $0 + $1.text.count + joiner } + next.text.count
        // Four words are a glance; ideographs come one a "word" from some synthesizers, so only length counts.
        if length > system.phraseLimit || (!system.joinsWords && group.count >= 4) { return true }
        let endsClause = last.text.last.map { ",;:.!?、，。；：！？،؛".contains($0) } ?? false
        return (endsClause && group.count >= 2) || next.start - last.end >= 0.5
    }

    private static func timed(
        _ groups: [[SpokenWord]], _ system: WritingSystem, until duration: Double
    ) -> [SubtitlePhrase] {
        groups.indices.compactMap { index in
            guard let first = groups[index].first, let last = groups[index].last else { return nil }
            // A phrase stays for a moment so that the eye can finish, but never over the next one.
            let next = index + 1 < groups.count ? groups[index + 1].first?.start : nil
            let end = min(next ?? duration + 0.4, last.end + 0.4)
            let text = groups[index].map(\.text).joined(separator: system.joinsWords ? "" : " ")
            return SubtitlePhrase(
                words: groups[index], start: first.start, end: max(end, first.start + 0.05), text: text)
        }
    }
}

extension String {
    /// Whether there is nothing in it to see.
    var isBlank: Bool { allSatisfy { $0.isWhitespace || $0.isNewline } }
}
