import EventStore
import Projections

/// One life of the evaluator, from the log's start onwards: a page in, decisions appended.
struct EvaluationPass: Sendable {
    private let log: any EventLog
    /// The head when this life began; what lies before it was decided in an earlier one, if somebody lived.
    private let past: Position
    private var isLive: Bool
    private var evaluation = AlertEvaluation()
    private var outbox = AlertOutbox()

    init(log: any EventLog) {
        self.log = log
        past = log.head
        isLive = log.head == .start
    }

    mutating func take(_ page: Page) async {
        for event in page.events {
            outbox.add(evaluation.apply(event))
            outbox.settle(event)
        }
        guard page.through >= past else { return }
        await flush()
        if !isLive { await closeOld() }
        isLive = true
    }

    /// Appends decisions in order; stops at one that must wait.
    private mutating func flush() async {
        for decision in outbox.pending {
            do throws(AppendError) {
                try await log.append(decision.proposal)
            } catch .overloaded, .storage, .closed {
                return
            } catch {
                // An earlier build decided otherwise on this very tick: the log is right.
            }
            outbox.settle(decision)
        }
    }

    /// Ends alerts that the log holds open though, by today's rules and code, they are over.
    private func closeOld() async {
        for (rule, state) in outbox.recorded.sorted(by: { $0.key < $1.key })
        where evaluation.state(of: rule)?.isActive != true {
            let fact = AlertResolved(rule: rule, value: nil, hadFired: state == .firing)
            _ = try? await log.append(
                Proposal(
                    [fact], to: AlertEvents.stream(ofAlert: rule), durability: .synced,
                    key: AlertDecision.key(rule, "resolved", past), metadata: EventMetadata(causation: past)))
        }
    }
}
