import Foundation
import Testing

@testable import VideoTools

@Suite("Search phrases", .enabled(if: (try? WordNet()) != nil, "wordnet-base is not installed"))
struct TermExtractorTests {
    private let script = """
        Coffee is one of the most traded goods on Earth. It grows on mountain farms near the equator, where workers pick \
        each red cherry by hand. Inside are two green seeds. Roasting turns them brown, and hot water does the rest. \
        A warm cup in the morning is a ritual for millions of people.
        """

    private func terms(_ amount: Int, script: String? = nil, subject: String = "coffee") async throws -> [String] {
        let request = try TermRequest(subject: subject, script: script ?? self.script, amount: amount)
        return try await RakeTermExtractor(wordNet: try WordNet()).terms(request).terms
    }

    @Test("the subject leads, and the rest follow the script")
    func order() async throws {
        let terms = try await terms(6)
        #expect(terms.first == "coffee")
        #expect(terms.count == 6)
        let positions = terms.dropFirst().map { term in script.lowercased().range(of: term)?.lowerBound }
        #expect(positions.allSatisfy { $0 != nil })
        #expect(positions.compactMap(\.self) == positions.compactMap(\.self).sorted())
        #expect(terms.contains("mountain farms"))
    }

    @Test("no two phrases share a word", arguments: [3, 8, 20])
    func disjoint(amount: Int) async throws {
        let words = try await terms(amount).flatMap { Stem.words($0) }
        #expect(Set(words).count == words.count)
    }

    @Test("the wanted number is never exceeded, and one phrase is the subject", arguments: 1...20)
    func amount(count: Int) async throws {
        let terms = try await terms(count)
        #expect(terms.count <= count)
        #expect(terms.first == "coffee")
    }

    @Test("words round the thing are not searched for")
    func subject() async throws {
        #expect(try await terms(1, subject: "The history of coffee") == ["coffee"])
        #expect(try await terms(1, subject: "5 tips") == ["5 tips"])
        #expect(try await terms(3, script: "", subject: "coffee") == ["coffee"])
    }

    @Test("every sentence has a phrase of its own or the subject, and none twice in a row")
    func scenes() throws {
        let sentences = SentenceSplitter.sentences(in: script).map(\.text)
        let scenes = RakeTermExtractor(wordNet: try WordNet()).sceneTerms(subject: "coffee", sentences: sentences)
        #expect(scenes.count == sentences.count)
        #expect(scenes[1] == "mountain farms" || scenes[1] == "red cherry")
        #expect(zip(scenes, scenes.dropFirst()).allSatisfy { $0 != $1 })
    }

    @Test("a request names the field that is out of range")
    func ranges() {
        #expect(throws: StageError.self) { try TermRequest(subject: "x", script: "", amount: 0) }
        #expect(throws: StageError.self) { try TermRequest(subject: "x", script: "", amount: 21) }
        #expect(throws: StageError.self) { try TermRequest(subject: "", script: "") }
    }

    @Test("a model's list is found in its talk, and what is no phrase is dropped")
    func chat() async throws {
        let content = """
            Sure! ["coffee beans", "http://evil.example/x", "a/b", "coffee BEANS", "hot water", "far too many words here now"]
            """
        let list = try await ChatServer.with(statuses: [200], content: content) { url in
            let extractor = ChatTermExtractor(configuration: try ChatConfiguration(baseURL: url, model: "tiny"))
            return try await extractor.terms(TermRequest(subject: "coffee", script: "Coffee.", amount: 5))
        }
        #expect(list.terms == ["coffee", "coffee beans", "hot water"])
        #expect(list.provider == "chat:tiny")
    }

    @Test("a model that gives no list falls back to the rules with a warning")
    func fallback() async throws {
        let list = try await ChatServer.with(statuses: [200], content: "I cannot do that.") { url in
            let chat = ChatTermExtractor(configuration: try ChatConfiguration(baseURL: url, model: "tiny"))
            let all = FallbackTermExtractor([chat, RakeTermExtractor(wordNet: try WordNet())])
            return try await all.terms(TermRequest(subject: "coffee", script: "Hot water makes coffee.", amount: 2))
        }
        #expect(list.provider == "rake")
        #expect(list.warnings.first?.contains("gave no list") == true)
    }
}
