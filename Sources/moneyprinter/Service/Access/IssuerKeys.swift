import Access
import EventStore
import Logging
import Synchronization

/// The keys of the issuers whose tokens are believed, kept fresh while the service runs.
///
/// A set is asked for at the start, once an hour, and when a token names a key that it has not, at most once a minute
/// whatever tokens come (``KeySetRefresh``). An issuer that does not answer, or with nothing that counts, keeps the set it
/// had: for a day, after which its keys count no more (``TokenKeySet/grace``).
final class IssuerKeys: Sendable {
    typealias Fetch = @Sendable (Issuer) async throws -> [UInt8]

    private let issuers: [Issuer]
    private let fetch: Fetch
    private let clock: any WallClock
    private let logger: Logger
    private let sets = Mutex<[String: TokenKeySet]>([:])
    /// By `iss`; what asks for its keys: true where a token named a key that is not there.
    private let bells: [String: (ring: AsyncStream<Bool>.Continuation, sound: AsyncStream<Bool>)]

    init(_ issuers: [Issuer], clock: any WallClock = SystemWallClock(), logger: Logger, fetch: @escaping Fetch) {
        self.issuers = issuers
        self.fetch = fetch
        self.clock = clock
        self.logger = logger
        bells = Dictionary(
            issuers.map { issuer in
                let (sound, ring) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingNewest(4))
                return (issuer.issuer, (ring, sound))
            }
        ) { first, _ in first }
    }

    /// The issuers with the keys that they have now.
    ///
    /// - Parameter resource: the service's canonical URI: the audience where an issuer names none.
    func trusted(resource: String) -> [TrustedIssuer] {
        let sets = sets.withLock { $0 }
        return issuers.map { TrustedIssuer($0, keys: sets[$0.issuer] ?? TokenKeySet([]), resource: resource) }
    }

    /// A token names a key of this issuer that its set has not.
    func noteUnknownKey(of issuer: String) { bells[issuer]?.ring.yield(true) }

    /// Keeps them fresh until it is cancelled.
    ///
    /// - Parameter onChange: called when a set is new.
    func run(onChange: @escaping @Sendable () -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for issuer in issuers {
                guard let bell = bells[issuer.issuer] else { continue }
                group.addTask { [self] in await keep(issuer, bell.sound, onChange) }
                group.addTask {
                    while true {
                        bell.ring.yield(false)
                        try await Task.sleep(for: .seconds(KeySetRefresh.pause))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func keep(_ issuer: Issuer, _ sound: AsyncStream<Bool>, _ onChange: @Sendable () -> Void) async {
        var refresh = KeySetRefresh()
        for await isKeyMissing in sound {
            let now = clock.now().nanoseconds
            guard refresh.shouldFetch(at: now, isKeyMissing: isKeyMissing) else { continue }
            if await take(issuer, at: now) { onChange() }
        }
    }

    /// Whether there is a new set.
    private func take(_ issuer: Issuer, at now: Int64) async -> Bool {
        let old = sets.withLock { $0[issuer.issuer] }
        do {
            let document = try await fetch(issuer)
            guard let new = await TokenKeySet(document: document, at: now, replacing: old) else {
                throw OutboundError("what it gave is no key set, or has no key that counts")
            }
            sets.withLock { $0[issuer.issuer] = new }
            logger.info("issuer \(issuer.name): \(new.ids.count) keys")
            return true
        } catch {
            logger.warning(
                "issuer \(issuer.name): its keys cannot be had: \(error); \(old.map { "\($0.ids.count)" } ?? "no") keys stay"
            )
            return false
        }
    }
}

extension TrustedIssuer {
    init(_ issuer: Issuer, keys: TokenKeySet, resource: String) {
        let roles = issuer.roles.compactMap(Issuer.roleEntry)
        self.init(
            name: issuer.name, issuer: issuer.issuer,
            audiences: issuer.audiences.isEmpty ? [resource] : issuer.audiences, keys: keys,
            algorithms: Set(issuer.algorithms.compactMap(TokenAlgorithm.init)),
            types: Set(issuer.types.map { $0.lowercased() }), subjectClaim: issuer.subjectClaim,
            roleClaim: issuer.roleClaim,
            // Without a table the claim's value would itself be the role, which another service must never choose.
            roles: roles.isEmpty ? [(value: "", role: issuer.defaultRole ?? "")] : roles,
            defaultRole: issuer.defaultRole, usesScopes: issuer.usesScopes,
            required: Set(issuer.required), lifetime: issuer.lifetimeSeconds)
    }
}
