import EventStore

/// What came of an attempt at a message, and how long it took.
struct DeliveryOutcome: Sendable {
    let delivery: AlertDelivery
    /// Nil where the receiver took it.
    let error: DeliveryError?
    let start: Timestamp
    let seconds: Double

    /// The attempt as a span of the trace that the alert came of; nil where it came of none.
    var span: SpanEnded? {
        guard delivery.trace != nil else { return nil }
        return SpanEnded(
            name: "notify \(delivery.receiver)", kind: .client, parent: delivery.cause?.spanID, start: start,
            seconds: seconds, status: error == nil ? .ok : .error, message: error?.description,
            attributes: [
                "alert.rule": .string(delivery.news.first.map { delivery.alerts[$0].rule } ?? ""),
                "alert.receiver": .string(delivery.receiver), "alert.attempt": .int(delivery.attempt),
            ])
    }
}
