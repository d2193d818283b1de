public import EventStore
import Synchronization

/// Does the tasks that the log holds.
///
/// It subscribes to the task streams, claims what is open by expected revision, runs it stage by stage and
/// appends the end. Whatever was claimed before this worker started belongs to one that has died, since one
/// process at a time writes the log: it is claimed again and goes on after its last finished stage.
public final class VideoWorker: Sendable {
    private let log: any EventLog
    private let clock: any WallClock
    private let folder: String
    private let jobs: [TaskKind: any Job]
    private let lanes: [TaskKind: Lane]
    /// New for each start of a process.
    public let id: String
    private let state = Mutex(State())

    private struct State {
        var list = WorkList()
        var running: [String: CancelSignal] = [:]
    }

    /// - Parameters:
    ///   - folder: the data folder, absolute.
    ///   - id: unique among all workers that ever wrote to the log.
    public init(
        log: any EventLog, workshop: Workshop, folder: String, id: String, clock: any WallClock = SystemWallClock()
    ) {
        self.log = log
        self.clock = clock
        self.folder = folder
        self.id = id
        jobs = workshop.jobs(log: log, folder: folder)
        let quick = Lane(width: workshop.limits.quickTasks)
        let render = Lane(width: workshop.limits.renders)
        lanes = [
            .script: quick, .terms: quick, .voice: Lane(width: workshop.limits.voices), .video: render,
            .analysis: render, .batch: Lane(width: workshop.limits.batches),
        ]
    }

    /// Works until the log closes or the task is cancelled.
    ///
    /// What is under way then stays open in the log.
    public func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for try await page in log.subscribe(to: Selection(category: "task"), after: .start) {
                for item in take(page) { group.addTask { await self.work(on: item.id, item.created.kind) } }
            }
            group.cancelAll()
        }
    }

    /// Brings the list up to date; gives the tasks to start, once the past has been read.
    private func take(_ page: Page) -> [WorkItem] {
        state.withLock { state in
            for event in page.events { state.list.apply(event) }
            guard page.isLast else { return [] }
            for item in state.list.unwanted { state.running[item.id]?.make() }
            let fresh = state.list.unclaimed(by: id).filter { state.running[$0.id] == nil }
            for item in fresh { state.running[item.id] = CancelSignal() }
            return fresh
        }
    }

    private func work(on task: String, _ kind: TaskKind) async {
        defer { state.withLock { _ = $0.running.removeValue(forKey: task) } }
        guard let signal = state.withLock({ $0.running[task] }), let lane = lanes[kind] else { return }
        let wasRun = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await lane.run { await self.claimAndRun(task, kind, signal) } != nil }
            group.addTask {
                await signal.wait()
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        if !wasRun, signal.isMade { await cancelled(task) }
    }

    private func claimAndRun(_ task: String, _ kind: TaskKind, _ signal: CancelSignal) async {
        guard let claimed = await claim(task), let job = jobs[kind] else { return }
        guard let item = claimed.whole(log) else { return await forgotten(claimed) }
        let stages = StageRunner(log: log, clock: clock, item: item, folder: folder)
        let start = clock.now()
        do throws(StageError) {
            let scope = ProviderScope(log: log, clock: clock, item: item)
            let result = try await Self.result(of: job, item, stages, scope).get()
            await end(
                item, TaskCompleted(task: task, result: .object(result), seconds: clock.now().seconds(since: start)))
        } catch {
            // A wish to stop is noted by the one who waits for it; a shutdown leaves the task open.
            guard !signal.isMade, !Task.isCancelled else { return }
            await end(
                item,
                TaskFailed(
                    task: task, stage: stages.stage, code: error.code.rawValue, message: error.message, hint: error.hint
                ))
        }
    }

    /// Runs the job; what it asks of providers is noted in the task's stream.
    private static func result(
        of job: any Job, _ item: WorkItem, _ stages: StageRunner, _ scope: ProviderScope
    ) async -> Result<JSONObject, StageError> {
        await ProviderScope.$current.withValue(scope) {
            do throws(StageError) { return .success(try await job.run(item, stages)) } catch { return .failure(error) }
        }
    }

    /// Claims the task; nil where it is over, unwanted, or another worker was faster.
    private func claim(_ task: String) async -> WorkItem? {
        while !Task.isCancelled {
            let known = state.withLock { $0.list.open[task] }
            guard let item = known, item.worker != id, item.cancelReason == nil else { return nil }
            let claim = TaskClaimed(task: task, worker: id, attempt: item.attempt + 1)
            do throws(AppendError) {
                try await log.append(
                    [claim], to: item.stream, expecting: .exactly(item.revision), durability: .synced,
                    metadata: item.metadata)
                return item
            } catch {
                guard case .conflict = error, await refresh(item) else { return nil }
            }
        }
        return nil
    }

    /// Reads the task's stream anew after another event came between; false where that is not possible.
    private func refresh(_ item: WorkItem) async -> Bool {
        guard let events = try? await log.readAll(Selection(stream: item.stream)) else { return false }
        state.withLock { state in
            for event in events { state.list.apply(event) }
        }
        return true
    }

    private func forgotten(_ item: WorkItem) async {
        await end(
            item,
            TaskFailed(
                task: item.id, stage: "start", code: "arguments_forgotten",
                message: "its arguments were withheld from the log, and the key to them is gone",
                hint: "ask for it again"))
    }

    private func cancelled(_ task: String) async {
        guard let item = state.withLock({ $0.list.open[task] }) else { return }
        await end(item, TaskCancelled(task: task, reason: item.cancelReason ?? "cancelled"))
    }

    /// Notes the end of a task.
    ///
    /// Where the log cannot take it, the task stays open and is done again later.
    private func end(_ item: WorkItem, _ event: any Event) async {
        // A cancelled Swift task may still have to say how it ended.
        _ = try? await log.append([event], to: item.stream, durability: .synced, metadata: item.metadata)
    }
}
