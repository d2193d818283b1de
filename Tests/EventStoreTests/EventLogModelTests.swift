import EventStore
import Foundation
import Testing

/// Random operations on the log in SQLite, each answer compared with that of the log in memory.
///
/// Every seed is a test case, so a failure names the seed that shows it again. `LOG_MODEL_SEEDS` sets how many
/// seeds run (100 by default), `LOG_MODEL_FIRST` the first of them.
@Suite("The log in SQLite beside the log in memory")
struct EventLogModelTests {
    private static let seeds: Range<UInt64> = {
        let first = number("LOG_MODEL_FIRST") ?? 0
        return first..<first + (number("LOG_MODEL_SEEDS") ?? 100)
    }()

    @Test("gives the same answers to any series of operations", arguments: seeds)
    func sameAnswers(seed: UInt64) async throws {
        try await withFolder { folder in
            var run = ModelRun(seed: seed, folder: folder)
            try await run.run()
        }
    }

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
    }
}
