import Testing

@testable import VideoTools

@Suite("Sentences and words of a script")
struct SentenceSplitterTests {
    private func texts(_ text: String) -> [String] { SentenceSplitter.sentences(in: text).map(\.text) }

    @Test("decimals, titles, initials and acronyms do not end a sentence")
    func abbreviations() {
        #expect(texts("It grew 3.5 percent. Dr. Smith agrees. J. K. Rowling too!").count == 3)
        #expect(
            texts("The U.S. Senate met, e.g. on Monday. It ended.") == [
                "The U.S. Senate met, e.g. on Monday.", "It ended.",
            ])
        #expect(texts("He lives in the U.S. The house is big.").count == 2)
        #expect(texts("Really?! \"Yes.\" Well... maybe. Then go.").count == 4)
    }

    @Test("paragraphs end sentences and are remembered")
    func paragraphs() {
        let sentences = SentenceSplitter.sentences(in: "One. Two\n\nThree")
        #expect(sentences.map(\.text) == ["One.", "Two", "Three"])
        #expect(sentences.map(\.endsParagraph) == [false, true, true])
    }

    @Test("Chinese is cut at its full stops, and every character is a word with the marks behind it")
    func chinese() {
        let sentences = SentenceSplitter.sentences(in: "咖啡很好。我喜欢“它”！AI也是。")
        #expect(sentences.map(\.text) == ["咖啡很好。", "我喜欢“它”！", "AI也是。"])
        #expect(sentences[0].words == ["咖", "啡", "很", "好。"])
        #expect(sentences[1].words == ["我", "喜", "欢", "“它”！"])
        #expect(sentences[2].words == ["AI", "也", "是。"])
    }

    @Test(
        "nothing that is written gets lost",
        arguments: ["Hello — world. A 1,250 €?", "“Quoted.” (In brackets.) End", "日本語です。とても良い！", "a.b.c ... d"])
    func complete(text: String) {
        let letters = text.filter { !$0.isWhitespace }
        let sentences = SentenceSplitter.sentences(in: text)
        #expect(sentences.map(\.text).joined().filter { !$0.isWhitespace } == letters)
        #expect(sentences.flatMap(\.words).joined() == letters)
    }
}
