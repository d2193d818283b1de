/// Values by label, for a bounded number of labels; the rest share one named `_OTHER`.
///
/// Label values may come from clients, so their number must have an end (totals stay right all the same).
struct LabelTable<Value: Sendable>: Sendable {
    /// The label of everything beyond the limit.
    static var other: String { "_OTHER" }

    let limit: Int
    private let initial: Value
    private var values: [String: Value] = [:]

    init(limit: Int = 200, initial: Value) {
        self.limit = limit
        self.initial = initial
    }

    var count: Int { values.count }

    subscript(label: String) -> Value? { values[label] }

    /// Changes the value of a label; gives the label it counts under.
    @discardableResult
    mutating func update(_ label: String, _ change: (inout Value) -> Void) -> String {
        let key = values[label] != nil || values.count < limit ? label : Self.other
        let fresh = initial
        change(&values[key, default: fresh])
        return key
    }

    /// Labels in alphabetical order, with their values.
    var ordered: [(label: String, value: Value)] {
        values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension LabelTable: Codable where Value: Codable {}
