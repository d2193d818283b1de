import Access
import EventStore
import MCPService
import Projections

/// A gate with one key and many tokens.
struct House: Sendable {
    /// Different tokens, for what a cache does not know.
    static let tokens = 5000

    /// As many and as various as the service has, and so wide that nothing is refused.
    static let limits = LimitPoliciesSet(
        policies: LimitPolicy.published.map { wide($0) } + [
            LimitPolicy(name: "address", scope: .address, quota: 1_000_000, window: 1),
            LimitPolicy(
                name: "videos", scope: .principalTool, tool: "create_video", quota: 1_000_000, window: 1),
        ], costs: ["create_video": 1])

    let gate: Gate
    /// The same without a cache of tokens.
    let uncached: Gate
    let key: Presented
    private let texts: [String]
    private let host: ProjectionHost

    init() async throws {
        let log = InMemoryEventLog()
        let host = ProjectionHost(log: log, projections: Gate.projections)
        guard let pepper = Pepper((0..<32).map { UInt8($0) }),
            let secret = await TokenKey(id: "bench", secret: (0..<48).map { UInt8($0) })
        else { throw Fault.setup }
        let (resource, clock) = ("https://videos.example.org/mcp", SystemWallClock())
        let issuers = [TrustedIssuer.ourselves(resource: resource, keys: [secret])]
        func opened(cache: Int) -> Gate {
            Gate(
                log: log, host: host,
                authenticator: Authenticator(
                    keys: KeyVerifier(pepper: pepper), tokens: TokenVerifier(issuers: issuers, cacheLimit: cache)))
        }
        self.host = host
        gate = opened(cache: 10_000)
        uncached = opened(cache: 0)
        let made = try await KeyDesk(log: log, pepper: pepper).create(
            KeyDesk.Order(name: "ann", role: "user"), roles: PolicyBook(), by: "local")
        key = Self.presented(made.key.revealed)
        let issuer = TokenIssuer(resource: resource, key: secret)
        var random = SystemRandomNumberGenerator()
        let now = clock.now().nanoseconds
        texts = (0..<Self.tokens).compactMap {
            issuer.token(for: "user\($0)", role: "user", at: now, using: &random)?.text
        }
    }

    enum Fault: Error { case setup }

    /// The token of a number, as a client shows it.
    func token(_ number: Int) -> Presented { Self.presented(texts[number % texts.count]) }

    /// With gates that know the key and the limits.
    func run<Value: Sendable>(_ body: @Sendable (House) throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            try await host.caughtUp()
            for gate in [gate, uncached] { try await gate.begin(Self.limits) }
            let value = try body(self)
            group.cancelAll()
            return value
        }
    }

    private static func presented(_ credential: String) -> Presented {
        Presented(authorization: ["Bearer \(credential)"], from: NetworkAddress("10.0.0.1"))
    }

    private static func wide(_ policy: LimitPolicy) -> LimitPolicy {
        LimitPolicy(
            name: policy.name, scope: policy.scope, role: policy.role, tool: policy.tool, quota: 1_000_000, window: 1)
    }
}
