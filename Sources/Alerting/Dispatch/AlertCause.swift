import EventStore

/// Finds the trace that made an alert fire, so that one trace leads from a caller to those who are told of it.
struct AlertCause: Sendable {
    let log: any EventLog

    /// The span of the latest event that is evidence for an alert; nil for an end, and where no event has one.
    func trace(of alert: AlertNotification) async -> TraceContext? {
        guard alert.status == .triggered else { return nil }
        for position in alert.evidence.reversed() {
            let page = try? await log.read(.all, after: Position(position.value - 1), limit: 1)
            if let event = page?.events.first, event.position == position, let trace = event.metadata.trace {
                return trace
            }
        }
        return nil
    }
}
