/// An event on its way into the log: its name, version and bytes.
struct ProposedEvent: Hashable, Sendable {
    let type: EventType
    let version: Int
    let payload: [UInt8]

    /// The most events and bytes one proposal may hold.
    static let countLimit = 4096
    static let byteLimit = 8 << 20

    /// Encodes a proposal's events, in the caller's task, before it takes a place in the queue.
    static func encode(_ proposal: Proposal) throws(AppendError) -> [ProposedEvent] {
        guard (1...countLimit).contains(proposal.events.count) else {
            throw .invalid("an append holds 1 to \(countLimit) events, not \(proposal.events.count)")
        }
        var events: [ProposedEvent] = []
        events.reserveCapacity(proposal.events.count)
        var size = 0
        for event in proposal.events {
            let type = Swift.type(of: event)
            guard let json = try? JSON(encoding: event) else {
                throw .invalid("an event of type \(type.type) cannot be encoded")
            }
            let payload = json.bytes
            size += payload.count
            events.append(ProposedEvent(type: type.type, version: type.version, payload: payload))
        }
        guard size <= byteLimit else { throw .invalid("an append holds at most \(byteLimit) bytes, not \(size)") }
        return events
    }
}
