public import EventStore

/// Something about a rule file that somebody should look at.
public struct RuleFinding: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Severity: String, CaseIterable, Sendable {
        /// The file cannot be used.
        case error
        /// It can, and hardly means what was intended.
        case warning
    }

    public let file: String
    /// From 1.
    public let line: Int
    public let severity: Severity
    public let reason: String

    public init(file: String, line: Int, severity: Severity, reason: String) {
        self.file = file
        self.line = line
        self.severity = severity
        self.reason = reason
    }

    /// As compilers say it: `rules.yml:3: error: expr: ...`.
    public var description: String { "\(file):\(line): \(severity.rawValue): \(reason)" }

    public var json: JSON {
        [
            "file": .string(file), "line": .int(line), "severity": .string(severity.rawValue),
            "reason": .string(reason),
        ]
    }
}

/// Why a rule file, or a file of rule tests, cannot be used: all that is wrong with it.
public struct RuleFileError: Error, Equatable, Sendable, CustomStringConvertible {
    public let findings: [RuleFinding]

    public var description: String { findings.map(\.description).joined(separator: "\n") }
}
