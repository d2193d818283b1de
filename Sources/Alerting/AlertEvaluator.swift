public import EventStore

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
        var pass = EvaluationPass(log: log)
        for try await page in log.subscribe(to: .all, after: .start) { await pass.take(page) }
    }
}
