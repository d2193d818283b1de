import EventStore
import Projections

/// One life of the evaluator, from its checkpoint onwards: a page in, decisions appended.
struct EvaluationPass: Sendable {
    private let log: any EventLog
    /// The head when this life began; what lies before it was decided in an earlier one, if somebody lived.
    private let past: Position
    private var isLive: Bool
    private(set) var state: State
    /// Everything up to here is in `state`.
    private(set) var position: Position

    /// What a checkpoint holds: decisions that the log has not taken yet among it.
    struct State: Codable, Sendable {
        var evaluation = AlertEvaluation()
        var outbox = AlertOutbox()
    }

    /// - Parameter stored: where the last life ended; nil to begin at the log's start.
    init(log: any EventLog, from stored: Checkpoint<State>.Stored? = nil) {
        self.log = log
        past = log.head
        isLive = log.head == .start
        state = stored?.state ?? State()
        position = stored?.position ?? .start
    }

    static func checkpoint(in log: any EventLog) -> Checkpoint<State> {
        Checkpoint("alerts/evaluator", version: 1, first: State(), log: log)
    }

    mutating func take(_ page: Page) async {
        for event in page.events {
            state.outbox.add(state.evaluation.apply(event))
            state.outbox.settle(event)
        }
        position = page.through
        guard page.through >= past else { return }
        await flush()
        if !isLive { await closeOld() }
        isLive = true
    }

    /// Appends decisions in order; stops at one that must wait.
    private mutating func flush() async {
        for decision in state.outbox.pending {
            do throws(AppendError) {
                try await log.append(decision.proposal)
            } catch .overloaded, .storage, .closed {
                return
            } catch {
                // An earlier build decided otherwise on this very tick: the log is right.
            }
            state.outbox.settle(decision)
        }
    }

    /// Ends alerts that the log holds open though, by today's rules and code, they are over.
    private func closeOld() async {
        for (rule, recorded) in state.outbox.recorded.sorted(by: { $0.key < $1.key })
        where state.evaluation.state(of: rule)?.isActive != true {
            let fact = AlertResolved(rule: rule, value: nil, hadFired: recorded == .firing)
            _ = try? await log.append(
                Proposal(
                    [fact], to: AlertEvents.stream(ofAlert: rule), durability: .synced,
                    key: AlertDecision.key(rule, "resolved", past), metadata: EventMetadata(causation: past)))
        }
    }
}
