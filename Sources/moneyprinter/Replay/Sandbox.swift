import EventStore
import Foundation
import MCPService
import Projections
import VideoTools

/// The service over a throw-away folder, for one call: its own log, tools and worker, and nobody outside to ask.
struct Sandbox: Sendable {
    /// Makes the tools of the build under test.
    typealias Tools =
        @Sendable (
            _ log: any EventLog, _ host: ProjectionHost, _ configuration: Configuration, _ clock: any WallClock,
            _ makeID: @escaping @Sendable (String) -> String
        ) -> ToolRegistry

    /// What became of a call.
    struct Outcome: Sendable {
        let call: RecordedCall
        /// Requests to providers that were answered from the recording.
        let answered: Int
        /// Why others were refused.
        let blocked: [String]
    }

    let configuration: Configuration
    /// The makers of videos; the sandbox's own ask no provider.
    let workshop: Workshop
    /// The keys of the recorded log: what it has a digest of has the same one in a sandbox.
    let digests: any ValueKeys
    let programs: SandboxPrograms
    var tools: Tools = { log, host, configuration, clock, makeID in
        ToolRegistry(
            Composition.workTools(log: log, host: host, configuration: configuration, clock: clock, makeID: makeID))
    }

    /// Runs a call again.
    ///
    /// - Parameters:
    ///   - models: what was known when the call was made.
    ///   - now: the time of day at which it begins.
    ///   - videos: the recorded log's finished videos, which the call may read.
    func run(
        _ call: RecordedCall, from models: ReadModels, at now: Timestamp, videos: FinishedVideos
    ) async throws -> Outcome {
        try await programs.running { voice in try await run(call, from: models, at: now, videos, voice) }
    }

    private func run(
        _ call: RecordedCall, from models: ReadModels, at now: Timestamp, _ videos: FinishedVideos, _ voice: WorkerVoice
    ) async throws -> Outcome {
        let folder = try SandboxFolder.make(in: configuration.replay.folder)
        defer { folder.remove() }
        let clock = ShiftedClock(startingAt: now)
        let data = folder.path + "/data"
        let log = try SQLiteEventLog.open(folder: data, clock: clock)
        let recording = RecordingLog(
            log, keys: SandboxKeys(log.valueKeys, digests: digests), rules: configuration.recording.rules, clock: clock)
        let provider = RecordedProviderClient(call.providerAnswers)
        do {
            // An answer is noted again, as it was then: only one that was kept in full is given.
            let noting = RecordingProviderClient(provider, policy: call.providerAnswers.isEmpty ? .off : .full)
            var makers = try workshop.sandboxed(configuration, provider: noting)
            makers.earlierVideos = videos
            makers.voice = voice
            let parts = SandboxParts(
                log: recording, host: ProjectionHost(log: log, beginning: models), clock: clock,
                worker: VideoWorker(log: recording, workshop: makers, folder: data, id: "sandbox", clock: clock))
            try await bounded(folder) { try await run(call, parts) }
            guard let again = try await RecordedCalls(log: log).call(.position(Position(1))) else {
                throw SandboxFault.noAnswer
            }
            await log.close()
            return Outcome(call: again, answered: provider.answered, blocked: provider.blocked)
        } catch {
            await log.close()
            throw error
        }
    }

    /// Sends the request, and waits for the work that it sets going where that was waited for, or ended, then.
    private func run(_ call: RecordedCall, _ parts: SandboxParts) async throws {
        let ids = RecordedIDs(call)
        let registry = tools(parts.log, parts.host, configuration, parts.clock) { ids.next($0) }
        let pipeline = RequestPipeline(
            log: parts.log, tools: registry, server: Composition.identity, clock: parts.clock)
        try await parts.running {
            _ = await pipeline.result(of: Request(repeating: call))
            if call.isOver { try await SandboxParts.workDone(of: parts.log) }
        }
    }

    /// Gives up a run that takes too long or writes too much.
    private func bounded(_ folder: SandboxFolder, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let limits = configuration.replay
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: .seconds(limits.seconds))
                throw SandboxFault.tookLonger(seconds: limits.seconds)
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: .milliseconds(500))
                    if folder.bytes > limits.megabytes << 20 {
                        throw SandboxFault.tooLarge(megabytes: limits.megabytes)
                    }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
