import EventStore
import Logging

extension Runtime {
    /// Removes events whose time is over, where that was asked for.
    func keepRetention() async throws {
        guard let policy = configuration.retentionPolicy else { return }
        let retention = LogRetention(of: log, policy: policy, archiveFolder: configuration.retention.archive)
        let interval = Double(configuration.retention.intervalMinutes) * 60
        let logger = telemetry.logger
        try await RetentionSchedule(retention, everySeconds: interval).run { round in
            switch round {
            case .done(let result) where result.removedEvents == 0: break
            case .done(let result): logger.notice("retention removed \(result.removedEvents) events")
            case .failed(let error): logger.error("retention could not go on: \(error)")
            }
        }
    }
}
