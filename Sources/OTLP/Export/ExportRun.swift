import EventStore

/// An exporter at work: its place in the log, and what it last had to report.
struct ExportRun {
    let log: any EventLog
    let signal: OTLPSignal
    let settings: OTLPExporter.Settings
    let send: @Sendable (OTLPDelivery) async -> OTLPOutcome
    let pause: @Sendable (Double) async throws -> Void
    let report: @Sendable (String) -> Void

    private let choice: ExportChoice
    private let encoder: OTLPEncoder
    private var state: DeliveryState
    private var place = Position.start
    /// The place that the log's snapshot has.
    private var saved = Position.start
    private var dropped = 0

    private static let schema = "1"
    /// Events passed over after which the checkpoint is saved though nothing was sent.
    private static let savingDistance: UInt64 = 16_384
    /// Seconds until a log that cannot be read or written is tried again.
    private static let storagePause = 5.0

    init(
        log: any EventLog, signal: OTLPSignal, settings: OTLPExporter.Settings,
        send: @escaping @Sendable (OTLPDelivery) async -> OTLPOutcome,
        pause: @escaping @Sendable (Double) async throws -> Void, report: @escaping @Sendable (String) -> Void
    ) {
        self.log = log
        self.signal = signal
        self.settings = settings
        self.send = send
        self.pause = pause
        self.report = report
        choice = ExportChoice(signal: signal, includesReceived: settings.includesReceived)
        encoder = OTLPEncoder(own: settings.own)
        state = DeliveryState(seed: settings.seed)
    }

    private var checkpointName: String { "otlp/exporter/\(signal.rawValue)" }

    /// Finds its place: the checkpoint, or, the first time, the end of the log.
    mutating func start() async throws {
        while true {
            do throws(StorageError) {
                let known = try await log.snapshot(named: checkpointName)
                place = known.flatMap { $0.schema == Self.schema ? $0.position : nil } ?? log.head
                if known == nil { try? await save() }
                saved = place
                return
            } catch {
                report("OTLP \(signal.rawValue): \(error)")
                try await pause(Self.storagePause)
            }
        }
    }

    /// Waits for events and delivers them; false where the log is closed or the task cancelled.
    mutating func step() async throws -> Bool {
        let batch: (events: [RecordedEvent], through: Position)?
        do throws(StorageError) {
            batch = try await gather()
        } catch {
            report("OTLP \(signal.rawValue): \(error)")
            try await pause(Self.storagePause)
            return true
        }
        guard let batch else { return false }
        try await deliver(batch.events)
        place = batch.through
        let isFar = place.value - saved.value >= Self.savingDistance
        if !batch.events.isEmpty || isFar { await keepPlace() }
        return true
    }

    // MARK: Reading

    /// The next events that are sent, and how far the log was looked through; nil where it is closed.
    private func gather() async throws(StorageError) -> (events: [RecordedEvent], through: Position)? {
        var pages = log.subscribe(to: choice.selection, after: place).makeAsyncIterator()
        guard let page = try await pages.next() else { return nil }
        var events = page.events.filter(choice.includes)
        var through = page.through
        guard !events.isEmpty, events.count < settings.batchRecords else { return (events, through) }
        try? await pause(settings.lingerSeconds)
        while events.count < settings.batchRecords {
            let more = try await log.read(
                choice.selection, after: through, limit: settings.batchRecords - events.count)
            events += more.events.filter(choice.includes)
            through = more.through
            if more.isLast { break }
        }
        return (events, through)
    }

    // MARK: Sending

    /// Sends the events, in halves where they are too large, until the collector has answered for each.
    private mutating func deliver(_ events: [RecordedEvent]) async throws {
        var waiting = [events[...]]
        while let part = waiting.popLast() {
            guard !part.isEmpty else { continue }
            let body = encoder.encode(Array(part), of: signal, in: settings.format)
            var isTooLarge = body.count > settings.batchBytes && part.count > 1
            if !isTooLarge { isTooLarge = try await attempt(body, count: part.count) == .halve }
            if isTooLarge {
                let middle = part.startIndex + part.count / 2
                waiting += [part[middle...], part[..<middle]]
            }
        }
    }

    /// Sends a body again and again until something else than waiting is to be done.
    private mutating func attempt(_ body: [UInt8], count: Int) async throws -> DeliveryState.Action {
        let packed = Gzip.deflate(body)
        let delivery = OTLPDelivery(
            signal: signal, contentType: settings.format.contentType, contentEncoding: packed == nil ? nil : "gzip",
            body: packed ?? body)
        while true {
            let failures = state.failures
            let (format, signal) = (settings.format, signal)
            let outcome = await send(delivery)
            try Task.checkCancellation()
            let action = state.handle(outcome, count: count) { OTLPAnswer.partial($0, in: format, of: signal) }
            tell(action, count: count, failuresBefore: failures)
            guard case .retry(let seconds, _) = action else { return action }
            try await pause(seconds)
        }
    }

    /// Reports what changed: the first failure and the end of them, and every dropped batch that is a power of two.
    private mutating func tell(_ action: DeliveryState.Action, count: Int, failuresBefore: Int) {
        let name = "OTLP \(signal.rawValue)"
        switch action {
        case .retry(_, let reason) where failuresBefore == 0:
            report("\(name): the collector is away (\(reason)); waiting")
        case .advance(let note):
            if failuresBefore > 0 { report("\(name): the collector is back after \(failuresBefore) attempts") }
            if let note { drop(name, note) }
        case .drop(let reason): drop(name, "\(count) records dropped: \(reason)")
        default: break
        }
    }

    private mutating func drop(_ name: String, _ what: String) {
        dropped += 1
        // What is reported may itself be sent, and dropped: thinned out, that comes to an end.
        if dropped & (dropped - 1) == 0 { report("\(name): \(what) (\(dropped) times so far)") }
    }

    // MARK: Checkpoint

    private mutating func keepPlace() async {
        // What cannot be saved now is saved with the next batch; until then a restart sends again.
        guard (try? await save()) != nil else { return }
        saved = place
    }

    private func save() async throws(AppendError) {
        try await log.save(Snapshot(name: checkpointName, position: place, schema: Self.schema))
    }
}
