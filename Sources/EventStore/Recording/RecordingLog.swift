import Crypto
import Foundation
import Synchronization

/// A log as those see it who write down calls: what rules keep out of the log is taken out on the way in.
///
/// Every event that carries arguments, results, or words about them passes here, and nowhere else. What a worker or a
/// waiting caller needs is sealed under a key of the task, which lies beside the log and is forgotten a minute after the
/// task's end: until then a task that was killed goes on, afterwards it is gone for good (docs/decisions/0020).
public final class RecordingLog: EventLog {
    /// Seconds after its end for which what a task made can still be handed over.
    public static let handOver = 60.0
    private static let subjects = "withheld:"
    private static let sessions = "session/"
    private static let digests = "recording:digests"
    private static let taskLimit = 4096

    private let log: any EventLog
    private let keys: any ValueKeys
    private let clock: any WallClock
    private let withholding: Withholding
    /// Of the requests under way, those of which something is hidden.
    private let requests = Mutex<[String: RecordingPolicy]>([:])
    /// A copy of what the log says itself, to spare reading it.
    private let tasks = Mutex<[String: TaskRecording]>([:])

    /// - Parameters:
    ///   - log: what is written to.
    ///   - keys: of the log whose calls these are.
    public init(
        _ log: any EventLog, keys: any ValueKeys, rules: RecordingRules, clock: any WallClock = SystemWallClock()
    ) {
        self.log = log
        self.keys = keys
        self.clock = clock
        // Without the key no two digests are alike, which tells no less than the truth.
        let other = SymmetricKey(size: .bits256)
        withholding = Withholding(rules) { bytes in
            let digest = try? keys.digest(bytes, for: Self.digests)
            return Hexadecimal.text(bytes: digest ?? Array(HMAC<SHA256>.authenticationCode(for: bytes, using: other)))
        }
    }

    @discardableResult
    public func append(_ proposal: Proposal) async throws(AppendError) -> Appended {
        var kept = proposal
        for index in kept.events.indices {
            let event = kept.events[index]
            if let changed = keptOfRequest(event, in: proposal) {
                kept.events[index] = changed
            } else if let changed = try keptOfSession(event, in: proposal) {
                kept.events[index] = changed
            } else if let changed = try await keptOfTask(event) {
                kept.events[index] = changed
            }
        }
        for case let done as RequestCompleted in proposal.events { forget(done.request) }
        return try await log.append(kept)
    }

    /// Takes events of requests only; those of tasks are appended.
    public func enqueue(_ proposal: Proposal) throws(AppendError) {
        var kept = proposal
        for index in kept.events.indices {
            if let changed = keptOfRequest(kept.events[index], in: proposal) { kept.events[index] = changed }
        }
        do throws(AppendError) {
            try log.enqueue(kept)
        } catch {
            for case let received as RequestReceived in proposal.events { forget(received.request) }
            throw error
        }
    }

    /// What was withheld of an event of a task; nil where its key was forgotten.
    public func opened(_ withheld: Withheld, of task: String) -> JSON? {
        guard let sealed = withheld.sealed.flatMap({ Data(base64Encoded: $0) }),
            let plain = try? keys.open(Array(sealed), for: Self.subjects + task)
        else { return nil }
        return try? JSON(parsing: plain)
    }
}

// MARK: - requests

extension RecordingLog {
    /// What is kept of an event of a request; nil where it is no such event, or whole.
    private func keptOfRequest(_ event: any Event, in proposal: Proposal) -> (any Event)? {
        switch event {
        case let received as RequestReceived: return kept(received)
        case let call as ToolCompleted: return kept(call)
        case let span as SpanEnded:
            guard let message = span.message, span.attributes["task.id"] == nil else { return nil }
            let level = level(of: proposal)
            guard level > .full else { return nil }
            return span.saying(withholding.text(message, at: "message", level: level).value.string)
        default: return nil
        }
    }

    private func kept(_ received: RequestReceived) -> RequestReceived? {
        let kept = withholding.params(received)
        guard let withheld = kept.withheld else { return nil }
        requests.withLock { $0[received.request] = withheld.policy }
        return received.keeping(kept.value, withheld)
    }

    private func kept(_ call: ToolCompleted) -> ToolCompleted? {
        let recording = TaskRecording(rule: withholding.rules[call.tool], level: level(of: call.request))
        let kept =
            if let words = call.result.string {
                withholding.text(words, at: "result", level: recording.results)
            } else {
                withholding.made(call.result, at: "result", recording.rule, level: recording.level)
            }
        guard let withheld = kept.withheld else { return nil }
        return call.keeping(kept.value, withheld)
    }

    /// What is kept of words about the request that a proposal ends.
    private func level(of proposal: Proposal) -> RecordingPolicy {
        guard let request = proposal.metadata.trace?.spanID.hex else { return .full }
        let call = proposal.events.lazy.compactMap { $0 as? ToolCompleted }.first
        let rule = call.map { withholding.rules[$0.tool] } ?? RecordingRule()
        return TaskRecording(rule: rule, level: level(of: request)).results
    }

    private func level(of request: String) -> RecordingPolicy { requests.withLock { $0[request] } ?? .full }

    private func forget(_ request: String) { requests.withLock { _ = $0.removeValue(forKey: request) } }
}

// MARK: - tasks

extension RecordingLog {
    /// What is kept of an event of a task; nil where it is no such event, or whole.
    private func keptOfTask(_ event: any Event) async throws(AppendError) -> (any Event)? {
        switch event {
        case let created as TaskCreated: return try await kept(created)
        case let stage as TaskStageCompleted:
            let recording = await recording(of: stage.task)
            return try sealed(
                withholding.made(stage.result, at: "result", recording.rule, level: recording.stages), stage.result,
                stage.task
            )
            .map { stage.keeping($0, $1) }
        case let done as TaskCompleted:
            let recording = await recording(of: done.task)
            return try sealed(
                withholding.made(done.result, at: "result", recording.rule, level: recording.level), done.result,
                done.task
            )
            .map { done.keeping($0, $1) }
        case let failed as TaskFailed: return try await kept(failed)
        case let wish as TaskCancelRequested: return kept(wish)
        case let answer as ProviderAnswered: return await kept(answer)
        case let span as SpanEnded: return await kept(span)
        default: return nil
        }
    }

    private func kept(_ created: TaskCreated) async throws(AppendError) -> TaskCreated? {
        var recording = TaskRecording(rule: withholding.rules[created.tool], level: .full)
        if let parent = created.parent { recording = await self.recording(of: parent).part(recording.rule) }
        let kept = withholding.asked(created.input, at: "input", recording.rule, level: recording.level)
        recording.level = kept.withheld?.policy ?? .full
        remember(recording, of: created.task)
        return try sealed(kept, created.input, created.task).map { created.keeping($0, $1) }
    }

    private func kept(_ failed: TaskFailed) async throws(AppendError) -> TaskFailed? {
        let level = await recording(of: failed.task).stages
        guard level > .full else { return nil }
        let words: JSON = ["message": .string(failed.message), "hint": failed.hint.map(JSON.string) ?? .null]
        let withheld = Withheld(policy: level, places: ["message", "hint"], sealed: try seal(words, for: failed.task))
        return failed.keeping(withholding.text(failed.message, at: "message", level: level).value.string, withheld)
    }

    /// The reason is an argument of `cancel_task`, or words of the service's own.
    private func kept(_ wish: TaskCancelRequested) -> TaskCancelRequested? {
        let asked: JSON = ["reason": .string(wish.reason)]
        let kept = withholding.asked(asked, at: "", withholding.rules["cancel_task"])
        guard kept.withheld != nil else { return nil }
        return TaskCancelRequested(task: wish.task, reason: kept.value["reason"]?.string ?? "")
    }

    private func kept(_ answer: ProviderAnswered) async -> ProviderAnswered? {
        let recording = await recording(of: answer.task)
        let policy = answer.policy.stricter(recording.providers)
        if policy > answer.policy {
            let question = recording.level > .full ? withholding.digest(Array(answer.question.utf8)) : answer.question
            return answer.keeping(answer.answer.flatMap(policy.kept), policy, question: question)
        }
        guard policy == .full, let left = answer.answer.flatMap(withholding.withoutSecrets) else { return nil }
        return answer.keeping(left, .redacted, question: answer.question)
    }

    private func kept(_ span: SpanEnded) async -> SpanEnded? {
        guard let message = span.message, let task = span.attributes["task.id"]?.string else { return nil }
        let level = await recording(of: task).stages
        guard level > .full else { return nil }
        return span.saying(withholding.text(message, at: "message", level: level).value.string)
    }

    /// What is kept and what is withheld of it, which is sealed; nil where nothing is.
    private func sealed(
        _ kept: Withholding.Kept, _ whole: JSON, _ task: String
    ) throws(AppendError) -> (JSON, Withheld)? {
        guard let withheld = kept.withheld else { return nil }
        let sealed = try seal(whole, for: task)
        return (kept.value, Withheld(policy: withheld.policy, places: withheld.places, sealed: sealed))
    }

    private func seal(_ value: JSON, for task: String) throws(AppendError) -> String {
        do throws(StorageError) {
            return Data(try keys.seal(value.bytes, for: Self.subjects + task)).base64EncodedString()
        } catch {
            throw .storage(error)
        }
    }

    /// As the log tells it; where that cannot be read, nothing is kept.
    private func recording(of task: String) async -> TaskRecording {
        if let known = tasks.withLock({ $0[task] }) { return known }
        let stream = TaskEvents.stream(of: task)
        guard let page = try? await log.read(Selection(stream: stream), after: .start, limit: 1) else {
            return TaskRecording(rule: RecordingRule(arguments: .off, results: .off), level: .off)
        }
        let created = page.events.first?.body(as: TaskCreated.self)
        var recording = TaskRecording(rule: withholding.rules[created?.tool ?? ""], level: .full)
        if let parent = created?.parent { recording = await self.recording(of: parent).part(recording.rule) }
        recording.level = created?.withheld?.policy ?? .full
        remember(recording, of: task)
        return recording
    }

    private func remember(_ recording: TaskRecording, of task: String) {
        tasks.withLock { tasks in
            if tasks.count >= Self.taskLimit { tasks = [:] }
            tasks[task] = recording
        }
    }
}

// MARK: - sessions

extension RecordingLog {
    /// What was withheld of a message of a session; nil where its key was forgotten.
    public func opened(_ withheld: Withheld, ofSession id: String) -> JSON? { opened(withheld, of: Self.sessions + id) }

    private func keptOfSession(_ event: any Event, in proposal: Proposal) throws(AppendError) -> (any Event)? {
        guard let sent = event as? SessionMessageSent, !sent.message.isNull, withholding.mustHide(sent.message) else {
            return nil
        }
        let sealed = try seal(sent.message, for: Self.sessions + proposal.stream.id)
        return SessionMessageSent(
            channel: sent.channel, message: Withholding.mark, isLast: sent.isLast,
            withheld: Withheld(policy: .redacted, places: ["message"], sealed: sealed))
    }
}

// MARK: - keys

extension RecordingLog {
    /// Forgets the keys of tasks that are over, until it is cancelled.
    public func run() async throws {
        while true {
            await forgetEnded(before: clock.now().advanced(bySeconds: -Self.handOver))
            try await Task.sleep(for: .seconds(Self.handOver / 2))
        }
    }

    /// Forgets the keys of tasks that ended by a moment: what was withheld of them is gone.
    public func forgetEnded(before moment: Timestamp) async {
        guard let subjects = try? keys.subjects(prefix: Self.subjects) else { return }
        for subject in subjects {
            let name = String(subject.dropFirst(Self.subjects.count))
            let ends = [TaskCompleted.type, TaskFailed.type, TaskCancelled.type].map { TypePattern($0.name) }
            // A session may be quiet for long: what it was sent is kept for as long after its last message.
            let selection =
                name.hasPrefix(Self.sessions)
                ? Selection(stream: SessionEvents.stream(of: String(name.dropFirst(Self.sessions.count))))
                : Selection(types: ends, stream: TaskEvents.stream(of: name))
            guard let end = try? await log.readBackwards(selection, before: nil, limit: 1).events.first,
                end.time <= moment
            else { continue }
            // A key that stays is looked for again.
            try? keys.forget(subject)
        }
    }
}

// MARK: - the rest of a log

extension RecordingLog {
    public var head: Position { log.head }

    public func read(_ selection: Selection, after position: Position, limit: Int) async throws(StorageError) -> Page {
        try await log.read(selection, after: position, limit: limit)
    }

    public func readBackwards(
        _ selection: Selection, before position: Position?, limit: Int
    ) async throws(StorageError) -> Page {
        try await log.readBackwards(selection, before: position, limit: limit)
    }

    public func subscribe(to selection: Selection, after checkpoint: Position) -> Subscription {
        log.subscribe(to: selection, after: checkpoint)
    }

    public func save(_ snapshot: Snapshot) async throws(AppendError) { try await log.save(snapshot) }

    public func snapshot(named name: String) async throws(StorageError) -> Snapshot? {
        try await log.snapshot(named: name)
    }

    public func snapshots(prefix: String) async throws(StorageError) -> [SnapshotHeading] {
        try await log.snapshots(prefix: prefix)
    }

    public func removeSnapshot(named name: String) async throws(AppendError) {
        try await log.removeSnapshot(named: name)
    }

    public func erase(principal: String) async throws(AppendError) { try await log.erase(principal: principal) }

    public func close() async { await log.close() }
}
