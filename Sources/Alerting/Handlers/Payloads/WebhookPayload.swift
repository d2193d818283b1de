public import EventStore
public import Projections

/// Alertmanager's webhook, version 4, signed where there is a signer; or a body of one's own.
///
/// The signature is `sha256=` and the HMAC-SHA256 of `<timestamp>:<body>` in hexadecimal, in `x-alert-signature`; the
/// timestamp, in Unix seconds, stands in `x-alert-timestamp`. `idempotency-key` is the same for each attempt.
public struct WebhookPayload: AlertPayload {
    public var url: Secret
    /// Signs; nil for no signature.
    public var signer: (any WebhookSigner)?
    /// Makes the body in place of version 4; its data are that body, and `toJson` quotes a text.
    public var template: AlertTemplate?
    public var headers: [(name: String, value: Secret)] = []
    /// At most so many alerts, 0 for all.
    public var alertLimit = 0
    private let clock: any WallClock

    public init(url: Secret, signer: (any WebhookSigner)? = nil, clock: any WallClock) {
        self.url = url
        self.signer = signer
        self.clock = clock
    }

    public func requests(for delivery: AlertDelivery) -> [AlertRequest] {
        let message = Self.body(delivery, limit: alertLimit)
        let body = template.map { Array($0.filled(json: message).utf8) } ?? message.bytes
        var all = headers.map { (name: $0.name, value: $0.value.value) }
        all.append(("idempotency-key", AlertFingerprint.text(["key": delivery.key])))
        if let signer {
            let timestamp = String(Int(clock.now().seconds))
            all.append(("x-alert-timestamp", timestamp))
            all.append(("x-alert-signature", "sha256=\(Self.signature(signer, timestamp, body))"))
        }
        return [json(url, body, headers: all)]
    }

    /// What version 4 says, and what explains the alerts.
    static func body(_ delivery: AlertDelivery, limit: Int = 0) -> JSON {
        let shown = limit > 0 ? Array(delivery.alerts.prefix(limit)) : delivery.alerts
        return [
            "version": "4", "groupKey": .string(delivery.groupKey),
            "truncatedAlerts": .int(delivery.alerts.count - shown.count),
            "status": delivery.isFiring ? "firing" : "resolved", "receiver": .string(delivery.receiver),
            "groupLabels": .sorted(delivery.groupLabels), "commonLabels": .sorted(delivery.commonLabels),
            "commonAnnotations": .sorted(delivery.commonAnnotations), "externalURL": .string(delivery.externalURL),
            "notification_reason": .string(delivery.reason.rawValue),
            "alerts": .array(shown.map { alert(of: delivery, $0) }),
        ]
    }

    private static func alert(of delivery: AlertDelivery, _ alert: AlertNotification) -> JSON {
        [
            "status": alert.status == .triggered ? "firing" : "resolved", "labels": .sorted(alert.labels),
            "annotations": .sorted(alert.annotations), "startsAt": .string(alert.start.iso8601),
            "endsAt": .string(alert.end?.iso8601 ?? "0001-01-01T00:00:00Z"),
            "generatorURL": .string(delivery.link(to: alert) ?? ""), "fingerprint": .string(alert.fingerprint),
            "id": .string(alert.id), "key": .string(alert.key),
            "value": alert.value.flatMap { $0.isFinite ? .double($0) : nil } ?? .null,
            "summary": .string(alert.summary), "evidence": .array(alert.evidence.map { .int(Int($0.value)) }),
            "traces": .array(alert.traces.map(JSON.string)),
        ]
    }

    static func signature(_ signer: any WebhookSigner, _ timestamp: String, _ body: [UInt8]) -> String {
        signer.hmacSHA256(of: Array("\(timestamp):".utf8) + body).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

/// Signs messages with a secret that it keeps to itself.
public protocol WebhookSigner: Sendable {
    /// The 32 bytes of the HMAC-SHA256 of a message.
    func hmacSHA256(of message: [UInt8]) -> [UInt8]
}
