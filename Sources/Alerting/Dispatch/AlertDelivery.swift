public import EventStore

/// One message for one receiver: a group of alerts, of which some are news.
public struct AlertDelivery: Equatable, Sendable {
    /// Why it is sent now.
    public enum Reason: String, CaseIterable, Sendable {
        case firstNotification = "first notification"
        case newAlerts = "new alerts in group"
        case newResolved = "new resolved"
        case allResolved = "all resolved"
        case repeated = "repeat interval elapsed"
    }

    public let receiver: String
    /// The same for all messages of the group.
    public let groupKey: String
    public let groupLabels: [String: String]
    public let reason: Reason
    /// Those that fire and those that ended since the last message, by start.
    public let alerts: [AlertNotification]
    /// Positions in `alerts` of what the receiver has not been told.
    public let news: [Int]
    /// From 1.
    public let attempt: Int
    /// Where an alert can be looked at; empty for none.
    public var externalURL = ""
    /// The span that made the first of its news; nil where nobody traced it.
    var cause: TraceContext? {
        didSet { trace = cause?.child() }
    }
    /// The span of this attempt, for the receiver to go on with.
    public private(set) var trace: TraceContext?

    public init(
        receiver: String, groupKey: String, groupLabels: [String: String], reason: Reason,
        alerts: [AlertNotification], news: [Int], attempt: Int
    ) {
        self.receiver = receiver
        self.groupKey = groupKey
        self.groupLabels = groupLabels
        self.reason = reason
        self.alerts = alerts
        self.news = news
        self.attempt = attempt
    }

    /// Whether any of its alerts still fires.
    public var isFiring: Bool { alerts.contains { $0.status == .triggered } }

    public var firing: [AlertNotification] { alerts.filter { $0.status == .triggered } }
    public var resolved: [AlertNotification] { alerts.filter { $0.status == .resolved } }

    /// The same for every attempt at this message.
    public var key: String {
        "\(receiver)|\(groupKey)|\(news.map { alerts[$0].key }.joined(separator: ","))|\(repeatMark)"
    }

    private var repeatMark: String { reason == .repeated ? alerts.map(\.time.iso8601).max() ?? "" : "" }

    /// Labels that all alerts have in common.
    public var commonLabels: [String: String] { Self.common(alerts.map(\.labels)) }
    public var commonAnnotations: [String: String] { Self.common(alerts.map(\.annotations)) }

    private static func common(_ all: [[String: String]]) -> [String: String] {
        guard let first = all.first else { return [:] }
        return all.dropFirst().reduce(first) { common, texts in common.filter { texts[$0.key] == $0.value } }
    }

    /// `[FIRING:2] high_error_rate`.
    public var title: String {
        let count = isFiring ? "FIRING:\(firing.count)" : "RESOLVED"
        let names = Set(alerts.map { $0.labels["alertname"] ?? $0.rule }).sorted().joined(separator: ", ")
        return "[\(count)] \(names)"
    }

    /// The page's alerts as of the moment of one of them, with its event open; nil without a base.
    public func link(to alert: AlertNotification) -> String? {
        guard !externalURL.isEmpty else { return nil }
        return "\(externalURL)/dashboard?dashboard=alerts&at=\(alert.position)&event=\(alert.position)"
    }
}
