import EventStore
import Projections
import PromQL

/// One life of the evaluator, from its checkpoint onwards: a page in, decisions appended.
struct EvaluationPass: Sendable {
    /// Asks a question of the series as they are at a position; again where they were not in memory.
    typealias Ask =
        @Sendable (Position, (any SeriesSource) throws -> AlertEvaluation.Outcome) async throws ->
        AlertEvaluation.Outcome

    /// What a checkpoint holds: decisions that the log has not taken yet among it.
    struct State: Codable, Sendable {
        var evaluation = AlertEvaluation()
        var outbox = AlertOutbox()
    }

    private let log: any EventLog
    private let ask: Ask
    /// The head when this life began; what lies before it was decided in an earlier one, if somebody lived.
    private let past: Position
    private var isLive: Bool
    private(set) var state: State
    /// Everything up to here is in `state`.
    private(set) var position: Position

    private static let alertTypes: Set<EventType> = [
        AlertPending.type, AlertFired.type, AlertResolved.type, AlertRuleFailed.type,
    ]

    /// - Parameter stored: where the last life ended; nil to begin at the log's start.
    init(log: any EventLog, from stored: Checkpoint<State>.Stored? = nil, ask: @escaping Ask) {
        self.log = log
        self.ask = ask
        past = log.head
        isLive = log.head == .start
        state = stored?.state ?? State()
        position = stored?.position ?? .start
    }

    static func checkpoint(in log: any EventLog) -> Checkpoint<State> {
        Checkpoint("alerts/evaluator", version: 3, first: State(), log: log)
    }

    /// - Throws: what the series throw; the page may be given again, and what was done of it is passed over.
    /// - Parameter pause: called after each event.
    mutating func take(_ page: Page, pause: () -> Void = {}) async throws {
        for event in page.events where event.position > position {
            try await take(event)
            position = event.position
            pause()
        }
        position = max(position, page.through)
        guard page.through >= past else { return }
        await flush()
        if !isLive { await closeOld() }
        isLive = true
    }

    private mutating func take(_ event: RecordedEvent) async throws {
        if Self.alertTypes.contains(event.type), !state.outbox.settle(event) { state.evaluation.adopt(event) }
        state.outbox.add(state.evaluation.note(event))
        guard Tick.isTick(event.type) else { return }
        let tick = Tick(event)
        let due = state.evaluation.due(at: tick)
        guard !due.isEmpty else { return }
        let evaluation = state.evaluation
        let outcome = try await ask(tick.position) { source in
            try evaluation.outcome(of: due, at: tick, from: source)
        }
        state.outbox.add(state.evaluation.take(outcome))
    }

    /// Appends decisions in order; stops at one that must wait.
    private mutating func flush() async {
        for decision in state.outbox.pending {
            var isRefused = false
            do throws(AppendError) {
                try await log.append(decision.proposal(await evidence(of: decision)))
            } catch .overloaded, .storage, .closed {
                return
            } catch {
                // An earlier build decided otherwise on this very tick: the log is right.
                isRefused = true
            }
            state.outbox.settle(decision, isRefused: isRefused)
        }
    }

    private func evidence(of decision: AlertDecision) async -> Evidence {
        guard case .fired = decision.fact else { return Evidence() }
        return await EvidenceFinder(log: log).find(decision.expr, series: decision.series, at: decision.tick)
    }

    /// Ends alerts that the log holds open though, by today's rules and code, they are over.
    private func closeOld() async {
        for (_, open) in state.outbox.open.sorted(by: { $0.key < $1.key }) {
            let isKnown = state.evaluation.instances(of: open.alert.rule).contains {
                $0.identity.fingerprint == open.alert.fingerprint
            }
            guard !isKnown else { continue }
            let fact = AlertResolved(alert: open.alert, value: nil, hadFired: open.hasFired, cause: .ruleChanged)
            _ = try? await log.append(
                Proposal(
                    [fact], to: AlertEvents.stream(ofAlert: open.alert.rule), durability: .synced,
                    key: AlertDecision.key(open.alert, "resolved", past), metadata: EventMetadata(causation: past)))
        }
    }
}
