import Access
import EventStore
import Logging
import MCPService
import Projections

/// The ways into the service, as the configuration has them.
struct AccessSetup: Sendable {
    /// `kid` of the tokens that we sign.
    static let ownKeyID = "own"

    private let base: Authenticator
    private let pepper: Pepper
    private let scheme: String
    private let isDryRun: Bool
    private let callLimit: Int
    /// Whether the configuration names anybody; the log may have keys besides.
    private let hasCredentials: Bool
    /// The service's canonical URI.
    private let resource: String
    private let own: [TrustedIssuer]
    private let signingKey: TokenKey?
    private let lifetime: Int
    private let metadata: ProtectedResource?
    /// The keys of `[app.mcp_api_keys]`.
    let published: [(key: String, entry: PublishedKeys.Entry)]
    /// The keys of other issuers.
    let issuers: IssuerKeys

    /// - Parameter publicURL: the service as its clients know it; nil where nobody reaches it over a network.
    init(_ configuration: Configuration, publicURL: String?, logger: Logger) async throws {
        let access = configuration.access
        pepper = try PepperFile.pepper(folder: configuration.dataFolder)
        self.published = access.apiKeys.map(Self.entry)
        let published = PublishedKeys(self.published, pepper: pepper)
        let clients = access.clients
        resource = (publicURL ?? "") + "/mcp"
        lifetime = access.jwtExpirationSeconds
        (signingKey, own) = try await Self.ownIssuers(access, resource: resource)
        let outbound = configuration.outbound.client
        issuers = IssuerKeys(access.issuers, logger: logger) {
            try await KeySetSource.document(of: $0, client: outbound)
        }
        hasCredentials = !published.isEmpty || !clients.isEmpty || !own.isEmpty || !access.issuers.isEmpty
        scheme = publicURL?.hasPrefix("https:") == true ? "https" : "http"
        isDryRun = access.isDryRun
        callLimit = configuration.limits.callsAtOnce
        metadata =
            access.issuers.isEmpty
            ? nil
            : ProtectedResource(
                resource: resource, authorizationServers: access.issuers.map(\.issuer), scopes: [])
        let isOpen = !hasCredentials && BindRule.isLoopback(configuration.server.host)
        base = Authenticator(
            keys: KeyVerifier(pepper: pepper), publishedKeys: published.isEmpty ? nil : published,
            clients: access.acceptsClientSignatures ? ClientSignatureVerifier(clients: clients) : nil,
            messages: clients.isEmpty ? nil : MessageSignatureVerifier(clients: clients),
            challenge: Challenge(metadata: metadata.map { _ in (publicURL ?? "") + ProtectedResource.paths[0] }),
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
        let gate = Gate(log: log, host: host, authenticator: authenticator, isDryRun: isDryRun, callLimit: callLimit)
        return AccessParts(
            gate: gate, keys: KeyDesk(log: log, pepper: pepper), tokens: tokenDesk(log: log), published: published,
            resource: metadata, scheme: scheme)
    }

    func keyDesk(log: any EventLog) -> KeyDesk { KeyDesk(log: log, pepper: pepper) }

    func tokenDesk(log: any EventLog) -> TokenDesk {
        TokenDesk(log: log, resource: resource, key: signingKey, lifetime: lifetime)
    }

    /// Keeps the keys of other issuers fresh until it is cancelled.
    func keepIssuers(for gate: Gate) async throws {
        try await issuers.run { gate.replace(authenticator) }
    }

    /// The ways in with the keys that other issuers have now.
    private var authenticator: Authenticator {
        let trusted = own + issuers.trusted(resource: resource)
        guard !trusted.isEmpty else { return base }
        var copy = base
        copy.tokens = TokenVerifier(issuers: trusted) { [issuers] in issuers.noteUnknownKey(of: $0) }
        return copy
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

    private static func ownIssuers(
        _ access: Configuration.Access, resource: String
    ) async throws -> (TokenKey?, [TrustedIssuer]) {
        guard let secret = try TokenSecret.bytes(access) else { return (nil, []) }
        guard let own = await TokenKey(id: ownKeyID, secret: secret),
            let published = await TokenKey(id: "", secret: secret)
        else {
            throw Failure(
                "the secret of tokens has \(secret.count) bytes, allowed are \(TokenKey.minimumSecretBytes) or more")
        }
        let lifetime = access.jwtExpirationSeconds
        return (
            own,
            [
                .ourselves(resource: resource, keys: [own], lifetime: lifetime),
                .published(key: published, lifetime: lifetime),
            ]
        )
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
