/// Which events a log keeps, and for how long.
public struct RetentionPolicy: Hashable, Sendable {
    /// How long events of some types are kept.
    public struct Rule: Hashable, Sendable {
        public var types: TypePattern
        /// Seconds; nil for ever.
        public var seconds: Double?

        public init(_ types: TypePattern, seconds: Double?) {
            self.types = types
            self.seconds = seconds
        }
    }

    /// The first rule that matches a type decides.
    public var rules: [Rule]
    /// Seconds that all other types are kept; nil for ever.
    public var seconds: Double?
    /// Bytes of sealed segments beyond which the oldest events go before their time, but for types with a rule.
    public var bytes: Int?

    public init(rules: [Rule] = [], seconds: Double? = nil, bytes: Int? = nil) {
        self.rules = rules
        self.seconds = seconds
        self.bytes = bytes
    }

    /// Tasks and alerts for a year, who did what for ever, all else for thirty days.
    public static let standard = RetentionPolicy(
        rules: [
            Rule(TypePattern("task.*"), seconds: 365 * 86_400), Rule(TypePattern("alert.*"), seconds: 365 * 86_400),
            Rule(TypePattern("access.*"), seconds: nil), Rule(TypePattern("key.*"), seconds: nil),
            Rule(TypePattern("log.*"), seconds: nil),
        ], seconds: 30 * 86_400)

    private func rule(for type: EventType) -> Rule? { rules.first { $0.types.matches(type) } }

    /// Whether events of a type are kept at an age.
    ///
    /// - Parameter isTooLarge: whether the log is over its size, and these are among its oldest events.
    func keeps(_ type: EventType, seconds age: Double, isTooLarge: Bool) -> Bool {
        if let rule = rule(for: type) { return rule.seconds.map { age <= $0 } ?? true }
        return !isTooLarge && (seconds.map { age <= $0 } ?? true)
    }
}
