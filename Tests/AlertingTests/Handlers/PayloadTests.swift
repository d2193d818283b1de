import EventStore
import Foundation
import Projections
import TestKit
import Testing

@testable import Alerting

/// What receivers are sent, kept in `Tests/Golden/Alerts`; `GOLDEN_UPDATE=1` writes it anew.
@Suite("The payload of a receiver")
struct PayloadTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Golden/Alerts")

    private static let secret = Secret("s3cret")

    private static let payloads: [(String, any AlertPayload)] = [
        ("webhook", WebhookPayload(url: Secret("https://hook/s3cret"), signer: Signer(), clock: ManualClock())),
        ("alertmanager", AlertmanagerPayload(url: Secret("http://am:9093/"))),
        ("slack", SlackPayload(url: secret, channel: "#ops")), ("discord", DiscordPayload(url: secret)),
        ("teams", TeamsPayload(url: secret)), ("telegram", TelegramPayload(token: secret, chat: "-100")),
        ("pagerduty", PagerDutyPayload(routingKey: Secret("key"))),
        ("ntfy", NtfyPayload(url: "https://ntfy.sh", topic: Secret("topic"), token: secret)),
    ]

    private static func text(_ requests: [AlertRequest]) throws -> String {
        try requests.map { request in
            let headers = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            return "\(request.method) \(request.url)\n\(headers)\n\n\(try JSON(parsing: request.body).prettyText)\n"
        }.joined(separator: "\n")
    }

    @Test("stays what it is, firing and resolved", arguments: payloads.indices, [true, false])
    func golden(index: Int, firing: Bool) throws {
        let (name, payload) = Self.payloads[index]
        let text = try Self.text(payload.requests(for: firing ? SampleDelivery.firing : SampleDelivery.resolved))
        let file = Self.folder.appending(path: "\(name).\(firing ? "firing" : "resolved").txt")
        if ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1" {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    /// Stands for the HMAC: shows what it was given.
    private struct Signer: WebhookSigner {
        func hmacSHA256(of message: [UInt8]) -> [UInt8] { Array(message.prefix(13)) + [0, 255] }
    }

    @Test("is signed over timestamp and body, so that neither can be changed")
    func signature() {
        let signature = WebhookPayload.signature(Signer(), "1767225600", Array("{}".utf8))
        #expect(signature == "313736373232353630303a7b7d00ff")
    }

    @Test("can be a text of one's own")
    func template() throws {
        var payload = WebhookPayload(url: Secret("u"), clock: ManualClock())
        payload.template = try AlertTemplate(
            #"{"n":{{ len .alerts }},"all":[{{ range $i, $a := .alerts }}{{ if $i }},{{ end }}{{ $a.labels.tool | toJson }}{{ end }}]}"#
        )
        let request = try #require(payload.requests(for: SampleDelivery.firing).first)
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"n":2,"all":["create_video","voice"]}"#)
    }

    @Test("names no secret where it is described", arguments: payloads.indices)
    func secrets(index: Int) {
        let (_, payload) = Self.payloads[index]
        var dumped = ""
        dump(payload, to: &dumped)
        #expect(!"\(payload) \(payload.requests(for: SampleDelivery.firing))".contains("s3cret"))
        #expect(!dumped.contains("s3cret"))
    }
}

@Suite("A handler over HTTP")
struct HTTPHandlerTests {
    private struct Transport: AlertTransport {
        struct Broken: Error, CustomStringConvertible { let description = "no route to https://hook/s3cret" }

        let status: Int?

        func send(_ request: AlertRequest) async throws -> AlertResponse {
            guard let status else { throw Broken() }
            return AlertResponse(status: status, body: "s3cret")
        }
    }

    private func error(_ status: Int?) async -> DeliveryError? {
        let handler = HTTPHandler(
            name: "ops", payload: SlackPayload(url: Secret("https://hook/s3cret")), transport: Transport(status: status)
        )
        do {
            try await handler.deliver(SampleDelivery.firing)
            return nil
        } catch {
            return error as? DeliveryError
        }
    }

    @Test("tells what is worth another attempt, and never a secret")
    func outcomes() async {
        #expect(await error(200) == nil)
        #expect(await error(503) == DeliveryError("HTTP 503"))
        #expect(await error(429)?.isPermanent == false)
        #expect(await error(404) == DeliveryError("HTTP 404", isPermanent: true))
        #expect(await error(nil) == DeliveryError("no answer"))
    }

    @Test("is a command too, which is given the message and no words of it as arguments")
    func command() async throws {
        let handler = CommandHandler(name: "page", arguments: ["/usr/bin/page", "-x"]) { call in
            #expect(call.arguments == ["/usr/bin/page", "-x"] && call.environment["ALERT_STATUS"] == "firing")
            #expect((try? JSON(parsing: call.input))?["alerts"]?[0]?["labels"]?["tool"] == "create_video")
            return 3
        }
        await #expect(throws: DeliveryError("the command ended with 3")) {
            try await handler.deliver(SampleDelivery.firing)
        }
    }
}
