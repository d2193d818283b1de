import Testing

@testable import VideoTools

@Suite("AssWriter")
struct AssWriterTests {
    private let canvas = Aspect.portrait.canvas

    @Test("every word has one event, which begins when the word is heard to the centisecond")
    func onsets() {
        let narration = RenderFixture.narration(["One two three four five six."], secondsPerWord: 0.333)
        let document = AssWriter(canvas: canvas, style: .standard).document(SubtitlePhrase.phrases(of: narration))
        #expect(document.events.map(\.start) == narration.words.map { AssText.centiseconds($0.start) })
        for (one, next) in zip(document.events, document.events.dropFirst()) { #expect(one.end <= next.start) }
        #expect(document.events.allSatisfy { $0.text.contains("\\1c&H3BD1FF&") })
    }

    @Test(
        "text of a user can neither set tags nor break lines nor draw",
        arguments: [
            ("{\\p1}m 0 0", "\\{\\\u{2060}p1\\}m 0 0"), ("a\\Nb", "a\\\u{2060}Nb"), ("a\nb\r\tc", "a b  c"),
            ("plain, text: 100%", "plain, text: 100%"), ("x\u{2028}y", "x y"),
        ])
    func escaping(text: String, expected: String) {
        #expect(AssText.escape(text) == expected)
    }

    @Test("a cut keeps only what is to be seen then, at the same times")
    func cut() {
        let events = [(0, 100), (100, 200), (200, 300)].map {
            AssEvent(layer: 0, start: $0.0, end: $0.1, style: "Caption", text: "x")
        }
        let document = AssDocument(canvas: canvas, styles: [], events: events)
        #expect(document.cut(from: 150, to: 200).events == [events[1]])
        #expect(document.cut(from: 300, to: 400).events.isEmpty)
    }

    @Test(
        "numbers and times never come in scientific form",
        arguments: [
            (0.04, "0"), (-0.26, "-0.3"), (1_234_567.0, "1234567"), (12.5, "12.5"), (-3.0, "-3"),
        ])
    func numbers(value: Double, text: String) {
        #expect(AssText.number(value) == text)
    }

    @Test("a time is written as hours, minutes, seconds and hundredths")
    func times() {
        #expect(AssText.time(366_105) == "1:01:01.05")
        #expect(AssText.time(-5) == "0:00:00.00")
    }
}
