import Foundation

/// What a plan costs, in events looked at, so that SQLite can order its joins.
///
/// Estimates, from what a log of this product holds: about fifteen events a trace, twenty a stream, twenty types.
struct EventsCost: Equatable {
    /// Rows that come out.
    var rows: Double
    /// Events that are decoded on the way, and segments whose summary is looked at.
    var cost: Double

    private static let eventsPerSegment = 1024.0
    /// Where a bound's value is not known: what it leaves.
    private static let boundShare = 0.25
    /// Of a decoded event, what it costs to see that it is of another type.
    private static let skipCost = 0.1

    /// - Parameters:
    ///   - count: the events in the log.
    ///   - span: the share of the log that bounds on the position leave; nil where their values are not known.
    init(_ plan: EventsPlan, count: Double, span: Double?) {
        let count = max(count, 1)
        var reached = count
        var isPoint = false
        for term in plan.terms where term.column.followsPosition {
            if term.comparison == .equal { isPoint = true }
            if term.column != .position || span == nil { reached *= Self.boundShare }
        }
        if let span { reached *= min(max(span, 0), 1) }
        rows = isPoint ? 1 : max(reached, 1)
        // A point read opens one segment, which is then at hand for the next one.
        cost = isPoint ? 100 : rows
        guard !isPoint else { return }
        for term in plan.terms { narrow(by: term) }
        cost += count / Self.eventsPerSegment * Self.skipCost
        rows = max(rows, 1)
    }

    private mutating func narrow(by term: EventsPlan.Term) {
        switch (term.column, term.comparison) {
        case (.traceID, _): openFew(rows: 15)
        case (.stream, _): openFew(rows: 20)
        case (.type, .glob): skip(share: 0.125)
        case (.type, _): skip(share: 0.05)
        case (.principal, _), (.category, _): skip(share: 0.1)
        default: break
        }
    }

    /// Filters of keys lead to the few segments that hold them, and to 1 % of the others.
    private mutating func openFew(rows few: Double) {
        cost = min(cost, 3 * Self.eventsPerSegment + rows * 0.01)
        rows = min(rows, few)
    }

    private mutating func skip(share: Double) {
        cost = min(cost, rows * (share + Self.skipCost))
        rows *= share
    }
}
