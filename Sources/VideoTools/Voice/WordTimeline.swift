/// The worker's times put on the words of the script, made monotone and kept within the audio.
struct WordTimeline {
    private(set) var words: [SpokenWord] = []
    private(set) var sentences: [Range<Int>] = []

    /// - Throws: `providerFailed` when the worker did not give one time for every word.
    init(sentences spoken: [SpokenSentence], times: [[[Double]]], duration: Double) throws(StageError) {
        let isWhole = zip(spoken, times).allSatisfy { $0.words.count == $1.count && $1.allSatisfy { $0.count == 2 } }
        guard spoken.count == times.count, isWhole else {
            throw StageError(.providerFailed, "the voice worker did not time every word")
        }
        var now = 0.0
        for (sentence, spans) in zip(spoken, times) {
            let first = words.count
            for (text, span) in zip(sentence.words, spans) {
                let start = min(max(span[0], now), duration)
                now = min(max(span[1], start), duration)
                words.append(SpokenWord(text: text, start: start, end: now))
            }
            sentences.append(first..<words.count)
        }
    }
}
