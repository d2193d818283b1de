/// An event on its way into the log: its name, version and bytes.
public struct ProposedEvent: Sendable {
    public let type: EventType
    public let version: Int
    /// The fact as a JSON object (UTF-8).
    public let payload: [UInt8]
    /// The fact itself where it was proposed as one: spares its first readers the decoding.
    let fact: (any Event)?
    /// What is known about this event besides the fact; nil for what its proposal says of all of them.
    public let metadata: EventMetadata?

    /// An event as it stands in another log: of a type and version that this build need not know.
    ///
    /// - Parameter payload: a JSON object (UTF-8); it is kept to the byte and not looked into.
    public init(type: EventType, version: Int, payload: [UInt8], metadata: EventMetadata? = nil) {
        self.type = type
        self.version = version
        self.payload = payload
        self.metadata = metadata
        fact = nil
    }

    /// An event as it stands in the log, and its fact where that is known.
    init(type: EventType, version: Int, payload: [UInt8], fact: (any Event)?) {
        self.type = type
        self.version = version
        self.payload = payload
        self.fact = fact
        metadata = nil
    }

    /// - Parameter fact: kept as it is; a generic parameter would be put into a box of its own once more.
    init(_ fact: any Event) throws {
        type = Swift.type(of: fact).type
        version = Swift.type(of: fact).version
        payload = try JSONObjectWriter.bytes(of: fact)
        self.fact = fact
        metadata = nil
    }

    /// The most events and bytes one proposal may hold.
    static let countLimit = 4096
    static let byteLimit = 8 << 20

    /// Encodes a proposal's events, in the caller's task, before it takes a place in the queue.
    static func encode(_ proposal: Proposal) throws(AppendError) -> [ProposedEvent] {
        let count = proposal.raw.count + proposal.events.count
        guard (1...countLimit).contains(count) else {
            throw .invalid("an append holds 1 to \(countLimit) events, not \(count)")
        }
        // Only copied where there is something to add.
        var events = proposal.raw
        if !proposal.events.isEmpty { events.reserveCapacity(count) }
        for event in proposal.events {
            guard let proposed = try? ProposedEvent(event) else {
                throw .invalid("an event of type \(Swift.type(of: event).type) cannot be encoded")
            }
            events.append(proposed)
        }
        let size = events.payloadSize
        guard size <= byteLimit else { throw .invalid("an append holds at most \(byteLimit) bytes, not \(size)") }
        return events
    }
}

extension ProposedEvent: Hashable {
    public static func == (left: ProposedEvent, right: ProposedEvent) -> Bool {
        left.type == right.type && left.version == right.version && left.payload == right.payload
            && left.metadata == right.metadata
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        hasher.combine(version)
        hasher.combine(payload)
    }
}

extension [ProposedEvent] {
    /// The bytes of all payloads.
    ///
    /// By index: a closure would be given a copy of each event, which costs more than all the rest of handing it over.
    var payloadSize: Int {
        var size = 0
        for index in indices { size += self[index].payload.count }
        return size
    }

    /// Whether any of them has metadata that the others have not.
    var hasOwnMetadata: Bool { indices.contains { self[$0].metadata != nil } }
}
