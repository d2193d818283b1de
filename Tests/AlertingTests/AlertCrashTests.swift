import EventStore
import Projections
import Synchronization
import TestKit
import Testing

@testable import Alerting

@Suite("Alerting that is killed")
struct AlertCrashTests {
    /// A log that the process loses after so many appends: as good as a kill between any two of them.
    private final class MortalLog: EventLog {
        private let base: InMemoryEventLog
        private let left: Mutex<Int>

        init(_ base: InMemoryEventLog, appends: Int) {
            self.base = base
            left = Mutex(appends)
        }

        var isDead: Bool { left.withLock { $0 <= 0 } }

        func append(_ proposal: Proposal) async throws(AppendError) -> Appended {
            let isAlive = left.withLock { left in
                left -= 1
                return left >= 0
            }
            guard isAlive else { throw .closed }
            return try await base.append(proposal)
        }

        var head: Position { base.head }
        func enqueue(_ proposal: Proposal) throws(AppendError) { throw .closed }
        func save(_ snapshot: Snapshot) async throws(AppendError) {
            if isDead { throw .closed }
            try await base.save(snapshot)
        }
        func removeSnapshot(named name: String) async throws(AppendError) { try await base.removeSnapshot(named: name) }
        func erase(principal: String) async throws(AppendError) { throw .closed }
        func close() async {}
        func snapshot(named name: String) async throws(StorageError) -> Snapshot? {
            try await base.snapshot(named: name)
        }
        func snapshots(prefix: String) async throws(StorageError) -> [SnapshotHeading] {
            try await base.snapshots(prefix: prefix)
        }
        func read(_ selection: Selection, after position: Position, limit: Int) async throws(StorageError) -> Page {
            try await base.read(selection, after: position, limit: limit)
        }
        func readBackwards(
            _ selection: Selection, before position: Position?, limit: Int
        ) async throws(StorageError) -> Page {
            try await base.readBackwards(selection, before: position, limit: limit)
        }
        func subscribe(to selection: Selection, after checkpoint: Position) -> Subscription {
            base.subscribe(to: selection, after: checkpoint)
        }
    }

    /// One life of both parts, up to the head or to the kill; true where it was killed.
    private func live(_ scenario: AlertScenario, appends: Int, leaves: Bool) async throws -> Bool {
        let log = MortalLog(scenario.log, appends: appends)
        let evaluator = EvaluationPass.checkpoint(in: scenario.log)
        try await scenario.withPass(on: log, from: try await evaluator.restore()) { pass in
            while pass.position < log.head {
                try await pass.take(try await log.read(.all, after: pass.position, limit: 7))
            }
            if leaves, !log.isDead { await evaluator.save(pass.state, at: pass.position) }
        }
        let dispatcher = DispatchPass.checkpoint(in: scenario.log)
        var pass = DispatchPass(
            log: log, handlers: [scenario.told.handler(failing: false)], from: try await dispatcher.restore())
        while pass.position < log.head, !log.isDead {
            await pass.take(try await log.read(.all, after: pass.position, limit: 5))
        }
        if leaves, !log.isDead { await dispatcher.save(pass.plan, at: pass.position) }
        return log.isDead
    }

    @Test("loses no transition, and tells nothing twice but what a kill came between", arguments: 0..<12)
    func rounds(seed: Int) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let scenario = AlertScenario()
        try await scenario.save(duration: 20)
        var kills = 0
        for _ in 0..<4 {
            for step in [(3, 30), (0, 10), (0, 400)] {
                try await scenario.fail(step.0)
                try await scenario.pass(seconds: step.1)
                while try await live(
                    scenario, appends: Int.random(in: 0...3, using: &generator),
                    leaves: Bool.random(using: &generator)), kills < 1000
                { kills += 1 }
            }
        }
        let found = try await scenario.transitions()
        #expect(
            found.filter { !$0.hasSuffix("told") }
                == Array(repeating: ["pending", "fired", "resolved"], count: 4).flatMap { $0 })
        let keys = Set(scenario.told.notifications.map(\.key))
        #expect(keys.count { $0.hasSuffix("triggered") } == 4 && keys.count { $0.hasSuffix("resolved") } == 4)
        #expect(scenario.told.notifications.count - keys.count <= kills)
        #expect(Set(found.filter { $0.hasSuffix("told") }).isSubset(of: ["triggered told", "resolved told"]))
    }
}
