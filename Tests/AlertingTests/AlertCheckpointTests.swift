import EventStore
import Projections
import TestKit
import Testing

@testable import Alerting

@Suite("The checkpoints of alerting")
struct AlertCheckpointTests {
    private let scenario = AlertScenario()

    /// A life of the evaluator from its checkpoint; it ends after some pages, and leaves a checkpoint or is killed.
    private func evaluate(
        _ scenario: AlertScenario, pages: Int = .max, pageSize: Int = 7, leaves: Bool
    ) async throws {
        let log = scenario.log
        let checkpoint = EvaluationPass.checkpoint(in: log)
        try await scenario.withPass(on: log, from: try await checkpoint.restore()) { pass in
            var left = pages
            while pass.position < log.head, left > 0 {
                try await pass.take(try await log.read(.all, after: pass.position, limit: pageSize))
                left -= 1
            }
            if leaves { await checkpoint.save(pass.state, at: pass.position) }
        }
    }

    private func dispatch(_ scenario: AlertScenario, leaves: Bool) async throws {
        let checkpoint = DispatchPass.checkpoint(in: scenario.log)
        var pass = DispatchPass(
            log: scenario.log, handlers: [scenario.told.handler(failing: false)], from: try await checkpoint.restore())
        while pass.position < scenario.log.head {
            await pass.take(try await scenario.log.read(.all, after: pass.position, limit: 5))
        }
        if leaves { await checkpoint.save(pass.plan, at: pass.position) }
    }

    @Test("bring an evaluator to the decisions of one that never stopped, wherever it was killed", arguments: 0..<24)
    func anyDeath(seed: Int) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let (steady, mortal) = (AlertScenario(), AlertScenario())
        for scenario in [steady, mortal] { try await scenario.save(duration: 20) }
        for _ in 0..<12 {
            let failures = Int.random(in: 0...2, using: &generator)
            let seconds = 10 * Int.random(in: 1...12, using: &generator)
            for scenario in [steady, mortal] {
                try await scenario.fail(failures)
                try await scenario.pass(seconds: seconds)
            }
            try await evaluate(
                mortal, pages: Int.random(in: 0...6, using: &generator),
                pageSize: Int.random(in: 1...9, using: &generator), leaves: Bool.random(using: &generator))
        }
        try await steady.evaluate()
        try await evaluate(mortal, leaves: false)
        let (one, other) = (try await mortal.transitions(), try await steady.transitions())
        #expect(one == other)
    }

    @Test("hold decisions that the log had not taken, and the next life appends them")
    func refused() async throws {
        try await scenario.save()
        try await scenario.fail(3)
        try await scenario.pass(seconds: 50)
        let refusing = RefusingLog(scenario.log)
        try await scenario.withPass(on: refusing) { pass in
            try await pass.take(try await refusing.read(.all, after: .start, limit: 1000))
            await EvaluationPass.checkpoint(in: scenario.log).save(pass.state, at: pass.position)
        }
        try await scenario.pass(seconds: 10)
        try await evaluate(scenario, leaves: true)
        #expect(try await scenario.transitions() == ["pending", "fired"])
        #expect(try await scenario.log.snapshot(named: "alerts/evaluator")?.position == scenario.log.head)
    }

    @Test("are the same bytes again once they were read", arguments: 0..<30)
    func identity(seed: Int) throws {
        var random = RandomEvents(seed: UInt64(seed))
        var state = EvaluationPass.State()
        var plan = NotificationPlan()
        for event in recorded(random.happenings(count: 200)) {
            if !state.outbox.settle(event) { state.evaluation.adopt(event) }
            state.outbox.add(state.evaluation.note(event))
            plan.apply(event)
        }
        let bytes = try SnapshotCodec.bytes(state)
        #expect(try SnapshotCodec.bytes(SnapshotCodec.value(EvaluationPass.State.self, from: bytes[...])) == bytes)
        let planBytes = try SnapshotCodec.bytes(plan)
        #expect(try SnapshotCodec.bytes(SnapshotCodec.value(NotificationPlan.self, from: planBytes[...])) == planBytes)
    }

    @Test("let a dispatcher tell each alert and its end once over many lives", arguments: 0..<8)
    func dispatcher(seed: Int) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        try await scenario.save()
        for _ in 0..<4 {
            try await scenario.fail(3)
            try await scenario.pass(seconds: 50)
            try await evaluate(scenario, leaves: Bool.random(using: &generator))
            for _ in 0..<2 { try await dispatch(scenario, leaves: Bool.random(using: &generator)) }
            try await scenario.pass(seconds: 400)
            try await evaluate(scenario, leaves: Bool.random(using: &generator))
            for _ in 0..<2 { try await dispatch(scenario, leaves: Bool.random(using: &generator)) }
        }
        #expect(scenario.told.words == Array(repeating: ["triggered", "resolved"], count: 4).flatMap { $0 })
    }

    @Test("of another build or another log are forgotten, and all is evaluated from the start")
    func foreign() async throws {
        try await scenario.save()
        try await scenario.fail(3)
        try await scenario.pass(seconds: 50)
        try await evaluate(scenario, leaves: true)
        let good = try #require(try await scenario.log.snapshot(named: "alerts/evaluator"))
        try await scenario.log.save(
            Snapshot(name: good.name, position: good.position, schema: "other", data: good.data))
        #expect(try await EvaluationPass.checkpoint(in: scenario.log).restore()?.position == nil)
        #expect(try await scenario.log.snapshot(named: good.name) == nil)
        // The right schema, but of an event at another time.
        try await scenario.log.save(
            Snapshot(name: good.name, position: Position(1), schema: good.schema, data: good.data))
        #expect(try await EvaluationPass.checkpoint(in: scenario.log).restore()?.position == nil)
        try await evaluate(scenario, leaves: true)
        #expect(try await scenario.transitions() == ["pending", "fired"])
    }

    @Test("are left by an evaluator and a dispatcher that are cancelled")
    func cancelled() async throws {
        try await scenario.save()
        try await scenario.fail(3)
        try await scenario.pass(seconds: 50)
        let log = scenario.log
        let handler = scenario.told.handler(failing: false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let series = SeriesHost(log: log)
            group.addTask { try await series.run() }
            group.addTask { try await AlertEvaluator(log: log, series: series).run() }
            group.addTask { try await AlertDispatcher(log: log, handlers: [handler]).run() }
            for try await page in log.subscribe(to: Selection(types: [TypePattern("alert.notified")]), after: .start)
            where !page.events.isEmpty { break }
            group.cancelAll()
            try await group.waitForAll()
        }
        let names = try await log.snapshots(prefix: "alerts/").map(\.name).sorted()
        #expect(names == ["alerts/dispatcher", "alerts/evaluator"])
        #expect(scenario.told.words == ["triggered"])
    }
}
