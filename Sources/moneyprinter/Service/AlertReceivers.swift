import Alerting
import EventStore
import Foundation
import VideoTools

/// The ways of telling people that a file of alerting names, with what the executable has for them: a client, programs.
struct AlertReceivers: Sendable {
    let file: AlertingFile
    let client: OutboundClient

    var handlers: [any AlertHandler] {
        file.receivers.flatMap(\.ways).map { handler($0.name, $0.way) }
    }

    /// The names of the handlers of each receiver.
    var names: [String: [String]] {
        Dictionary(file.receivers.map { ($0.name, $0.ways.map(\.name)) }) { first, _ in first }
    }

    private func handler(_ name: String, _ way: AlertingFile.Way) -> any AlertHandler {
        switch way {
        case .webhook(let url, let secret):
            http(name, WebhookPayload(url: url, signer: secret.map(HMACSigner.init), clock: SystemWallClock()))
        case .alertmanager(let url): http(name, AlertmanagerPayload(url: url))
        case .slack(let url, let channel): http(name, SlackPayload(url: url, channel: channel))
        case .discord(let url): http(name, DiscordPayload(url: url))
        case .teams(let url): http(name, TeamsPayload(url: url))
        case .telegram(let token, let chat): http(name, TelegramPayload(token: token, chat: chat))
        case .pagerDuty(let key): http(name, PagerDutyPayload(routingKey: key))
        case .ntfy(let url, let topic, let token): http(name, NtfyPayload(url: url, topic: topic, token: token))
        case .mail(let host, let port, let settings):
            MailHandler(name: name, settings: settings) {
                try await SMTPConnection.open(host: host, port: port, by: client)
            }
        case .command(let words): CommandHandler(name: name, arguments: words) { try await Self.run($0) }
        }
    }

    private func http(_ name: String, _ payload: any AlertPayload) -> any AlertHandler {
        HTTPHandler(name: name, payload: payload, transport: HTTPAlertTransport(client: client))
    }

    /// The message lies in a file of its own while the program runs: an environment is too small for it.
    private static func run(_ call: CommandHandler.Call) async throws -> Int32 {
        let file = FileManager.default.temporaryDirectory.appending(path: "alert-\(SpanID.random().hex).json")
        let isWritten = FileManager.default.createFile(
            atPath: file.path, contents: Data(call.input), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw DeliveryError("there is no room for the message's file") }
        defer { try? FileManager.default.removeItem(at: file) }
        let program = ExternalProgram(executable: call.arguments[0], timeout: .seconds(30))
        let environment = call.environment.merging(["ALERT_FILE": file.path]) { first, _ in first }
        return try await program.run(Array(call.arguments.dropFirst()), environment: environment).status
    }
}
