/// A function of the language: what it takes, what it gives, and how it is reckoned.
public struct Function: Sendable {
    /// How a function is reckoned.
    enum Implementation: Sendable {
        /// Each value alone.
        case each(@Sendable (Double) -> Double)
        /// Each window of a range vector alone.
        case window(WindowFunction)
        /// The call as a whole.
        case whole(@Sendable (Evaluation, Expression.FunctionCall, StepGrid) throws -> Value)
    }

    public let name: String
    /// The types of the arguments; the last one may stand more often, or not at all, see `optional` and `most`.
    public let parameters: [ValueType]
    public let result: ValueType
    /// How many of the arguments may be left out.
    let optional: Int
    /// How many arguments there may be, nil for any number.
    let most: Int?
    /// Whether the value depends on the time of evaluation itself, apart from what the arguments select.
    let readsTime: Bool
    let implementation: Implementation

    init(
        _ name: String, _ parameters: [ValueType], returns result: ValueType = .vector, optional: Int = 0,
        repeatsLast: Bool = false, readsTime: Bool = false, _ implementation: Implementation
    ) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.optional = optional
        self.readsTime = readsTime
        self.implementation = implementation
        most = repeatsLast ? nil : parameters.count
    }

    /// Every function by its name.
    public static let all: [String: Function] = {
        let tables = [elementwise, overTime, rates, dates, wholes]
        return Dictionary(tables.joined().map { ($0.name, $0) }) { first, _ in first }
    }()
}
