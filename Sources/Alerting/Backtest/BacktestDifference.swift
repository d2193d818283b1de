public import EventStore

/// Where a rule would have fired otherwise than the one in force.
public struct BacktestDifference: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// It fires where the other did not.
        case added
        /// It does not fire where the other did.
        case removed
        /// Both fire, from or until another moment.
        case changed
    }

    public let kind: Kind
    public let before: BacktestReport.Interval?
    public let after: BacktestReport.Interval?

    public var json: JSON {
        [
            "kind": .string(kind.rawValue), "in_force": before?.json ?? .null, "proposed": after?.json ?? .null,
        ]
    }

    /// By the moment at which they begin; intervals that never fired do not count.
    static func between(
        _ before: [BacktestReport.Interval], _ after: [BacktestReport.Interval]
    ) -> [BacktestDifference] {
        var rest = after.filter { $0.firedAt != nil }
        var found: [BacktestDifference] = []
        for old in before where old.firedAt != nil {
            guard let place = rest.firstIndex(where: { $0.overlaps(old) }) else {
                found.append(BacktestDifference(kind: .removed, before: old, after: nil))
                continue
            }
            let new = rest.remove(at: place)
            if new.firedAt != old.firedAt || new.resolvedAt != old.resolvedAt {
                found.append(BacktestDifference(kind: .changed, before: old, after: new))
            }
        }
        found += rest.map { BacktestDifference(kind: .added, before: nil, after: $0) }
        return found.sorted { $0.start < $1.start }
    }

    private var start: Timestamp { (before?.firedAt ?? after?.firedAt) ?? Timestamp(nanoseconds: 0) }
}

extension BacktestReport.Interval {
    /// Whether both fire at some moment for the same series; labels of the rule itself may differ.
    fileprivate func overlaps(_ other: BacktestReport.Interval) -> Bool {
        guard let start = firedAt, let otherStart = other.firedAt else { return false }
        let isSame = labels.filter { $0.key != "severity" } == other.labels.filter { $0.key != "severity" }
        let end = resolvedAt ?? Timestamp(nanoseconds: .max)
        let otherEnd = other.resolvedAt ?? Timestamp(nanoseconds: .max)
        return isSame && start < otherEnd && otherStart < end
    }
}
