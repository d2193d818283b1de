public import EventStore

/// Read models that are to be folded anew from the beginning of the log, in one pass.
public struct RebuildPlan: Equatable, Sendable {
    /// The projections, in the host's order.
    public let projections: [String]
    /// What events of the rebuild call it: the projections, or `models` for all of them.
    public let labels: [String]
    /// The log's head when it was asked for.
    public let through: Position

    /// - Throws: where a name is not known.
    init(_ names: [String]?, of known: [String], through: Position) throws(RebuildFault) {
        for name in names ?? [] where !known.contains(name) { throw .unknown(name, known: known) }
        let wanted = Set(names ?? known)
        projections = known.filter(wanted.contains)
        labels = projections == known ? [ModelSnapshots.label] : projections
        self.through = through
    }
}
