import Testing

@testable import VideoTools

@Suite("The dictionary on disk", .enabled(if: (try? WordNet()) != nil, "wordnet-base is not installed"))
struct WordNetTests {
    private let wordNet = try? WordNet()

    @Test(
        "plurals and irregular forms are found under their dictionary form",
        arguments: [
            ("coffee", "coffee"), ("Cats", "cat"), ("volcanoes", "volcano"), ("wolves", "wolf"), ("mice", "mouse"),
            ("solar systems", "solar system"), ("cities", "city"), ("churches", "church"),
        ])
    func lemmas(form: String, lemma: String) { #expect(wordNet?.lemma(of: form) == lemma) }

    @Test("what is no noun has no meaning", arguments: ["", "zorblax", "the", "coff", "coffee ", "~~", "zzzz"])
    func unknown(word: String) { #expect(wordNet?.senses(of: word).isEmpty == true) }

    @Test("the first and the last noun of the index are found")
    func edges() {
        #expect(wordNet?.isNoun("abator") == true)
        #expect(wordNet?.isNoun("zyrian") == true)
    }

    @Test("a meaning knows its words, its definition and its family")
    func synset() throws {
        let coffee = try #require(wordNet?.senses(of: "coffee").first)
        #expect(coffee.words == ["coffee", "java"])
        #expect(coffee.gloss.hasPrefix("a beverage consisting of"))
        let parent = coffee.related(.kindOf).first.flatMap { wordNet?.synset(at: $0) }
        #expect(parent?.words.first == "beverage")
        #expect(coffee.related(.kinds).count > 5)
    }

    @Test("the tagged texts tell nouns from verbs")
    func uses() {
        #expect(wordNet?.isMostlyNoun("mountain") == true)
        #expect(wordNet?.isMostlyNoun("go") == false)
        #expect(wordNet?.isMostlyNoun("quick") == false)
    }

    @Test("a folder without the files is a missing part")
    func missing() {
        let error = #expect(throws: StageError.self) { try WordNet(folder: "/nowhere") }
        #expect(error?.code == .missingPart)
    }

    @Test("the other words of a subject choose the meaning")
    func senses() throws {
        let reader = SubjectReader(wordNet: try WordNet())
        #expect(reader.topics(in: "space exploration").first?.definition?.contains("outside the Earth") == true)
        #expect(reader.topics(in: "AI in healthcare").map(\.name) == ["artificial intelligence", "healthcare"])
        #expect(reader.topics(in: "the human heart").first?.definition?.contains("organ") == true)
        #expect(reader.topics(in: "green tea vs black tea").map(\.name) == ["green tea", "black tea"])
        #expect(reader.topics(in: "Zorblax").isEmpty)
    }
}
