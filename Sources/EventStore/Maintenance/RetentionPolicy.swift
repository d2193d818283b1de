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

    /// Seconds of a day.
    public static let day = 86_400.0

    /// What holds until another event says otherwise, and what the log says of itself: for ever.
    public static let standing = [
        "alert.rule_*", "alert.silenced", "alert.silence_expired", "key.created", "key.revoked", "role.*",
        "token.revoked", "limit.*_set", "log.repaired",
    ].map { Rule(TypePattern($0), seconds: nil) }

    /// What was done: tasks and alerts for so many days, who was let in for ever.
    public static func records(taskDays: Int = 365, alertDays: Int = 365) -> [Rule] {
        [
            Rule(TypePattern("task.*"), seconds: Double(taskDays) * day),
            Rule(TypePattern("alert.*"), seconds: Double(alertDays) * day),
            Rule(TypePattern("access.*"), seconds: nil),
        ]
    }

    /// Tasks and alerts for a year, who did what for ever, all else for thirty days.
    public static let standard = RetentionPolicy(rules: standing + records(), seconds: 30 * day)

    private func rule(for type: EventType) -> Rule? { rules.first { $0.types.matches(type) } }

    /// Whether events of a type are kept at an age.
    ///
    /// - Parameter isTooLarge: whether the log is over its size, and these are among its oldest events.
    func keeps(_ type: EventType, seconds age: Double, isTooLarge: Bool) -> Bool {
        if let rule = rule(for: type) { return rule.seconds.map { age <= $0 } ?? true }
        return !isTooLarge && (seconds.map { age <= $0 } ?? true)
    }
}
