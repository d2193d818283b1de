import Testing

@testable import VideoTools

@Suite("SubtitlePhrase")
struct SubtitlePhraseTests {
    @Test("a phrase has at most four words and 22 characters, and stays within its sentence")
    func bounds() {
        let narration = RenderFixture.narration([
            "Coffee is the drink that wakes the whole world.", "Extraordinarily uncharacteristic words remain.",
            "Yes, it does.",
        ])
        let phrases = SubtitlePhrase.phrases(of: narration)
        #expect(phrases.flatMap(\.words) == narration.words)
        for phrase in phrases {
            #expect(phrase.words.count <= 4)
            #expect(phrase.text.count <= 22 || phrase.words.count == 1)
            #expect(!phrase.words.dropLast().contains { $0.text.hasSuffix(".") })
        }
        for (one, next) in zip(phrases, phrases.dropFirst()) { #expect(one.end <= next.start) }
    }

    @Test("characters of a script without spaces are joined, up to fourteen")
    func ideographs() {
        let words = "咖啡是世界上最受欢迎的饮料之一".enumerated().map { index, character in
            SpokenWord(text: String(character), start: Double(index) * 0.2, end: Double(index) * 0.2 + 0.2)
        }
        let narration = Narration(audio: "", duration: 4, words: words, sentences: [0..<words.count], provider: "t")
        let phrases = SubtitlePhrase.phrases(of: narration)
        #expect(phrases.map(\.text).joined() == "咖啡是世界上最受欢迎的饮料之一")
        #expect(phrases.allSatisfy { $0.text.count <= 14 })
        #expect(phrases.count == 2)
    }

    @Test("a narration without words has no phrases")
    func empty() {
        let narration = Narration(audio: "", duration: 4, words: [], sentences: [], provider: "t")
        #expect(SubtitlePhrase.phrases(of: narration).isEmpty)
    }

    @Test(
        "every writing system gets a font that has its letters",
        arguments: [
            ("Hello", "Lato Black"), ("Привет", "Lato Black"), ("咖啡", "Noto Sans CJK SC"),
            ("コーヒー豆", "Noto Sans CJK JP"),
            ("커피", "Noto Sans CJK KR"), ("قهوة", "DejaVu Sans"), ("", "Lato Black"),
        ])
    func fonts(text: String, font: String) {
        #expect(WritingSystem.of(text).font == font)
    }
}
