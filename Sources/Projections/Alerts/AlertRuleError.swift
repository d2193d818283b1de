/// Which field of an alert rule is wrong, and how.
public struct AlertRuleError: Error, Equatable, Sendable, CustomStringConvertible {
    public let field: String
    public let reason: String

    init(_ field: String, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    public var description: String { "\(field): \(reason)" }
}
