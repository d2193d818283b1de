public import EventStore
public import Projections
import PromQL

/// Evaluates the rules as the log grows, and appends what it decides.
///
/// A subscriber with a checkpoint that holds its whole state, so after a restart it goes on as if it had never stopped;
/// without one it begins at the log's start, and comes to the same. Each decision is appended once, whatever happens:
/// it is matched with what the log has, and carries an idempotency key besides.
public struct AlertEvaluator: Sendable {
    /// Rules are evaluated on ticks, seconds apart: events that come close together are taken together.
    private static let pause = Duration.milliseconds(100)

    private let log: any EventLog
    private let series: SeriesHost
    private let spacing: UInt64

    /// - Parameters:
    ///   - series: of the same log; it must be running.
    ///   - checkpointSpacing: events between two checkpoints; at most so many are evaluated anew after a crash.
    public init(log: any EventLog, series: SeriesHost, checkpointSpacing: UInt64 = 16_384) {
        self.log = log
        self.series = series
        spacing = max(1, checkpointSpacing)
    }

    /// Runs until the log closes or the task is cancelled.
    ///
    /// An append that the log refuses for the moment is tried again with the next page.
    public func run() async throws {
        let checkpoint = EvaluationPass.checkpoint(in: log)
        var pass = EvaluationPass(log: log, from: try await checkpoint.restore()) { [series] position, body in
            try await series.evaluate(asOf: position) { try body($0) }
        }
        var saved = pass.position
        var breath = Breath()
        for try await page in log.subscribe(to: .all, after: pass.position) {
            while try await !take(page, &pass, &breath), !Task.isCancelled {}
            // Cut short by a cancellation, which ends the subscription.
            if page.isLast { try? await Task.sleep(for: Self.pause) }
            guard pass.position.value >= saved.value + spacing else { continue }
            await checkpoint.save(pass.state, at: pass.position)
            saved = pass.position
        }
        if pass.position > saved { await checkpoint.save(pass.state, at: pass.position) }
    }

    /// False where the series are not there yet: they are being read or derived anew, which takes its time.
    private func take(_ page: Page, _ pass: inout EvaluationPass, _ breath: inout Breath) async throws -> Bool {
        do {
            try await pass.take(page) { breath.take() }
            return true
        } catch SeriesError.rebuilding, ProjectionError.timedOut, ProjectionError.stopped {
            try? await Task.sleep(for: .seconds(1))
            return false
        }
    }
}
