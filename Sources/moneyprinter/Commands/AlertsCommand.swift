import ArgumentParser

/// What people do with alert rules.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Check, test and back-test alert rules; list and silence alerts.",
        subcommands: [
            AlertsListCommand.self, AlertsCheckCommand.self, AlertsTestCommand.self, AlertsBacktestCommand.self,
            AlertsSilenceCommand.self,
        ])
}
