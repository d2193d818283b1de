import EventStore
import Synchronization
import Testing

@testable import Alerting

@Suite("A mail")
struct MailTests {
    /// A server that answers as it is told, and remembers what it heard.
    private final class Server: MailConnection {
        private struct State {
            var answers: [String]
            var heard = ""
            var isSecure = false
            var isClosed = false
        }

        private let state: Mutex<State>

        init(_ answers: [String]) { state = Mutex(State(answers: answers)) }

        var heard: String { state.withLock { $0.heard } }
        var isSecure: Bool { state.withLock { $0.isSecure } }
        var isClosed: Bool { state.withLock { $0.isClosed } }

        func send(_ bytes: [UInt8]) async { state.withLock { $0.heard += String(decoding: bytes, as: UTF8.self) } }
        func receive() async -> [UInt8] {
            state.withLock { $0.answers.isEmpty ? [] : Array(($0.answers.removeFirst() + "\r\n").utf8) }
        }
        func secure() async { state.withLock { $0.isSecure = true } }
        func close() async { state.withLock { $0.isClosed = true } }
    }

    private func deliver(_ server: Server, _ change: (inout MailHandler.Settings) -> Void = { _ in }) async throws {
        var settings = MailHandler.Settings(
            sender: "alerts@example.org", recipients: ["ann@example.org", "bob@example.org"])
        change(&settings)
        try await MailHandler(name: "mail", settings: settings) { server }.deliver(SampleDelivery.firing)
    }

    @Test("is handed over with its recipients, and the connection closed")
    func plain() async throws {
        let server = Server([
            "220 hi", "250-me", "250 SIZE 1000", "250 ok", "250 ok", "250 ok", "354 go", "250 queued", "221 bye",
        ])
        try await deliver(server)
        let lines = server.heard.split(separator: "\r\n").map(String.init)
        #expect(
            lines.prefix(5) == [
                "EHLO localhost", "MAIL FROM:<alerts@example.org>", "RCPT TO:<ann@example.org>",
                "RCPT TO:<bob@example.org>", "DATA",
            ])
        #expect(lines.suffix(2) == [".", "QUIT"] && server.isClosed)
        #expect(lines.contains("Subject: [FIRING:1] tool_failures"))
        #expect(lines.contains("Date: Thu, 01 Jan 2026 00:05:00 +0000"))
    }

    @Test("goes over TLS where that is offered, with a login")
    func secure() async throws {
        let server = Server([
            "220 hi", "250-me", "250 STARTTLS", "220 go", "250-me", "250 AUTH PLAIN LOGIN", "235 ok", "250 ok",
            "250 ok",
            "250 ok", "354 go", "250 queued", "221 bye",
        ])
        try await deliver(server) {
            $0.user = "ann"
            $0.password = Secret("pw")
        }
        #expect(server.isSecure && server.heard.contains("AUTH PLAIN AGFubgBwdw=="))
    }

    @Test("sends no password over a connection without TLS unless that is allowed")
    func passwords() async throws {
        let answers = ["220 hi", "250-me", "250 AUTH LOGIN", "334 u", "334 p", "235 ok"]
        let server = Server(answers)
        await #expect(throws: DeliveryError("a login needs STARTTLS", isPermanent: true)) {
            try await deliver(server) { $0.user = "ann" }
        }
        let lenient = Server(answers + ["250 ok", "250 ok", "250 ok", "354 go", "250 queued", "221 bye"])
        try await deliver(lenient) {
            $0.user = "ann"
            $0.password = Secret("pw")
            $0.allowsPlainLogin = true
        }
        #expect(lenient.heard.contains("AUTH LOGIN\r\nYW5u\r\ncHc=\r\n"))
    }

    @Test(
        "that is refused says so",
        arguments: [
            (
                ["220 hi", "250 me", "250 ok", "550 nobody"],
                DeliveryError("the mail server refused with 550", isPermanent: true)
            ),
            (["220 hi", "250 me", "451 later"], DeliveryError("the mail server refused with 451")),
            (["HTTP/1.1 400"], DeliveryError("the mail server does not speak SMTP")),
            (["220 hi"], DeliveryError("the mail server closed the connection")),
        ])
    func refusals(answers: [String], error: DeliveryError) async {
        let server = Server(answers)
        await #expect(throws: error) { try await deliver(server) }
        #expect(server.isClosed)
    }

    @Test("asks for TLS where it must")
    func required() async {
        await #expect(throws: DeliveryError("the mail server offers no STARTTLS", isPermanent: true)) {
            try await deliver(Server(["220 hi", "250 me"])) { $0.security = "required" }
        }
    }

    @Test("cannot be given headers or recipients by what an alert says")
    func injection() {
        let mail = MailMessage(
            SampleDelivery.firing, sender: "a@b\r\nBcc: x@y", recipients: ["c@d>, <e@f"])
        #expect(mail.sender == "a@bBcc:x@y" && mail.recipients == ["c@de@f"])
        #expect(mail.dotted.split(separator: "\r\n\r\n", maxSplits: 1)[0].split(separator: "\r\n").count == 10)
    }

    @Test("has the same id for each attempt, and that of its group to refer to")
    func ids() {
        let mail = MailMessage(SampleDelivery.firing, sender: "a@b", recipients: ["c@d"])
        #expect(mail.dotted == MailMessage(SampleDelivery.firing, sender: "a@b", recipients: ["c@d"]).dotted)
        #expect(Base64.text(Array("ab".utf8)) == "YWI=" && Base64.text([]) == "" && Base64.text([1, 2, 3]) == "AQID")
    }
}
