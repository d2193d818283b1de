/// One run of a plan with its values: what to read, from where to where.
struct EventsQuery: Equatable {
    var selection = Selection.all
    /// Positions, both ends inclusive; empty where `low` lies beyond `high`.
    var low: UInt64 = 1
    var high: UInt64
    var isDescending = false
    /// True where no event can match.
    private(set) var isEmpty = false

    init(through head: Position, isDescending: Bool = false) {
        high = head.value
        self.isDescending = isDescending
    }

    var hasNothing: Bool { isEmpty || low > high || (selection.since ?? .first) > (selection.until ?? .last) }

    /// Adds a condition with the value it compares with.
    ///
    /// - Throws: where a time is compared with something that is no time.
    mutating func add(_ term: EventsPlan.Term, _ values: [SQLValue]) throws(StorageError) {
        guard let value = values.first, value != .null || term.comparison == .anyOf else { return isEmpty = true }
        switch term.column {
        case .position: boundPosition(term.comparison, value)
        case .nanoseconds: boundNanoseconds(term.comparison, value)
        case .time: try boundTime(term.comparison, value)
        case .type: selection.types = values.map { Self.pattern($0.text, term.comparison) }
        case .stream: selection.stream = StreamName(stored: value.text)
        case .category: selection.category = value.text
        case .principal: selection.principal = value.text
        case .traceID:
            guard let trace = TraceID(hex: value.text) else { return isEmpty = true }
            selection.trace = trace
        default: break
        }
    }

    /// SQLite's pattern, or a looser one where it says more than ours can: SQLite checks the rows again.
    private static func pattern(_ text: String, _ comparison: EventsPlan.Comparison) -> TypePattern {
        guard comparison == .glob else { return TypePattern(text) }
        let plain = text.prefix { $0 != "[" }
        return TypePattern(plain.replacing("?", with: "*") + (plain.endIndex == text.endIndex ? "" : "*"))
    }

    private mutating func boundPosition(_ comparison: EventsPlan.Comparison, _ value: SQLValue) {
        guard let range = NumberBound.range(comparison, value) else { return isEmpty = true }
        low = max(low, UInt64(clamping: range.lowerBound))
        high = min(high, UInt64(clamping: range.upperBound))
        if range.upperBound < 1 { isEmpty = true }
    }

    private mutating func boundNanoseconds(_ comparison: EventsPlan.Comparison, _ value: SQLValue) {
        guard let range = NumberBound.range(comparison, value) else { return isEmpty = true }
        narrow(to: range)
    }

    private mutating func boundTime(_ comparison: EventsPlan.Comparison, _ value: SQLValue) throws(StorageError) {
        guard case .text(let text) = value, let moment = TimeBound.parse(text) else {
            throw StorageError(
                "'\(value.text)' is not a time: time compares with ISO 8601, such as 2026-11-25T03:00:00Z, and "
                    + "time_ns with nanoseconds since 1970")
        }
        guard let range = TimeBound.range(comparison, moment) else { return isEmpty = true }
        narrow(to: range)
    }

    private mutating func narrow(to range: ClosedRange<Int64>) {
        if range.lowerBound > .min {
            selection.since = max(selection.since ?? .first, Timestamp(nanoseconds: range.lowerBound))
        }
        if range.upperBound < .max {
            selection.until = min(selection.until ?? .last, Timestamp(nanoseconds: range.upperBound))
        }
    }
}

extension Timestamp {
    fileprivate static let first = Timestamp(nanoseconds: .min)
    fileprivate static let last = Timestamp(nanoseconds: .max)
}
