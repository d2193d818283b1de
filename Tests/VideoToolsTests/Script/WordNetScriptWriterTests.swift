import Testing

@testable import VideoTools

@Suite("Scripts from the dictionary", .enabled(if: (try? WordNet()) != nil, "wordnet-base is not installed"))
struct WordNetScriptWriterTests {
    private static let subjects = [
        "coffee", "AI in healthcare", "The history of volcanoes", "cats", "space exploration", "Why do we sleep?",
        "quantum computing", "5 tips for better time management", "green tea vs black tea", "Rome", "democracy", "bees",
        "electric cars", "The Solar System", "chocolate", "the ocean", "Albert Einstein", "football", "robots", "pizza",
        "How does a computer work?", "climate change", "the benefits of meditation", "trees", "music", "money",
    ]

    private func write(_ subject: String, _ paragraphs: Int = 1, seed: UInt64 = 0) async throws -> Script {
        try await WordNetScriptWriter().write(ScriptRequest(subject: subject, paragraphs: paragraphs, seed: seed))
    }

    @Test("one paragraph is 20 to 45 seconds of well-formed speech", arguments: subjects)
    func shape(subject: String) async throws {
        let script = try await write(subject)
        #expect((55...124).contains(ScriptText.wordCount(script.text)), "\(script.text)")
        #expect(!script.text.contains("\n"))
        #expect(script.provider == "wordnet")
        for sentence in SentenceSplitter.sentences(in: script.text) {
            let text = sentence.text
            #expect(text.first.map { $0.isUppercase || $0.isNumber } == true, "\(text)")
            #expect(text.last.map { ".?!".contains($0) } == true, "\(text)")
        }
        for wrong in ["  ", "..", " ,", " .", "(", "\"", "_", " a a", " is is ", "a an ", "%"] {
            #expect(!script.text.contains(wrong), "\(wrong.debugDescription) in \(script.text)")
        }
    }

    @Test("no sentence comes twice", arguments: ["coffee", "bees", "music"])
    func noRepeats(subject: String) async throws {
        let sentences = SentenceSplitter.sentences(in: try await write(subject, 6).text).map(\.text)
        #expect(Set(sentences).count == sentences.count)
    }

    @Test("the same request gives the same text, another seed another wording")
    func deterministic() async throws {
        let first = try await write("coffee").text
        #expect(try await write("coffee").text == first)
        var others: Set<String> = []
        for seed in 1...8 as ClosedRange<UInt64> { others.insert(try await write("coffee", seed: seed).text) }
        #expect(others.count > 3)
    }

    @Test("several paragraphs have 50 to 115 words each, and too few facts are admitted", arguments: 2...10)
    func paragraphs(count: Int) async throws {
        let script = try await write("coffee", count)
        let paragraphs = script.text.split(separator: "\n\n").map { ScriptText.wordCount(String($0)) }
        #expect(paragraphs.count <= count)
        #expect(paragraphs.count == count || script.warnings.first?.contains("of \(count) paragraphs") == true)
        #expect(paragraphs.allSatisfy { (50...130).contains($0) }, "\(paragraphs)")
    }

    @Test("a subject that no dictionary has is met with questions and a warning, not with claims")
    func unknown() async throws {
        let script = try await write("Zorblax")
        #expect(script.text.contains("Zorblax"))
        #expect(script.warnings.first?.contains("configure a chat endpoint") == true)
    }

    @Test(
        "German, Spanish, French and Chinese get an outline that says what it is",
        arguments: ["de", "es-MX", "fr", "zh-CN"])
    func outline(language: String) async throws {
        let request = try ScriptRequest(subject: "Test", language: language)
        let script = try await WordNetScriptWriter().write(request)
        #expect(script.provider == "outline")
        #expect(script.language == language)
        #expect(script.text.contains("Test"))
        #expect(!script.text.contains("%@"))
        #expect(!script.warnings.isEmpty)
    }

    @Test("a language without an outline is refused with the ways out")
    func otherLanguage() async throws {
        let request = try ScriptRequest(subject: "кофе")
        let error = await #expect(throws: StageError.self) { try await WordNetScriptWriter().write(request) }
        #expect(error?.code == .invalidInput)
        #expect(error?.hint?.contains("video_script") == true)
    }

    @Test("a request names the field that is out of range")
    func ranges() {
        let none = #expect(throws: StageError.self) { try ScriptRequest(subject: " \n") }
        #expect(none?.message.contains("video_subject") == true)
        let many = #expect(throws: StageError.self) { try ScriptRequest(subject: "x", paragraphs: 11) }
        #expect(many?.hint?.contains("1 to 10") == true)
    }
}
