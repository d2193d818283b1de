import Alerting
import EventStore
import Logging
import Projections

/// What watches the log: the evaluation of the rules, and the delivery of what it finds.
struct AlertingParts: Sendable {
    let configuration: Configuration
    let log: any EventLog
    let series: SeriesHost
    let logger: Logger

    /// Each runs until it is cancelled; none where alerts are off.
    var parts: [@Sendable () async throws -> Void] {
        guard configuration.monitoring.isEnabled, configuration.monitoring.alertsEnabled else { return [] }
        let spacing = UInt64(configuration.log.snapshotSpacing)
        let handlers: [any AlertHandler] = [LogHandler { logger.warning("\($0)") }]
        return [
            {
                try await RuleSeeder(log: log).seed(try configuration.alertRules.map(Self.rule))
                try await AlertEvaluator(log: log, series: series, checkpointSpacing: spacing).run()
            },
            { try await AlertDispatcher(log: log, handlers: handlers, checkpointSpacing: spacing).run() },
        ]
    }

    private static func rule(_ written: AlertRule) throws -> Projections.AlertRule {
        try Projections.AlertRule(
            name: written.name, metric: written.metric, condition: written.condition,
            duration: Double(written.durationSeconds), cooldown: Double(written.cooldownSeconds),
            severity: written.severity.rawValue, isEnabled: written.isEnabled)
    }
}
