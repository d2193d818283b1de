import ArgumentParser
import EventStore
import Foundation
import Projections
import PromQL

/// Finds the first position of the log at which something holds.
struct ReplayBisectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bisect", abstract: "The first position at which an expression, or a condition on events, holds.",
        discussion: """
            --where is a condition in SQL over the columns of `moneyprinter log sql`; windows count up to the event:

              moneyprinter replay bisect --where "type = 'task.failed' AND payload ->> '$.code' = 'timed_out'"
              moneyprinter replay bisect --where "sum(type = 'task.failed') OVER (ORDER BY position) > 10"

            The exit code is 1 where it holds nowhere.
            """)

    @Option(help: "An expression in PromQL; it holds where it gives a series.")
    var expr: String?

    @Option(name: .customLong("where"), help: "A condition in SQL over the columns of the events.")
    var condition: String?

    @Option(help: "The first position that counts.")
    var from: UInt64 = 1

    @Option(help: "The last; the end of the log where it is left out.")
    var to: UInt64?

    @Option(help: "The longest it may take, in seconds.")
    var timeout = 60.0

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if (expr == nil) == (condition == nil) { throw ValidationError("give one of --expr and --where") }
        guard timeout > 0, timeout <= 86_400 else {
            throw ValidationError("--timeout is \(timeout): allowed is more than 0, at most 86400")
        }
        if let to, from > to { throw ValidationError("--from is \(from), which lies after --to \(to)") }
    }

    func run() async throws {
        let service = try RecordedService(options.load())
        let last = min(to.map { Position($0) } ?? service.log.head, service.log.head)
        guard let found = try await found(service, through: last) else {
            throw Failure("it holds nowhere between \(from) and \(last)")
        }
        try FileHandle.standardOutput.write(contentsOf: Data((found.prettyText + "\n").utf8))
    }

    private func found(_ service: RecordedService, through last: Position) async throws -> JSON? {
        if let condition {
            return try await EventBisection(folder: service.folder, timeout: .seconds(timeout))
                .first(condition, from: Position(from), to: last)
        }
        var limits = QueryOptions()
        limits.limits.timeout = .seconds(timeout)
        let bisection = Bisection(log: service.log, series: service.series, options: limits)
        let (expression, first) = (expr ?? "", Position(from))
        return try await service.withSeries { try await bisection.first(expression, from: first, to: last)?.json }
    }
}
