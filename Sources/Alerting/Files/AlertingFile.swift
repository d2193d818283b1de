import EventStore
import Yams

/// Who is told of alerts, by what way, and which rule files there are: `route`, `inhibit_rules` and `time_intervals` as
/// in Alertmanager's configuration, `receivers` in words of our own.
///
/// ```yaml
/// route: { receiver: ops, group_by: [alertname] }
/// receivers:
///   - name: ops
///     webhook: [{ url: "http://127.0.0.1:9000/alerts", secret: "…" }]
///     slack: [{ url: "https://…" }]
/// rule_files: [rules.yml]
/// ```
public struct AlertingFile: Sendable {
    /// One way of telling a receiver.
    public enum Way: Sendable {
        case webhook(url: Secret, secret: Secret?)
        case alertmanager(url: Secret)
        case slack(url: Secret, channel: String?)
        case discord(url: Secret)
        case teams(url: Secret)
        case telegram(token: Secret, chat: String)
        case pagerDuty(key: Secret)
        case ntfy(url: String, topic: Secret, token: Secret?)
        case mail(host: String, port: Int, MailHandler.Settings)
        /// A program and its arguments.
        case command([String])
    }

    public struct Receiver: Sendable {
        public let name: String
        /// By names that are unique in the file, such as `ops/slack`.
        public let ways: [(name: String, way: Way)]
    }

    public let routing: AlertRouting
    public let receivers: [Receiver]
    /// As they are written; relative to the file.
    public let ruleFiles: [String]

    /// - Throws: ``RoutingError``, naming the field.
    public static func parse(_ yaml: String) throws(RoutingError) -> AlertingFile {
        let json = try json(yaml)
        guard var object = json.object else { throw RoutingError("file", "must hold a mapping") }
        let receivers = try AlertingFileReader.receivers(object["receivers"])
        let files = try AlertingFileReader.texts(object["rule_files"], "rule_files")
        for key in ["receivers", "rule_files"] { object[key] = nil }
        let routing = try AlertRouting(json: .object(object))
        let known = Set(receivers.map(\.name))
        for name in routing.receivers where !known.contains(name) {
            throw RoutingError("route.receiver", "'\(name)' is none of receivers")
        }
        return AlertingFile(routing: routing, receivers: receivers, ruleFiles: files)
    }

    private static func json(_ yaml: String) throws(RoutingError) -> JSON {
        do {
            return Self.json(of: try Yams.load(yaml: yaml) ?? [String: Any]())
        } catch {
            throw RoutingError("file", "is no YAML: \(error)")
        }
    }

    private static func json(of value: Any) -> JSON {
        switch value {
        case let value as String: .string(value)
        case let value as Bool: .bool(value)
        case let value as Int: .int(value)
        case let value as Double: .double(value)
        case let value as [Any]: .array(value.map(json))
        case let value as [AnyHashable: Any]:
            .object(JSONObject(value.map { ("\($0.key)", json(of: $0.value)) }.sorted { $0.0 < $1.0 }))
        default: .null
        }
    }
}
