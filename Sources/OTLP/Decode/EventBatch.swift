import EventStore

/// Gathers the events of an export as proposals that the log takes: one stream each, and not too large.
struct EventBatch {
    private static let proposalEvents = 4096
    private static let proposalBytes = 4 << 20

    private var proposals: [Proposal] = []
    private var events: [ProposedEvent] = []
    private var stream: StreamName?
    private var bytes = 0
    private var total = 0
    private let byteLimit: Int

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// - Throws: where all events together are too large.
    mutating func add(_ event: ProposedEvent, to stream: StreamName) throws(OTLPError) {
        if stream != self.stream || events.count >= Self.proposalEvents || bytes >= Self.proposalBytes {
            close()
            self.stream = stream
        }
        if events.isEmpty { events.reserveCapacity(512) }
        events.append(event)
        bytes += event.payload.count
        total += event.payload.count
        guard total <= byteLimit else { throw .tooLarge("the export becomes more than \(byteLimit) bytes of events") }
    }

    private mutating func close() {
        if let stream, !events.isEmpty { proposals.append(Proposal(raw: events, to: stream)) }
        events = []
        bytes = 0
    }

    /// All proposals.
    ///
    /// More than one are appended one after the other. Should the log refuse one, the sender sends all again: keys
    /// see to it that nothing is then there twice.
    mutating func finish(body: [UInt8]) -> [Proposal] {
        close()
        guard proposals.count > 1 else { return proposals }
        let hash = Self.hash(body)
        for index in proposals.indices { proposals[index].key = "otlp-\(hash)-\(body.count)-\(index)" }
        return proposals
    }

    /// The same for the same bytes, in every process.
    private static func hash(_ body: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in body { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
