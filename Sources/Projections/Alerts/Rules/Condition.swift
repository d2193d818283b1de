/// What a metric's value is held against: an operator, one space and a number, such as `> 10`.
public struct Condition: Hashable, Sendable, CustomStringConvertible {
    public enum Comparison: String, CaseIterable, Sendable {
        case above = ">"
        case below = "<"
        case atLeast = ">="
        case atMost = "<="
        case equal = "=="
        case unequal = "!="
    }

    public let comparison: Comparison
    public let threshold: Double
    /// As it was written.
    public let text: String

    /// Reads a condition as people write it.
    public init(_ text: String) throws(AlertRuleError) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        let operators = Comparison.allCases.map(\.rawValue).joined(separator: " ")
        guard parts.count == 2 else {
            throw AlertRuleError("condition", "'\(text)' must be an operator, one space and a number, such as '> 10'")
        }
        guard let comparison = Comparison(rawValue: String(parts[0])) else {
            throw AlertRuleError("condition", "'\(parts[0])' is not one of \(operators)")
        }
        guard let threshold = Double(parts[1]), threshold.isFinite else {
            throw AlertRuleError("condition", "'\(parts[1])' is not a finite number")
        }
        self.comparison = comparison
        self.threshold = threshold
        self.text = text
    }

    public func holds(for value: Double) -> Bool {
        switch comparison {
        case .above: value > threshold
        case .below: value < threshold
        case .atLeast: value >= threshold
        case .atMost: value <= threshold
        case .equal: value == threshold
        case .unequal: value != threshold
        }
    }

    public var description: String { text }
}
