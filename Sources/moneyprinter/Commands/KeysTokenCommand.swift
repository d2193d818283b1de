import ArgumentParser

/// Tokens that the service signs itself.
struct KeysTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make and revoke JSON Web Tokens of our own.",
        subcommands: [KeysTokenIssueCommand.self, KeysTokenRevokeCommand.self])
}
