public import EventStore

/// Sends one signal of the log to a collector: a subscriber with a checkpoint of its own.
///
/// The checkpoint is a snapshot in the log, saved once the collector has answered for everything before it. While
/// the collector is away the exporter waits, and goes on where it stopped, after a restart too; it reads at its own
/// pace and holds nobody up. A crash between the answer and the checkpoint sends a batch twice.
public struct OTLPExporter: Sendable {
    public struct Settings: Sendable {
        /// The resource of what this process itself did, such as `service.name`.
        public var own: JSONObject
        public var format = OTLPFormat.protobuf
        /// Records of one request.
        public var batchRecords = 512
        /// Bytes of one request before it is compressed; a single record may be larger.
        public var batchBytes = 4 << 20
        /// Seconds that a first record waits for others.
        public var lingerSeconds = 1.0
        /// Whether what others sent here is sent on; two services that send to each other then never end.
        public var includesReceived = false
        /// Spreads the times of new attempts.
        public var seed: UInt64 = 1

        public init(own: JSONObject) { self.own = own }
    }

    private let log: any EventLog
    private let signal: OTLPSignal
    private let settings: Settings
    private let send: @Sendable (OTLPDelivery) async -> OTLPOutcome
    private let pause: @Sendable (Double) async throws -> Void
    private let report: @Sendable (String) -> Void

    /// - Parameters:
    ///   - send: one attempt; its failures are outcomes.
    ///   - pause: waits so many seconds, and throws where the exporter is to end.
    ///   - report: takes a line for whoever runs the service, when things change and not each time.
    public init(
        log: any EventLog, signal: OTLPSignal, settings: Settings,
        send: @escaping @Sendable (OTLPDelivery) async -> OTLPOutcome,
        pause: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) },
        report: @escaping @Sendable (String) -> Void
    ) {
        self.log = log
        self.signal = signal
        self.settings = settings
        self.send = send
        self.pause = pause
        self.report = report
    }

    /// Exports until it is cancelled or the log is closed.
    public func run() async throws {
        var run = ExportRun(
            log: log, signal: signal, settings: settings, send: send, pause: pause, report: report)
        try await run.start()
        while !Task.isCancelled, try await run.step() {}
    }
}
