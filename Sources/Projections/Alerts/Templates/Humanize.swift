import EventStore

/// Numbers for people, as Prometheus' templates write them.
enum Humanize {
    /// With `k`, `M`, `m`, `u` and so on.
    static func decimal(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return GoText.four(value) }
        if abs(value) >= 1 { return scaled(value, ["k", "M", "G", "T", "P", "E", "Z", "Y"], 1000) }
        var (value, prefix) = (value, "")
        for next in small where abs(value) < 1 {
            value *= 1000
            prefix = next
        }
        return GoText.four(value) + prefix
    }

    static func binary(_ value: Double) -> String {
        guard value.isFinite, abs(value) > 1 else { return GoText.four(value) }
        return scaled(value, ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"], 1024)
    }

    static func duration(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return GoText.four(value) }
        guard abs(value) >= 1 else {
            if value == 0 { return "0s" }
            var (value, prefix) = (value, "")
            for next in small where abs(value) < 1 {
                value *= 1000
                prefix = next
            }
            return GoText.four(value) + prefix + "s"
        }
        let sign = value < 0 ? "-" : ""
        let total = Int64(abs(value))
        let (seconds, minutes, hours, days) = (total % 60, total / 60 % 60, total / 3600 % 24, total / 86400)
        if days != 0 { return "\(sign)\(days)d \(hours)h \(minutes)m \(seconds)s" }
        if hours != 0 { return "\(sign)\(hours)h \(minutes)m \(seconds)s" }
        if minutes != 0 { return "\(sign)\(minutes)m \(seconds)s" }
        return sign + GoText.four(abs(value)) + "s"
    }

    static func timestamp(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 9e9 else { return GoText.four(value) }
        let text = Timestamp(seconds: value.rounded(.down)).iso8601
        return text.prefix(19).replacing("T", with: " ") + " +0000 UTC"
    }

    private static let small = ["m", "u", "n", "p", "f", "a", "z", "y"]

    private static func scaled(_ value: Double, _ prefixes: [String], _ step: Double) -> String {
        var (value, prefix) = (value, "")
        for next in prefixes where abs(value) >= step {
            value /= step
            prefix = next
        }
        return GoText.four(value) + prefix
    }
}
