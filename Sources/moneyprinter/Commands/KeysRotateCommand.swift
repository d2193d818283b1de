import ArgumentParser
import EventStore
import NIOHTTP1

/// Makes a key that replaces another.
struct KeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make a key like another; both work until the old one is revoked.")

    @OptionGroup var options: ConfigurationOptions

    @OptionGroup var life: KeyLifeOptions

    @Argument(help: "The id of the old key, as `keys list` shows it.")
    var key: String

    func run() async throws {
        let (key, days) = (key, life.limit)
        try await KeyAccess(options).run(
            here: { office, _ in try await office.rotate(key, days: days) },
            there: { service in
                try await service(
                    .POST, "/v1/keys/\(KeyAccess.part(key))/rotate", ["days": days.map(JSON.int) ?? .null])
            }
        ).reveal()
    }
}
