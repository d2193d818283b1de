/// Words for people in a chat.
enum ChatText {
    /// A colour for the state and the severity, as 24 bits.
    static func color(_ delivery: AlertDelivery) -> Int {
        guard delivery.isFiring else { return 0x2E_B8_86 }
        let severities = Set(delivery.firing.map(\.severity))
        return severities.contains("critical") ? 0xD0_00_00 : severities.contains("info") ? 0x43_9F_E0 : 0xDA_A0_38
    }

    /// One line an alert, then labels that are not the group's.
    static func lines(_ delivery: AlertDelivery, limit: Int) -> String {
        let lines = delivery.alerts.map { alert in
            let mark = alert.status == .triggered ? "FIRING" : "RESOLVED"
            let name = alert.labels["alertname"] ?? alert.rule
            let own = alert.labels.filter { $0.key != "alertname" && $0.key != "severity" }
            let labels = own.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            return "\(mark) \(name)\(labels): \(alert.summary)"
        }
        return cut(lines.joined(separator: "\n"), to: limit)
    }

    /// At most so many characters.
    static func cut(_ text: String, to limit: Int) -> String {
        text.count <= limit ? text : text.prefix(max(0, limit - 1)) + "…"
    }

    static func html(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
