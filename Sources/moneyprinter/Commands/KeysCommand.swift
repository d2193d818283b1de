import ArgumentParser

/// The keys that programs show to come in.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make, list, replace and revoke API keys and tokens.",
        discussion: """
            They work on the data folder, or through the service that holds it; that one asks for a key of an \
            administrator in MONEYPRINTER_KEY once there is one.
            """,
        subcommands: [
            KeysCreateCommand.self, KeysListCommand.self, KeysRotateCommand.self, KeysRevokeCommand.self,
            KeysUpgradeCommand.self,
            KeysTokenCommand.self,
        ])
}
