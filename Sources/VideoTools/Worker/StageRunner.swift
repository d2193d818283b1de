import EventStore
import Foundation
import Synchronization

/// Runs the stages of one task, and notes in the log what each of them did.
///
/// A stage that an earlier attempt finished with the same key is not run again while its files are unharmed:
/// that is how a task whose process was killed goes on where it stopped.
struct StageRunner: Sendable {
    let log: any EventLog
    let clock: any WallClock
    let item: WorkItem
    /// The data folder; outputs are named relative to it.
    let folder: String
    private let progress: ProgressMeter
    private let current = StageName()

    init(log: any EventLog, clock: any WallClock, item: WorkItem, folder: String) {
        self.log = log
        self.clock = clock
        self.item = item
        self.folder = folder
        progress = ProgressMeter(log: log, clock: clock, item: item)
    }

    /// The stage that runs or ran last, for the message of a failure.
    var stage: String { current.value }

    /// The folder of the task's own files, absolute.
    var workFolder: String { folder + "/tasks/" + item.id }

    /// What a stage gives back.
    struct Product<Value: Codable & Sendable>: Sendable {
        let value: Value
        /// Absolute paths of the files it made.
        var files: [String] = []
        var cpuSeconds = 0.0
    }

    /// A finished stage: its value, and the key on which later stages build.
    struct Done<Value: Sendable>: Sendable {
        let value: Value
        let key: String
    }

    /// Runs one stage, or takes the result of an earlier attempt.
    ///
    /// - Parameters:
    ///   - inputs: everything the result depends on besides the stages before.
    ///   - share: the part of the whole task that the stage is, as a range of 0 to 1.
    func run<Value: Codable & Sendable>(
        _ stage: String, version: Int = 1, inputs: JSON, upstream: [String] = [], share: ClosedRange<Double>,
        message: String,
        _ body: (_ progress: @escaping @Sendable (Double) -> Void) async throws(StageError) -> Product<Value>
    ) async throws(StageError) -> Done<Value> {
        current.value = stage
        let key = try StepKey.make(stage, version: version, inputs: inputs.sorted, upstream: upstream)
        if let known = finished(stage, key: key, as: Value.self) { return Done(value: known, key: key) }
        if Task.isCancelled { throw StageError(.cancelled, "the task was cancelled") }
        try await append([TaskStageStarted(task: item.id, stage: stage)])
        progress.report(share.lowerBound, stage: stage, message: message)
        let start = clock.now()
        do throws(StageError) {
            let product = try await body { fraction in
                let whole = share.lowerBound + (share.upperBound - share.lowerBound) * min(1, max(0, fraction))
                progress.report(whole, stage: stage, message: message)
            }
            try await note(product, stage, key: key, from: start)
            return Done(value: product.value, key: key)
        } catch {
            try? await append([span(stage, from: start, error: error)])
            throw error
        }
    }

    private func finished<Value: Decodable>(_ stage: String, key: String, as type: Value.Type) -> Value? {
        guard let done = item.finished[stage], done.key == key, let value = try? done.result.decode(type) else {
            return nil
        }
        let isWhole = done.outputs.allSatisfy { output in
            StepOutput(path: folder + "/" + output.path, bytes: output.bytes, sha256: output.sha256).verify()
        }
        return isWhole ? value : nil
    }

    private func note<Value: Encodable>(
        _ product: Product<Value>, _ stage: String, key: String, from start: Timestamp
    ) async throws(StageError) {
        var outputs: [StageOutput] = []
        for file in product.files {
            let output = try StepOutput.of(file)
            outputs.append(
                StageOutput(path: String(file.dropFirst(folder.count + 1)), bytes: output.bytes, sha256: output.sha256))
        }
        guard let result = try? JSON(encoding: product.value) else {
            throw StageError(.providerFailed, "the result of stage \(stage) cannot be written as JSON")
        }
        let completed = TaskStageCompleted(
            task: item.id, stage: stage, key: key, outputs: outputs, result: result,
            seconds: clock.now().seconds(since: start), cpuSeconds: product.cpuSeconds)
        try await append([completed, span(stage, from: start, error: nil, cpuSeconds: product.cpuSeconds)])
    }

    private func span(_ stage: String, from start: Timestamp, error: StageError?, cpuSeconds: Double = 0) -> SpanEnded {
        SpanEnded(
            name: "stage \(stage)", kind: .internal, parent: item.metadata.trace?.spanID, start: start,
            seconds: clock.now().seconds(since: start), status: error == nil ? .ok : .error, message: error?.message,
            attributes: [
                "task.id": .string(item.id), "task.stage": .string(stage), "process.cpu.seconds": .double(cpuSeconds),
            ])
    }

    /// Appends to the task's stream, within a child span of the request that asked for the task.
    private func append(_ events: [any Event]) async throws(StageError) {
        var metadata = item.metadata
        metadata.trace = item.metadata.trace?.child()
        do throws(AppendError) {
            try await log.append(events, to: item.stream, durability: .synced, metadata: metadata)
        } catch {
            throw StageError(.providerFailed, "the log could not take the stage's events: \(error)")
        }
    }
}

/// The name of the stage that runs, shared by the copies of one runner.
private final class StageName: Sendable {
    private let name = Mutex("start")

    var value: String {
        get { name.withLock { $0 } }
        set { name.withLock { $0 = newValue } }
    }
}
