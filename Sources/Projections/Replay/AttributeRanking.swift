public import EventStore

/// What two groups of things differ in: which attributes tell them apart, the best first.
///
/// For each value of each attribute: the share of each group that has it. A value that one group has and the other has
/// not scores 1, one that both have alike scores 0. Numbers are taken by powers of two, so that sizes can be told apart.
public struct AttributeRanking: Sendable {
    /// Attributes and values that are told apart; further ones are left out.
    private static let valueLimit = 20_000

    private var counts: [String: [String: (Int, Int)]] = [:]
    private var kept = 0
    public private(set) var failing = 0
    public private(set) var passing = 0

    public init() {}

    /// - Parameter attributes: by path, each once.
    public mutating func add(_ attributes: [String: JSON], isFailing: Bool) {
        if isFailing { failing += 1 } else { passing += 1 }
        for (path, value) in attributes {
            let text = Self.text(value)
            if counts[path]?[text] == nil {
                guard kept < Self.valueLimit else { continue }
                kept += 1
            }
            if isFailing {
                counts[path, default: [:]][text, default: (0, 0)].0 += 1
            } else {
                counts[path, default: [:]][text, default: (0, 0)].1 += 1
            }
        }
    }

    /// The best `limit` values, with the share of each group that has them.
    public func json(limit: Int = 20) -> JSON {
        var rows: [(score: Double, path: String, value: String, failing: Double, passing: Double)] = []
        for (path, values) in counts {
            for (value, count) in values {
                let bad = failing == 0 ? 0 : Double(count.0) / Double(failing)
                let good = passing == 0 ? 0 : Double(count.1) / Double(passing)
                rows.append((abs(bad - good), path, value, bad, good))
            }
        }
        rows.sort { ($1.score, $0.path, $0.value) < ($0.score, $1.path, $1.value) }
        return [
            "failing": .int(failing), "passing": .int(passing),
            "attributes": .array(
                rows.prefix(limit).map {
                    [
                        "attribute": .string($0.path), "value": .string($0.value), "score": .rounded($0.score),
                        "failing_share": .rounded($0.failing), "passing_share": .rounded($0.passing),
                    ]
                }),
        ]
    }

    /// The leaves of an object by path.
    public static func leaves(of json: JSON, at path: String = "", depth: Int = 0) -> [String: JSON] {
        guard let object = json.object, depth < 6 else {
            if json.array != nil || json.object != nil || json.isNull { return [:] }
            return [path: json]
        }
        return object.members.reduce(into: [:]) { found, member in
            let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
            found.merge(leaves(of: member.value, at: inner, depth: depth + 1)) { first, _ in first }
        }
    }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text): return String(text.prefix(100))
        case .int, .double:
            guard let number = value.number, abs(number) >= 8, number.isFinite else { return value.text }
            let power = Int(log2Floor(abs(number)))
            return "\(number < 0 ? "-" : "")\(1 << power) to \(1 << (power + 1))"
        default: return value.text
        }
    }

    private static func log2Floor(_ number: Double) -> Int32 { Int32(min(61, number.exponent)) }
}
