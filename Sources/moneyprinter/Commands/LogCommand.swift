import ArgumentParser

/// Everything an operator does with the log itself.
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Query, copy, check and look after the event log.",
        subcommands: [
            LogSQLCommand.self, LogStatsCommand.self, LogVerifyCommand.self, LogBackupCommand.self,
            LogExportCommand.self, LogImportCommand.self, LogCompactCommand.self, LogEraseCommand.self,
        ])
}
