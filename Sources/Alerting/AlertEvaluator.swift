public import EventStore
import Projections

/// Evaluates the rules as the log grows, and appends what it decides.
///
/// A subscriber with a checkpoint that holds its whole state, so after a restart it goes on as if it had never stopped;
/// without one it begins at the log's start, and comes to the same. Each decision is appended once, whatever happens:
/// it is matched with what the log has, and carries an idempotency key besides.
public struct AlertEvaluator: Sendable {
    /// Rules are evaluated on ticks, seconds apart: events that come close together are taken together.
    private static let pause = Duration.milliseconds(100)

    private let log: any EventLog
    private let spacing: UInt64

    /// - Parameter checkpointSpacing: events between two checkpoints; at most so many are evaluated anew after a crash.
    public init(log: any EventLog, checkpointSpacing: UInt64 = 16_384) {
        self.log = log
        spacing = max(1, checkpointSpacing)
    }

    /// Runs until the log closes or the task is cancelled.
    ///
    /// An append that the log refuses for the moment is tried again with the next page.
    public func run() async throws {
        let checkpoint = EvaluationPass.checkpoint(in: log)
        var pass = EvaluationPass(log: log, from: try await checkpoint.restore())
        var saved = pass.position
        for try await page in log.subscribe(to: .all, after: pass.position) {
            await pass.take(page)
            // Cut short by a cancellation, which ends the subscription.
            if page.isLast { try? await Task.sleep(for: Self.pause) }
            guard pass.position.value >= saved.value + spacing else { continue }
            await checkpoint.save(pass.state, at: pass.position)
            saved = pass.position
        }
        if pass.position > saved { await checkpoint.save(pass.state, at: pass.position) }
    }
}
