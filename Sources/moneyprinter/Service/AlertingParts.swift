import Alerting
import EventStore
import Foundation
import Logging
import Projections

/// What watches the log: the evaluation of the rules, and the delivery of what it finds.
struct AlertingParts: Sendable {
    let configuration: Configuration
    let log: any EventLog
    let series: SeriesHost
    let logger: Logger

    /// Each runs until it is cancelled; none where alerts are off.
    ///
    /// - Throws: where the file of alerting, or a rule file that it names, cannot be used.
    func parts() throws -> [@Sendable () async throws -> Void] {
        guard configuration.monitoring.isEnabled, configuration.monitoring.alertsEnabled else { return [] }
        let file = try configuration.alerting.file.map(Self.read)
        let rules = try configuration.alertRules.map(Self.rule) + (file.map { try ruleFiles(of: $0) } ?? [])
        return [
            {
                try await RuleSeeder(log: log).seed(rules)
                try await AlertEvaluator(log: log, series: series, checkpointSpacing: spacing).run()
            },
            { try await dispatch(file) },
        ]
    }

    private var spacing: UInt64 { UInt64(configuration.log.snapshotSpacing) }

    private func dispatch(_ file: AlertingFile?) async throws {
        let ownLog: any AlertHandler = LogHandler { logger.warning("\($0)") }
        let told = file.map { AlertReceivers(file: $0, client: configuration.outbound.client) }
        let dispatcher = AlertDispatcher(
            log: log, handlers: told?.handlers ?? [ownLog], routing: file?.routing ?? AlertRouting(),
            receivers: told?.names ?? [:], externalURL: configuration.alerting.externalURL ?? "",
            checkpointSpacing: spacing)
        try await dispatcher.run()
    }

    static func read(_ path: String) throws -> AlertingFile {
        let text = try text(of: path)
        do throws(RoutingError) { return try AlertingFile.parse(text) } catch {
            throw Failure("\(path): \(error.field): \(error.reason)")
        }
    }

    private func ruleFiles(of file: AlertingFile) throws -> [Projections.AlertRule] {
        let folder = URL(filePath: configuration.alerting.file ?? "").deletingLastPathComponent().path
        return try file.ruleFiles.flatMap { name in
            let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
            let text = try Self.text(of: path)
            do throws(RuleFileError) { return try RuleFile.parse(text, file: name).rules } catch {
                throw Failure("\(error)")
            }
        }
    }

    private static func text(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw Failure("'\(path)' cannot be read") }
        return String(decoding: data, as: UTF8.self)
    }

    private static func rule(_ written: AlertRule) throws -> Projections.AlertRule {
        try Projections.AlertRule(
            name: written.name, metric: written.metric, condition: written.condition,
            duration: Double(written.durationSeconds), cooldown: Double(written.cooldownSeconds),
            severity: written.severity.rawValue, isEnabled: written.isEnabled)
    }
}
