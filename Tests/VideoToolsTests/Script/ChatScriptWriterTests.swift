import Testing

@testable import VideoTools

@Suite("Scripts from a chat endpoint")
struct ChatScriptWriterTests {
    private func write(_ url: String, timeout: Duration = .seconds(10), retries: Int = 2) async throws -> Script {
        let configuration = try ChatConfiguration(
            baseURL: url, model: "tiny", key: "sk-very-secret", timeout: timeout, retries: retries)
        return try await ChatScriptWriter(configuration: configuration).write(ScriptRequest(subject: "tea"))
    }

    @Test("marks, labels and stage directions are taken out of what the model wrote")
    func cleaned() async throws {
        let content = "## Title\n\n**Narrator:** Tea is a *drink* (music).\nIt is [pause] old.\n\nMany like it."
        let script = try await ChatServer.with(statuses: [200], content: content) { try await write($0) }
        #expect(script.text == "Title\n\nTea is a drink. It is old.\n\nMany like it.")
        #expect(script.provider == "chat:tiny")
    }

    @Test("the request goes to chat/completions, with the key in its header and the subject in its body")
    func request() async throws {
        let script = try await ChatServer.with(statuses: [200], content: "seen {request}") { try await write($0) }
        #expect(script.text.contains("/v1/chat/completions"))
        #expect(script.text.contains("Bearer sk-very-secret"))
        #expect(script.text.contains("Subject: tea"))
    }

    @Test("429 and 5xx are tried again, as often as configured")
    func retries() async throws {
        let script = try await ChatServer.with(statuses: [429, 503, 200], content: "Tea.") { try await write($0) }
        #expect(script.text == "Tea.")
        let error = await #expect(throws: StageError.self) {
            try await ChatServer.with(statuses: [500], content: "x") { try await write($0, retries: 1) }
        }
        #expect(error?.code == .providerFailed)
        #expect(error?.message == "chat:tiny answered with status 500")
    }

    @Test("a wrong key is told at once and never shown")
    func unauthorized() async throws {
        let error = await #expect(throws: StageError.self) {
            try await ChatServer.with(statuses: [401, 200], content: "x") { try await write($0) }
        }
        #expect(error?.hint == "check the key")
        #expect(error.map { "\($0)" }?.contains("secret") == false)
    }

    @Test("an endpoint that does not answer is a time-out")
    func timeout() async throws {
        let error = await #expect(throws: StageError.self) {
            try await ChatServer.with(statuses: [200], content: "x", delay: 30) {
                try await write($0, timeout: .milliseconds(300))
            }
        }
        #expect(error?.code == .timedOut)
    }

    @Test(
        "an endpoint that is not there falls back to the dictionary with a warning",
        .enabled(if: (try? WordNet()) != nil))
    func fallback() async throws {
        let configuration = try ChatConfiguration(baseURL: "http://127.0.0.1:1/v1", model: "tiny", retries: 0)
        let writer = FallbackScriptWriter([ChatScriptWriter(configuration: configuration), try WordNetScriptWriter()])
        let script = try await writer.write(ScriptRequest(subject: "tea"))
        #expect(script.provider == "wordnet")
        #expect(script.warnings.first?.contains("chat:tiny could not be reached") == true)
    }

    @Test("a wrong configuration names its fault")
    func configuration() {
        #expect(throws: StageError.self) { try ChatConfiguration(baseURL: "ftp://x", model: "m") }
        #expect(throws: StageError.self) { try ChatConfiguration(baseURL: "http://x", model: "") }
        let shown = (try? ChatConfiguration(baseURL: "http://user:pw@x/", model: "m", key: "k")).map { "\($0)" }
        #expect(shown == "chat:m")
    }
}
