import EventStore
import TestKit

@testable import Alerting

/// Messages as the dispatcher makes them.
enum SampleDelivery {
    static let start = ManualClock.start

    static func alert(_ tool: String, resolved: Bool = false) -> AlertNotification {
        AlertNotification(
            id: "0011223344556677-\(tool.count)", rule: "tool_failures", status: resolved ? .resolved : .triggered,
            labels: ["alertname": "tool_failures", "severity": "critical", "tool": tool],
            annotations: ["summary": "12 calls of \(tool) <failed> & \"more\""], fingerprint: "8899aabbccddeeff",
            metric: "mcp.tools.error", value: resolved ? 0 : 12, condition: "> 10", severity: "critical", start: start,
            end: resolved ? start.advanced(bySeconds: 300) : nil, position: Position(resolved ? 99 : 42),
            evidence: [Position(40), Position(41)], traces: ["4bf92f3577b34da6a3ce929d0e0e4736"])
    }

    static var firing: AlertDelivery {
        var delivery = AlertDelivery(
            receiver: "ops", groupKey: "{}:{alertname=\"tool_failures\"}", groupLabels: ["alertname": "tool_failures"],
            reason: .firstNotification, alerts: [alert("create_video"), alert("voice", resolved: true)], news: [0, 1],
            attempt: 1)
        delivery.externalURL = "https://video.example.org"
        return delivery
    }

    static var resolved: AlertDelivery {
        AlertDelivery(
            receiver: "ops", groupKey: "{}:{}", groupLabels: [:], reason: .allResolved,
            alerts: [alert("create_video", resolved: true)], news: [0], attempt: 2)
    }
}
