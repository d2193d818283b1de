import Access
import EventStore
import MCPService
import Projections

/// The ways into the service, as the configuration has them.
struct AccessSetup: Sendable {
    /// `kid` of the tokens that we sign.
    static let ownKeyID = "own"

    private let authenticator: Authenticator
    private let pepper: Pepper
    private let scheme: String
    private let isDryRun: Bool
    /// Whether the configuration names anybody; the log may have keys besides.
    private let hasCredentials: Bool

    /// - Parameter publicURL: the service as its clients know it; nil where nobody reaches it over a network.
    init(_ configuration: Configuration, publicURL: String?) async throws {
        let access = configuration.access
        pepper = try PepperFile.pepper(folder: configuration.dataFolder)
        let published = PublishedKeys(access.apiKeys.map(Self.entry), pepper: pepper)
        let clients = access.clients
        let tokens = try await Self.tokens(access, resource: (publicURL ?? "") + "/mcp")
        hasCredentials = !published.isEmpty || !clients.isEmpty || tokens != nil
        scheme = publicURL?.hasPrefix("https:") == true ? "https" : "http"
        isDryRun = access.isDryRun
        let isOpen = !hasCredentials && BindRule.isLoopback(configuration.server.host)
        authenticator = Authenticator(
            keys: KeyVerifier(pepper: pepper), publishedKeys: published.isEmpty ? nil : published, tokens: tokens,
            clients: access.acceptsClientSignatures ? ClientSignatureVerifier(clients: clients) : nil,
            messages: clients.isEmpty ? nil : MessageSignatureVerifier(clients: clients),
            anonymous: isOpen ? .local : nil)
    }

    /// - Throws: where others could reach the service and nobody would have to say who they are.
    func check(_ server: Configuration.Server, folder: String) async throws {
        guard !BindRule.isLoopback(server.host) else { return }
        let hasKeys = try await Self.ring(folder: folder).keys.contains { $0.isLive(at: SystemWallClock().now()) }
        let fault = BindRule.fault(host: server.host, hasAuthentication: hasCredentials || hasKeys)
        if let fault { throw Failure(fault) }
    }

    func parts(log: any EventLog, host: ProjectionHost) -> AccessParts {
        let gate = Gate(log: log, host: host, authenticator: authenticator, isDryRun: isDryRun)
        return AccessParts(gate: gate, keys: KeyDesk(log: log, pepper: pepper), scheme: scheme)
    }

    /// The keys in a log that no process need hold.
    private static func ring(folder: String) async throws -> KeyRing {
        // A folder without a log has no keys.
        guard let log = try? SQLiteEventLog.openForReading(folder: folder) else { return KeyRing() }
        var ring = KeyRing()
        for event in try await log.readAll(KeyRing.selection()) { ring.apply(event) }
        await log.close()
        return ring
    }

    private static func entry(_ key: Configuration.APIKey) -> (key: String, entry: PublishedKeys.Entry) {
        (
            key.key.value,
            PublishedKeys.Entry(
                name: key.name.isEmpty ? "key" : key.name, role: key.role.rawValue, isActive: key.isActive,
                expires: key.expires?.nanoseconds)
        )
    }

    private static func tokens(_ access: Configuration.Access, resource: String) async throws -> TokenVerifier? {
        guard let secret = access.jwtSecret.map({ Array($0.value.utf8) }) else { return nil }
        guard let own = await TokenKey(id: ownKeyID, secret: secret),
            let published = await TokenKey(id: "", secret: secret)
        else {
            throw Failure(
                "mcp_jwt_secret: has \(secret.count) bytes, allowed are \(TokenKey.minimumSecretBytes) or more")
        }
        let lifetime = access.jwtExpirationSeconds
        return TokenVerifier(issuers: [
            .ourselves(resource: resource, keys: [own], lifetime: lifetime),
            .published(key: published, lifetime: lifetime),
        ])
    }
}

extension Configuration.Access {
    /// Programs that sign; one without a role is a `user`, as published.
    var clients: [Client] {
        clientSecrets.sorted { $0.key < $1.key }.map { id, secret in
            Client(
                id: id, role: (clientRoles[id] ?? .user).rawValue, secrets: [ClientSecret(Array(secret.value.utf8))])
        }
    }
}
