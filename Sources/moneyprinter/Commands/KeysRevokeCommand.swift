import ArgumentParser
import EventStore
import NIOHTTP1

/// Revokes a key, at once and for good.
struct KeysRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a key, at once and for good.")

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "Why.")
    var reason = "revoked"

    @Argument(help: "The id of the key, as `keys list` shows it.")
    var key: String

    func run() async throws {
        let (key, reason) = (key, reason)
        _ = try await KeyAccess(options).run(
            here: { office, _ in try await office.revoke(key, reason: reason) },
            there: { service in
                try await service(.DELETE, "/v1/keys/\(KeyAccess.part(key))?reason=\(KeyAccess.part(reason))", nil)
            })
        print("the key \(key) opens nothing any more")
    }
}
