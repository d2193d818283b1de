/// The text of a SubRip file (`.srt`).
public enum SrtWriter {
    /// One numbered cue a phrase, with times to the millisecond.
    public static func text(_ phrases: [SubtitlePhrase]) -> String {
        phrases.enumerated().map { index, phrase in
            let span = "\(CueTime.text(phrase.start, ",")) --> \(CueTime.text(phrase.end, ","))"
            return "\(index + 1)\n\(span)\n\(CueTime.plain(phrase.text))\n"
        }.joined(separator: "\n")
    }
}

/// The text of a WebVTT file (`.vtt`).
public enum VttWriter {
    /// One cue a phrase; each word carries its own time, so players can light it up.
    public static func text(_ phrases: [SubtitlePhrase]) -> String {
        "WEBVTT\n\n"
            + phrases.map { phrase in
                let span = "\(CueTime.text(phrase.start, ".")) --> \(CueTime.text(phrase.end, "."))"
                return "\(span)\n\(line(phrase))\n"
            }.joined(separator: "\n")
    }

    private static func line(_ phrase: SubtitlePhrase) -> String {
        let joiner = WritingSystem.of(phrase.text).joinsWords ? "" : " "
        return phrase.words.enumerated().map { index, word in
            let text = escape(CueTime.plain(word.text))
            return index == 0 ? text : "<\(CueTime.text(word.start, "."))>" + text
        }.joined(separator: joiner)
    }

    private static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

/// What SubRip and WebVTT have in common.
enum CueTime {
    /// `hh:mm:ss` and milliseconds behind `separator`.
    static func text(_ seconds: Double, _ separator: String) -> String {
        let value = max(0, Int((seconds * 1000).rounded()))
        let clock = [value / 3_600_000, value / 60_000 % 60, value / 1000 % 60]
        return clock.map { pad($0, 2) }.joined(separator: ":") + separator + pad(value % 1000, 3)
    }

    /// A cue is one line, and `-->` would end its header.
    static func plain(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 }).replacing("-->", with: "->")
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
