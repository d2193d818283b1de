/// Applies a retention policy to a log that is in use, again and again.
///
/// Appends go on meanwhile: the writer is asked for a few segments at a time.
public struct RetentionSchedule: Sendable {
    /// What came of one round.
    public enum Round: Sendable {
        case done(LogRetention.Result)
        /// What was removed before stays removed; the next round tries the rest again.
        case failed(any Error)
    }

    private let retention: LogRetention
    private let seconds: Double
    private let clock: any WallClock
    private let sleep: @Sendable (Double) async throws -> Void

    /// - Parameters:
    ///   - seconds: from the end of a round to the next.
    ///   - clock: tells the time from which ages count back.
    ///   - sleep: waits for so many seconds, less where the task is cancelled.
    public init(
        _ retention: LogRetention, everySeconds seconds: Double, clock: any WallClock = SystemWallClock(),
        sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.retention = retention
        self.seconds = seconds
        self.clock = clock
        self.sleep = sleep
    }

    /// Goes on until the task is cancelled; the first round is at once.
    public func run(_ report: @Sendable (Round) -> Void) async throws {
        while true {
            do {
                report(.done(try await retention.run(now: clock.now())))
            } catch {
                if Task.isCancelled { throw CancellationError() }
                report(.failed(error))
            }
            try await sleep(seconds)
        }
    }
}
