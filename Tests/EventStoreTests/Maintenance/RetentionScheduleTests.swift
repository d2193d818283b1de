import Foundation
import Synchronization
import Testing

@testable import EventStore

@Suite("Retention on a schedule", .timeLimit(.minutes(5)))
struct RetentionScheduleTests {
    /// A sleep that lasts until the test ends it.
    private final class Alarm: Sendable {
        let asleep: AsyncStream<Double>
        private let told: AsyncStream<Double>.Continuation
        private let waiting = Mutex<CheckedContinuation<Void, Never>?>(nil)

        init() { (asleep, told) = AsyncStream.makeStream() }

        func sleep(_ seconds: Double) async throws {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    waiting.withLock { $0 = continuation }
                    told.yield(seconds)
                    if Task.isCancelled { ring() }
                }
            } onCancel: {
                ring()
            }
            if Task.isCancelled { throw CancellationError() }
        }

        func ring() { waiting.withLock { $0.take() }?.resume() }
    }

    /// What each round came to: the events removed; nil where it failed.
    private final class Rounds: Sendable {
        private let state = Mutex<[Int?]>([])

        var all: [Int?] { state.withLock { $0 } }

        @Sendable func note(_ round: RetentionSchedule.Round) {
            if case .done(let result) = round {
                state.withLock { $0.append(result.removedEvents) }
            } else {
                state.withLock { $0.append(nil) }
            }
        }
    }

    @Test("removes what is too old at each round, as time goes by, while events are appended")
    func rounds() async throws {
        try await withFolder { folder in
            let clock = ModelClock()
            let log = try SQLiteEventLog.open(folder: folder + "/log", clock: clock)
            func fill(_ count: Int) async throws {
                try await log.append((0..<count).map(progressed), to: StreamName("task", "one"))
                clock.move(by: 1_000_000_000_000)
            }
            for _ in 0..<3 { try await fill(1024) }
            let alarm = Alarm()
            let retention = LogRetention(of: log, policy: RetentionPolicy(seconds: 2500))
            let schedule = RetentionSchedule(retention, everySeconds: 60, clock: clock, sleep: alarm.sleep)
            let noted = Rounds()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await schedule.run(noted.note) }
                var rounds = alarm.asleep.makeAsyncIterator()
                #expect(await rounds.next() == 60)
                #expect(noted.all == [1024])
                try await fill(1024)
                alarm.ring()
                _ = await rounds.next()
                #expect(noted.all == [1024, 1024])
                alarm.ring()
                _ = await rounds.next()
                #expect(noted.all == [1024, 1024, 0])
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
            #expect(try await log.readAll(.all).map(\.position.value) == Array(2049...4096))
            await log.close()
            #expect(try LogCheck.run(folder: folder + "/log").isIntact)
        }
    }

    @Test("tells why a round could not be done, and tries again")
    func failure() async throws {
        try await withFolder { folder in
            let clock = ModelClock()
            let log = try SQLiteEventLog.open(folder: folder + "/log", clock: clock)
            for _ in 0..<2 { try await log.append((0..<1024).map(progressed), to: StreamName("task", "one")) }
            clock.move(by: 5_000_000_000_000)
            // A file where the archive's folder should be.
            let archive = folder + "/archive"
            try Data().write(to: URL(filePath: archive))
            let alarm = Alarm()
            let retention = LogRetention(of: log, policy: RetentionPolicy(seconds: 100), archiveFolder: archive)
            let schedule = RetentionSchedule(retention, everySeconds: 60, clock: clock, sleep: alarm.sleep)
            let noted = Rounds()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await schedule.run(noted.note) }
                var rounds = alarm.asleep.makeAsyncIterator()
                _ = await rounds.next()
                #expect(log.head.value == 2048 && noted.all == [nil])
                try FileManager.default.removeItem(atPath: archive)
                alarm.ring()
                _ = await rounds.next()
                #expect(noted.all == [nil, 1024])
                group.cancelAll()
            }
            #expect(try await log.readAll(.all).count == 1024)
            await log.close()
        }
    }

    @Test("what holds until another event says otherwise is kept whatever its age")
    func standing() {
        let policy = RetentionPolicy.standard
        for type: EventType in [
            "alert.rule_saved", "alert.silenced", "key.created", "role.saved", "limit.policies_set",
            "limit.quotas_set",
        ] {
            #expect(policy.keeps(type, seconds: 1e10, isTooLarge: true))
        }
        for type: EventType in ["alert.fired", "task.completed"] {
            #expect(policy.keeps(type, seconds: 300 * RetentionPolicy.day, isTooLarge: true))
            #expect(!policy.keeps(type, seconds: 366 * RetentionPolicy.day, isTooLarge: false))
        }
        for type: EventType in ["span.ended", "log.recorded", "key.used", "metrics.sampled"] {
            #expect(!policy.keeps(type, seconds: 31 * RetentionPolicy.day, isTooLarge: false))
        }
    }
}
