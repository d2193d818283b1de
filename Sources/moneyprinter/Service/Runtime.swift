import Alerting
import EventStore
import Foundation
import MCPService
import Projections
import PromQL
import Telemetry
import VideoTools

/// A running service without its doors: the log, the read models, the worker, and the pipeline in front.
struct Runtime: Sendable {
    let configuration: Configuration
    let log: SQLiteEventLog
    /// The same log for those who write down calls.
    let recording: RecordingLog
    let host: ProjectionHost
    let series: SeriesHost
    /// What the tools and resources about the service itself read.
    let sight: Sight
    let alerts: AlertFunctions
    let dashboards: LazyDashboards
    let tools: ToolRegistry
    let pipeline: RequestPipeline
    let access: AccessParts
    let connections: ConnectionTable
    let worker: VideoWorker
    /// Runs recorded calls again.
    let replay: ReplayFunctions
    let telemetry: ProcessTelemetry
    /// New at each start.
    let instance: String
    /// Absolute.
    let folder: String

    /// Opens the log and puts the parts together.
    ///
    /// - Parameters:
    ///   - publicURL: where clients reach the files of this service; nil for paths instead of links.
    ///   - setup: the ways in.
    ///   - conformance: with what the official conformance suite calls.
    init(
        _ configuration: Configuration, publicURL: String?, telemetry: ProcessTelemetry, access setup: AccessSetup,
        conformance: Bool = false
    ) throws {
        self.configuration = configuration
        self.telemetry = telemetry
        let dashboards = LazyDashboards(configuration)
        self.dashboards = dashboards
        folder = URL(filePath: configuration.dataFolder).standardizedFileURL.path
        instance = telemetry.instance
        log = try SQLiteEventLog.open(folder: folder, limits: Self.limits(configuration.log), turns: .ofEventLoops)
        recording = RecordingLog(log, keys: log.valueKeys, rules: configuration.recording.rules)
        host = ProjectionHost(
            log: log, projections: Composition.projections,
            snapshots: SnapshotLimits(
                spacing: UInt64(configuration.log.snapshotSpacing), count: configuration.log.snapshotCount))
        series = SeriesHost(
            log: log, producers: Composition.producers, limits: Self.limits(configuration.series))
        alerts = AlertFunctions(log: log, series: series)
        sight = Sight(
            log: log, host: host, series: series, alerts: alerts, dashboards: { try? dashboards.load() },
            options: QueryOptions(configuration.queries),
            folder: folder)
        let workshop = try Workshop(configuration, folder: folder, publicURL: publicURL)
        replay = ReplayFunctions(
            Replayer(
                log: log, host: host, folder: folder,
                sandbox: Sandbox(
                    configuration: configuration, workshop: workshop, digests: log.valueKeys,
                    programs: SandboxPrograms(python: configuration.voice.neuralPython))))
        let conformance = conformance ? Conformance(log: log) : nil
        let tools = Composition.tools(
            sight: sight, replay: replay, log: recording, host: host, configuration: configuration,
            conformance: conformance)
        try Self.check(configuration.recording, tools)
        self.tools = tools
        access = setup.parts(log: log, host: host)
        pipeline = RequestPipeline(
            log: recording, tools: tools, resources: Composition.resources(sight: sight, conformance: conformance),
            prompts: Composition.prompts(sight: sight, voice: workshop.voice, conformance: conformance), host: host,
            server: Composition.identity, gate: access.gate, cache: ToolCache(configuration), conformance: conformance)
        connections = ConnectionTable(instance: instance)
        worker = VideoWorker(log: recording, workshop: workshop, folder: folder, id: instance)
    }

    /// Runs everything behind the doors while `body` runs, notes the start and the end, and closes the log.
    func run(as command: String, address: String?, _ body: @escaping @Sendable () async throws -> Void) async throws {
        telemetry.sink.attach(log)
        let stream = ServiceEvents.stream(of: instance)
        try await log.append(
            [
                ServiceStarted(
                    instance: instance, version: Composition.version, command: command, process: Int(getpid()),
                    address: address, tools: tools.all.map(\.definition.name))
            ], to: stream, durability: .synced)
        var reason = "finished"
        do {
            try await runParts(while: body)
        } catch {
            reason = "\(error)"
            await stop(because: reason, stream)
            throw error
        }
        await stop(because: reason, stream)
    }

    private func runParts(while body: @escaping @Sendable () async throws -> Void) async throws {
        let parts =
            try self.parts
            + AlertingParts(configuration: configuration, log: log, series: series, logger: telemetry.logger).parts()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for part in parts {
                group.addTask {
                    try await part()
                    return false
                }
            }
            group.addTask {
                try await host.caughtUp(timeout: .seconds(600))
                try await body()
                return true
            }
            for try await isBody in group where isBody { break }
            group.cancelAll()
        }
    }

    /// What runs in the background, each until it is cancelled.
    private var parts: [@Sendable () async throws -> Void] {
        [
            { try await host.run() },
            { try await access.gate.run() },
            { try await series.run() },
            { try await worker.run() },
            { try await recording.run() },
            { try await sampler.run() },
            { try await OTLPSender(runtime: self).run() },
            { try await keepRetention() },
            { try await DashboardWatch(log: log, dashboards: { dashboards.known }, instance: instance).run() },
            { try await FileSweep(log: log, host: host, folder: folder).run() },
        ]
    }

    private var sampler: ProcessSampler {
        ProcessSampler(
            log: log, connections: connections, host: host, series: series, metrics: telemetry.metrics,
            instance: instance, interval: .seconds(configuration.telemetry.sampleSeconds))
    }

    private func stop(because reason: String, _ stream: StreamName) async {
        // The log may be the very thing that failed; the process ends either way.
        _ = try? await log.append([ServiceStopped(instance: instance, reason: reason)], to: stream, durability: .synced)
        await recording.forgetEnded(before: SystemWallClock().now())
        await log.close()
    }

    /// A rule for a tool that there is none of would keep nothing out of the log.
    private static func check(_ recording: Configuration.Recording, _ tools: ToolRegistry) throws {
        guard let name = recording.tools.keys.sorted().first(where: { tools[$0] == nil }) else { return }
        let near = NearestName.find(name, in: tools.all.map(\.definition.name))
        throw Failure("[recording.tools] \(name) is no tool" + (near.map { ": did you mean '\($0)'?" } ?? ""))
    }

    private static func limits(_ log: Configuration.Log) -> SQLiteEventLog.Limits {
        var limits = SQLiteEventLog.Limits()
        limits.queuedEvents = log.queuedEvents
        limits.queuedBytes = log.queuedBytes
        limits.tailEvents = log.tailEvents
        limits.commitsPerCheckpoint = log.commitsPerCheckpoint
        return limits
    }

    private static func limits(_ series: Configuration.Series) -> SeriesLimits {
        let days = SeriesLimits.day
        return SeriesLimits(
            series: series.limit, labelSets: series.labelSets, rawAge: Int64(series.rawDays) * days,
            age: Int64(series.days) * days, bytes: series.bytes)
    }
}
