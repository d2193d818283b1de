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
    static let subjects = "withheld:"
    static let sessions = "session/"
    private static let digests = "recording:digests"
    static let taskLimit = 4096

    let log: any EventLog
    let keys: any ValueKeys
    let clock: any WallClock
    let withholding: Withholding
    /// Of the requests under way, those of which something is hidden.
    let requests = Mutex<[String: RecordingPolicy]>([:])
    /// A copy of what the log says itself, to spare reading it.
    let tasks = Mutex<[String: TaskRecording]>([:])

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
