/// Writes phrases as karaoke: for every word one event that shows the whole phrase with that word lit.
struct AssWriter: Sendable {
    let canvas: PixelSize
    let style: SubtitleStyle

    /// The name of the style of all subtitle events.
    static let styleName = "Caption"

    /// The events of all phrases, in order of time; the onset of each equals its word's to the centisecond.
    func document(_ phrases: [SubtitlePhrase]) -> AssDocument {
        let system = WritingSystem.of(phrases.map(\.text).joined(separator: " "))
        return AssDocument(canvas: canvas, styles: [look(system)], events: phrases.flatMap { events($0, system) })
    }

    private func look(_ system: WritingSystem) -> AssStyle {
        AssStyle(
            name: Self.styleName, font: system.font, size: style.fontSize, colour: style.text,
            outlineColour: style.outline, bold: system.needsBold, outline: style.outlineWidth, shadow: 3,
            alignment: alignment, verticalMargin: margin)
    }

    private var alignment: Int {
        switch style.position {
        case .top: 8
        case .center: 5
        case .bottom: 2
        }
    }

    /// Portrait apps cover the lowest fifth with their own controls, so subtitles stay above it.
    private var margin: Int {
        let isPortrait = canvas.height > canvas.width
        switch style.position {
        case .center: return 0
        case .top: return isPortrait ? 260 : 70
        case .bottom: return isPortrait ? 430 : 80
        }
    }

    private func events(_ phrase: SubtitlePhrase, _ system: WritingSystem) -> [AssEvent] {
        phrase.words.indices.compactMap { index in
            let isLast = index + 1 == phrase.words.count
            let start = AssText.centiseconds(phrase.words[index].start)
            let end = AssText.centiseconds(isLast ? phrase.end : phrase.words[index + 1].start)
            guard end > start else { return nil }
            return AssEvent(
                layer: 10, start: start, end: end, style: Self.styleName,
                text: (index == 0 ? appear : "") + line(phrase, lit: index, system))
        }
    }

    /// A phrase comes in with a small swell over its first moments.
    private var appear: String { "{\\fscx92\\fscy92\\t(0,90,\\fscx100\\fscy100)}" }

    private func line(_ phrase: SubtitlePhrase, lit: Int, _ system: WritingSystem) -> String {
        let words = phrase.words.indices.map { index in
            let text = AssText.escape(phrase.words[index].text)
            guard index == lit else { return text }
            return "{\\1c\(style.highlight.ass)\\fscx106\\fscy106}\(text){\\1c\(style.text.ass)\\fscx100\\fscy100}"
        }
        return wrapped(words, phrase, system)
    }

    /// Breaks a phrase that is too wide for the picture at the word nearest its middle.
    private func wrapped(_ words: [String], _ phrase: SubtitlePhrase, _ system: WritingSystem) -> String {
        let joiner = system.joinsWords ? "" : " "
        let lengths = phrase.words.map { Double($0.text.count + (system.joinsWords ? 0 : 1)) * system.characterWidth }
        let width = lengths.reduce(0, +) * Double(style.fontSize)
        guard width > Double(canvas.width - 120), words.count > 1 else { return words.joined(separator: joiner) }
        let half = lengths.reduce(0, +) / 2
        var passed = 0.0
        var split = 1
        for (index, length) in lengths.enumerated().dropLast() {
            passed += length
            split = index + 1
            if passed + lengths[index + 1] / 2 >= half { break }
        }
        return words[..<split].joined(separator: joiner) + "\\N" + words[split...].joined(separator: joiner)
    }
}
