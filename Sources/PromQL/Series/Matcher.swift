/// A condition on one label.
public struct Matcher: Equatable, Sendable {
    /// How a value is compared.
    public enum Operation: String, Sendable {
        case equal = "="
        case notEqual = "!="
        case matches = "=~"
        case matchesNot = "!~"
    }

    public let name: String
    public let operation: Operation
    /// The value or the pattern as it was written.
    public let value: String
    let pattern: Pattern?

    /// Throws a ``PatternError`` where `value` should be a pattern and is not one.
    ///
    /// A pattern has RE2's syntax and must match the whole value; matching takes time in proportion to the length
    /// of the value, whatever the pattern.
    public init(
        _ name: String, _ operation: Operation, _ value: String, dialect: Dialect = .prometheus2
    ) throws(PatternError) {
        self.name = name
        self.operation = operation
        self.value = value
        pattern = operation == .matches || operation == .matchesNot ? try Pattern(value, dialect) : nil
    }

    /// An equality, which cannot be malformed.
    public init(_ name: String, equals value: String) {
        self.name = name
        operation = .equal
        self.value = value
        pattern = nil
    }

    /// Whether a label of this value satisfies the condition; a missing label has the empty value.
    public func matches(_ candidate: String) -> Bool {
        switch operation {
        case .equal: candidate == value
        case .notEqual: candidate != value
        case .matches: pattern?.matches(candidate) ?? false
        case .matchesNot: !(pattern?.matches(candidate) ?? false)
        }
    }

    /// The only values that can satisfy the condition, where they are few and known: for a look-up in an index.
    public var possibleValues: [String]? {
        switch operation {
        case .equal: [value]
        case .matches: pattern?.literals
        case .notEqual, .matchesNot: nil
        }
    }

    public static func == (left: Matcher, right: Matcher) -> Bool {
        left.name == right.name && left.operation == right.operation && left.value == right.value
    }
}

extension Matcher: CustomStringConvertible {
    public var description: String { "\(name)\(operation.rawValue)\(Quoting.quoted(value))" }
}
