import EventStore

/// The rebuilds that were asked for and are not over, and what came of those before.
struct RebuildBoard: Sendable {
    private var reports: [String: (report: RebuildReport, position: Position)] = [:]
    private var labels: [String: String] = [:]
    /// Why the last rebuild of a projection did not succeed.
    private(set) var faults: [String: String] = [:]

    /// - Returns: what the log is to be told.
    mutating func begin(_ plan: RebuildPlan) throws(RebuildFault) -> [(label: String, news: any Event)] {
        for name in plan.projections where labels[name] != nil { throw .running(name) }
        let shared = plan.labels.count == 1 ? plan.labels[0] : nil
        for name in plan.projections {
            labels[name] = shared ?? name
            faults[name] = nil
        }
        return plan.labels.map { label in
            let report = RebuildReport(name: label, reason: .requested, from: .start, through: plan.through)
            reports[label] = (report, .start)
            return (label, report.started)
        }
    }

    /// Notes how far a rebuild is, which is not over before ``end(_:at:fault:)`` says so.
    mutating func advance(_ plan: RebuildPlan, to position: Position) -> [(label: String, news: any Event)] {
        plan.labels.compactMap { label in
            reports[label]?.position = position
            guard position < plan.through else { return nil }
            return reports[label]?.report.advance(to: position).map { (label, $0) }
        }
    }

    /// - Parameter fault: why it did not succeed.
    mutating func end(
        _ plan: RebuildPlan, at position: Position, fault: String? = nil
    ) -> [(label: String, news: any Event)] {
        for name in plan.projections {
            labels[name] = nil
            faults[name] = fault
        }
        return plan.labels.compactMap { label in
            guard var report = reports.removeValue(forKey: label)?.report, fault == nil else { return nil }
            return report.advance(to: max(position, plan.through)).map { (label, $0) }
        }
    }

    /// How far the rebuild of a projection is; nil where there is none.
    func progress(of name: String) -> Rebuild? {
        labels[name].flatMap { reports[$0] }.map { $0.report.state(at: $0.position) }
    }
}
