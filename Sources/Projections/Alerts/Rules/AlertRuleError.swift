/// Which field of an alert rule is wrong, and how.
public struct AlertRuleError: Error, Equatable, Sendable, CustomStringConvertible {
    public let field: String
    public let reason: String

    public init(_ field: String, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    static func unknown(_ field: String, _ value: String, _ known: [String]) -> AlertRuleError {
        AlertRuleError(field, "'\(value)' is not one of \(known.joined(separator: ", "))")
    }

    public var description: String { "\(field): \(reason)" }
}
