public import EventStore
import Projections

/// Evaluates the rules as the log grows, and appends what it decides.
///
/// A subscriber from the log's start, so its state after a restart is what it was. Each decision is appended once,
/// whatever happens: it is matched with what the log has, and carries an idempotency key besides.
public struct AlertEvaluator: Sendable {
    private let log: any EventLog

    public init(log: any EventLog) { self.log = log }

    /// Runs until the log closes or the task is cancelled.
    ///
    /// An append that the log refuses for the moment is tried again with the next page.
    public func run() async throws {
        var evaluation = AlertEvaluation()
        var outbox = AlertOutbox()
        let past = log.head
        var isLive = past == .start
        for try await page in log.subscribe(to: .all, after: .start) {
            for event in page.events {
                outbox.add(evaluation.apply(event))
                outbox.settle(event)
            }
            guard page.through >= past else { continue }
            await flush(&outbox)
            if !isLive { await close(outbox.recorded, evaluation, at: past) }
            isLive = true
        }
    }

    /// Appends decisions in order; stops at one that must wait.
    private func flush(_ outbox: inout AlertOutbox) async {
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
    private func close(
        _ recorded: [String: AlertOutbox.Recorded], _ evaluation: AlertEvaluation, at position: Position
    ) async {
        for (rule, state) in recorded.sorted(by: { $0.key < $1.key })
        where evaluation.state(of: rule)?.isActive != true {
            let fact = AlertResolved(rule: rule, value: nil, hadFired: state == .firing)
            _ = try? await log.append(
                Proposal(
                    [fact], to: AlertEvents.stream(ofAlert: rule), durability: .synced,
                    key: AlertDecision.key(rule, "resolved", position), metadata: EventMetadata(causation: position)))
        }
    }
}
