import ArgumentParser
import EventStore
import NIOHTTP1

/// Takes tokens back before they expire.
struct KeysTokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take back one token, or all that somebody has, at once and for good.")

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "Why.")
    var reason = "revoked"

    @Option(
        help: "All tokens of this name that were made up to now; those of another issuer are called issuer/subject.")
    var name: String?

    @Argument(help: "The id ('jti') of one token.")
    var token: String?

    func validate() throws {
        guard (name == nil) != (token == nil) else {
            throw ValidationError("name a token's id, or with --name whose tokens are meant")
        }
    }

    func run() async throws {
        let (token, name, reason) = (token, name, reason)
        _ = try await KeyAccess(options).run(
            here: { office, _ in try await office.revoke(token: token, subject: name, reason: reason) },
            there: { service in
                var body: JSONObject = ["reason": .string(reason)]
                if let token { body["token"] = .string(token) }
                if let name { body["subject"] = .string(name) }
                return try await service(.POST, "/v1/tokens/revocations", .object(body))
            })
        print(
            token.map { "the token \($0) opens nothing any more" }
                ?? "no token of \(name ?? "") up to now opens anything")
    }
}
