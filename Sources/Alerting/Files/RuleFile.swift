public import Projections
import Yams

/// A file of alerting and recording rules, as Prometheus reads them.
public struct RuleFile: Sendable {
    /// Rules that are evaluated together, one after the other.
    public struct Group: Sendable {
        public let name: String
        /// Seconds; nil for each tick.
        public let interval: Double?
        public let rules: [AlertRule]
    }

    public let groups: [Group]
    /// What is doubtful in it, though it can be used.
    public let warnings: [RuleFinding]

    /// All rules, in the order of the file; their names are unique.
    public var rules: [AlertRule] { groups.flatMap(\.rules) }

    /// Reads a file.
    ///
    /// - Parameter file: what it is called in findings.
    /// - Throws: all that is wrong with it, each with its line.
    public static func parse(_ text: String, file: String = "rules.yml") throws(RuleFileError) -> RuleFile {
        var reader = RuleFileReader(file: file)
        let groups = reader.groups(text)
        let errors = reader.findings.filter { $0.severity == .error }
        guard errors.isEmpty else { throw RuleFileError(findings: errors) }
        return RuleFile(groups: groups, warnings: reader.findings)
    }

    /// Everything that is to be said about a file, in the order of its lines.
    public static func lint(_ text: String, file: String = "rules.yml") -> [RuleFinding] {
        var reader = RuleFileReader(file: file)
        _ = reader.groups(text)
        return reader.findings.sorted { ($0.line, $0.reason) < ($1.line, $1.reason) }
    }
}
