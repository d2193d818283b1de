import EventStore
import Testing

@testable import VideoTools

@Suite("A provider's recorded answers")
struct RecordedProviderClientTests {
    private func question(_ body: String) -> ProviderQuestion {
        ProviderQuestion(
            provider: "chat:tiny", url: "http://127.0.0.1:1/", headers: [], body: Array(body.utf8),
            timeout: .seconds(1), answerLimit: 100)
    }

    private func answer(
        _ body: String, _ text: String?, status: Int? = 200, failure: String? = nil, policy: RecordingPolicy = .full
    ) -> ProviderAnswered {
        ProviderAnswered(
            task: "t", provider: "chat:tiny", question: question(body).digest, policy: policy, status: status,
            failure: failure, retryAfter: nil, answer: text, bytes: 1, seconds: 1)
    }

    @Test("are given in their order to the same question")
    func order() async {
        let client = RecordedProviderClient([answer("a", "1"), answer("b", "x"), answer("a", "2")])
        #expect(await client.answer(to: question("a")).body == Array("1".utf8))
        #expect(await client.answer(to: question("a")).body == Array("2".utf8))
        #expect(client.answered == 2 && client.blocked.isEmpty)
    }

    @Test("are given for no other question, and for none once they are used up")
    func blocked() async {
        let client = RecordedProviderClient([answer("a", "1")])
        _ = await client.answer(to: question("a"))
        for body in ["a", "b"] {
            let given = await client.answer(to: question(body))
            #expect(given == ProviderAnswer(.blocked("chat:tiny was not asked this when it was recorded")))
        }
        #expect(client.blocked.count == 2)
    }

    @Test("that were hidden when they came are not made up")
    func hidden() async {
        for policy in [RecordingPolicy.redacted, .hashed] {
            let client = RecordedProviderClient([answer("a", nil, policy: policy)])
            let given = await client.answer(to: question("a"))
            #expect(given.outcome == .blocked("chat:tiny: its answer was recorded as '\(policy.rawValue)'"))
        }
    }

    @Test("include the faults of then")
    func faults() async {
        let recording = [
            answer("a", nil, status: nil, failure: "timed_out"), answer("a", "busy", status: 503),
            answer("a", nil, status: nil, failure: "unreachable:NIOConnectionError"),
        ]
        let client = RecordedProviderClient(recording)
        #expect(await client.answer(to: question("a")).outcome == .timedOut)
        #expect(await client.answer(to: question("a")).outcome == .status(503))
        #expect(await client.answer(to: question("a")).outcome == .unreachable("NIOConnectionError"))
    }

    @Test("keep of a text what the policy says", arguments: RecordingPolicy.allCases)
    func kept(policy: RecordingPolicy) {
        let text = policy.kept("my secret")
        switch policy {
        case .full: #expect(text == "my secret")
        case .hashed: #expect(text?.hasPrefix("sha256:") == true && text?.count == 71)
        case .redacted, .off: #expect(text == nil)
        }
    }
}
