import Testing

@testable import VideoTools

@Suite("SrtWriter and VttWriter")
struct CaptionFilesTests {
    private let phrases = [
        SubtitlePhrase(
            words: [SpokenWord(text: "A", start: 0.1, end: 0.4), SpokenWord(text: "<b> & -->", start: 0.5, end: 1)],
            start: 0.1, end: 1.2345, text: "A <b> & -->"),
        SubtitlePhrase(words: [SpokenWord(text: "End.", start: 3661, end: 3662)], start: 3661, end: 3662, text: "End."),
    ]

    @Test("SubRip cues are numbered and have commas before the milliseconds")
    func srt() {
        #expect(
            SrtWriter.text(phrases)
                == "1\n00:00:00,100 --> 00:00:01,235\nA <b> & ->\n\n2\n01:01:01,000 --> 01:01:02,000\nEnd.\n")
    }

    @Test("WebVTT cues carry the time of each word and escape markup")
    func vtt() {
        #expect(
            VttWriter.text(phrases)
                == "WEBVTT\n\n00:00:00.100 --> 00:00:01.235\nA <00:00:00.500>&lt;b&gt; &amp; -&gt;\n"
                + "\n01:01:01.000 --> 01:01:02.000\nEnd.\n")
    }
}
