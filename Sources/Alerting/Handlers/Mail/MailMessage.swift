import EventStore
import Projections

/// A mail about a group of alerts (RFC 5322): plain text, in one thread a group.
struct MailMessage: Equatable, Sendable {
    let sender: String
    let recipients: [String]
    let subject: String
    let text: String
    let time: Timestamp
    /// Becomes the message's id: the same for each attempt.
    let key: String
    /// Becomes the id that all messages of the group refer to.
    let thread: String

    init(_ delivery: AlertDelivery, sender: String, recipients: [String]) {
        self.sender = Self.address(sender)
        self.recipients = recipients.map(Self.address)
        subject = delivery.title
        time = delivery.alerts.map(\.time).max() ?? Timestamp(nanoseconds: 0)
        key = delivery.key
        thread = "\(delivery.receiver)|\(delivery.groupKey)"
        text = Self.text(delivery)
    }

    private static func text(_ delivery: AlertDelivery) -> String {
        let parts = delivery.alerts.map { alert in
            var lines = ["\(alert.status == .triggered ? "FIRING" : "RESOLVED"): \(alert.summary)", ""]
            lines += alert.labels.sorted { $0.key < $1.key }.map { "  \($0.key) = \($0.value)" }
            lines += alert.annotations.filter { $0.key != "summary" }.sorted { $0.key < $1.key }.map {
                "  \($0.key): \($0.value)"
            }
            lines.append("  started \(alert.start.iso8601)")
            if let end = alert.end { lines.append("  ended   \(end.iso8601)") }
            if !alert.evidence.isEmpty {
                lines.append("  events  \(alert.evidence.map(\.description).joined(separator: " "))")
            }
            if let link = delivery.link(to: alert) { lines.append("  \(link)") }
            return lines.joined(separator: "\n")
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The whole mail, with dots doubled at the beginning of lines.
    var dotted: String {
        let headers = [
            "From: <\(sender)>", "To: \(recipients.map { "<\($0)>" }.joined(separator: ", "))",
            "Subject: \(Self.word(subject))", "Date: \(Self.date(time))", "Message-ID: \(Self.id(key))",
            "References: \(Self.id(thread))", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64", "Auto-Submitted: auto-generated",
        ]
        let lines = headers + [""] + Base64.lines(Array(text.utf8)).components(byLine: "\r\n")
        return lines.map { $0.hasPrefix(".") ? "." + $0 : $0 }.joined(separator: "\r\n")
    }

    /// Nothing that could end a line or an address.
    private static func address(_ text: String) -> String {
        text.filter { $0.isASCII && !$0.isNewline && !$0.isWhitespace && !"<>,;\"\\".contains($0) }
    }

    /// Encoded where it is not plain, in words of at most 75 characters.
    private static func word(_ text: String) -> String {
        if text.utf8.allSatisfy({ (32...126).contains($0) }), text.utf8.count < 70 { return text }
        var words: [String] = []
        var part = ""
        for character in text.prefix(300) {
            if part.utf8.count + character.utf8.count > 42 {
                words.append(part)
                part = ""
            }
            part.append(character)
        }
        return (words + [part]).map { "=?utf-8?B?\(Base64.text(Array($0.utf8)))?=" }.joined(separator: "\r\n ")
    }

    private static func id(_ key: String) -> String {
        "<\(AlertFingerprint.text(["key": key]))@moneyprinter>"
    }

    /// `Thu, 01 Jan 2026 00:00:00 +0000`.
    private static func date(_ time: Timestamp) -> String {
        let text = time.iso8601
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let day = Int((time.seconds / 86_400).rounded(.down))
        let month = (Int(text.dropFirst(5).prefix(2)) ?? 1) - 1
        let weekday = days[(day % 7 + 7) % 7]
        return "\(weekday), \(text.dropFirst(8).prefix(2)) \(months[max(0, min(11, month))]) \(text.prefix(4)) "
            + "\(text.dropFirst(11).prefix(8)) +0000"
    }
}

extension String {
    fileprivate func components(byLine end: String) -> [String] {
        isEmpty ? [] : split(separator: end, omittingEmptySubsequences: false).map(String.init)
    }
}
