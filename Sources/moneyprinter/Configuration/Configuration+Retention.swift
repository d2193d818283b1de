import EventStore

extension Configuration {
    /// How long the log keeps what it holds.
    struct Retention: Equatable, Sendable {
        var isEnabled = false
        /// For what no other choice speaks of.
        var days = 30
        var taskDays = 365
        var alertDays = 365
        /// As ``RetentionRuleText`` reads them; the first that matches decides.
        var types: [String] = []
        /// Of sealed segments; 0: no bound.
        var megabytes = 0
        /// Where segments are archived before anything of them goes; nil: nowhere.
        var archive: String?
        var intervalMinutes = 60
    }

    /// What the log keeps; nil where it keeps everything.
    var retentionPolicy: RetentionPolicy? {
        guard retention.isEnabled else { return nil }
        let metrics = monitoring.metricsRetentionHours.map {
            RetentionPolicy.Rule(TypePattern("metrics.*"), seconds: Double($0) * 3600)
        }
        let rules =
            RetentionPolicy.standing + retention.types.compactMap(RetentionRuleText.read) + (metrics.map { [$0] } ?? [])
            + RetentionPolicy.records(taskDays: retention.taskDays, alertDays: retention.alertDays)
        return RetentionPolicy(
            rules: rules, seconds: Double(retention.days) * RetentionPolicy.day,
            bytes: retention.megabytes == 0 ? nil : retention.megabytes << 20)
    }
}

/// A rule as it is written in the file: `span.*=7`, types and days; 0 days is for ever.
enum RetentionRuleText {
    private static let dayLimit = 36_500

    /// Nil where it is no rule.
    static func read(_ text: String) -> RetentionPolicy.Rule? {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let days = Int(String(parts[1]).trimmed), (0...dayLimit).contains(days) else {
            return nil
        }
        let glob = String(parts[0]).trimmed
        guard !glob.isEmpty, glob.utf8.allSatisfy(isPartOfPattern) else { return nil }
        return RetentionPolicy.Rule(TypePattern(glob), seconds: days == 0 ? nil : Double(days) * RetentionPolicy.day)
    }

    private static func isPartOfPattern(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "*"):
            true
        default: false
        }
    }
}
