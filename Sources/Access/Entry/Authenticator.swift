/// Tells who a caller is: the one door for HTTP, WebSocket and the reference API's dialect.
///
/// A value that is made anew when the configuration or an issuer's keys change; what changes with the log, the keys and
/// the revocations, is given with each question. It waits for nothing and costs a hash or two.
public struct Authenticator: Sendable {
    /// Nil: that way in does not exist.
    public var keys: KeyVerifier?
    public var publishedKeys: PublishedKeys?
    public var tokens: TokenVerifier?
    public var clients: ClientSignatureVerifier?
    public var messages: MessageSignatureVerifier?
    public var challenge: Challenge
    /// Who a caller without a credential is; nil refuses it.
    ///
    /// Only a service that nobody but this machine can reach has one (``BindRule``).
    public var anonymous: Principal?

    public init(
        keys: KeyVerifier? = nil, publishedKeys: PublishedKeys? = nil, tokens: TokenVerifier? = nil,
        clients: ClientSignatureVerifier? = nil, messages: MessageSignatureVerifier? = nil,
        challenge: Challenge = Challenge(), anonymous: Principal? = nil
    ) {
        self.keys = keys
        self.publishedKeys = publishedKeys
        self.tokens = tokens
        self.clients = clients
        self.messages = messages
        self.challenge = challenge
        self.anonymous = anonymous
    }

    /// Who the caller is.
    ///
    /// A credential that is shown and is wrong is refused, even where none is needed.
    ///
    /// - Parameter now: nanoseconds since 1970.
    public func authenticate(
        _ presented: Presented, at now: Int64, keys ring: some KeyDirectory, revocations: some RevocationList
    ) -> Authentication {
        switch presented.credential {
        case .none: anonymous.map { .admitted($0, nonce: nil) } ?? refuse(.missing, .none)
        case .unusable(let reason): refuse(reason, .none)
        case .bearer(let text):
            text.utf8.count > Presented.sizeLimit
                ? refuse(.oversized, .none) : bearer(text, presented.address, now, ring, revocations)
        case .client(let id, let timestamp, let signature): client(id, timestamp, signature, now)
        case .message(let message): signed(message, now)
        }
    }

    private func bearer(
        _ text: String, _ address: NetworkAddress?, _ now: Int64, _ ring: some KeyDirectory,
        _ revocations: some RevocationList
    ) -> Authentication {
        if APIKey.isPresent(in: text) { return key(text, address, now, ring) }
        // One that was upgraded is what its record says, also where the table still has it.
        switch upgraded(text, address, now, ring) {
        case .success(let record)?: return .admitted(Self.principal(record), nonce: nil)
        case .failure(let reason)? where reason != .unknownKey: return refuse(reason, .apiKey)
        default: break
        }
        switch publishedKeys?.verify(text, at: now) {
        case .success(let entry)?:
            return .admitted(Principal(id: entry.name, role: entry.role, credential: .publishedKey), nonce: nil)
        case .failure(let reason)? where reason != .unknownKey: return refuse(reason, .apiKey)
        default: break
        }
        guard let tokens, text.utf8.contains(UInt8(ascii: ".")) else { return refuse(.unknownKey, .apiKey) }
        switch tokens.verify(text, at: now, revocations: revocations) {
        case .success(let principal): return .admitted(principal, nonce: nil)
        case .failure(let reason): return refuse(reason, .token)
        }
    }

    private func key(_ text: String, _ address: NetworkAddress?, _ now: Int64, _ ring: some KeyDirectory)
        -> Authentication
    {
        guard let key = APIKey(parsing: text) else { return refuse(.malformedKey, .apiKey) }
        guard let keys else { return refuse(.unknownKey, .apiKey, key.id) }
        switch keys.verify(key, from: address, at: now, in: ring) {
        case .success(let record):
            return .admitted(Self.principal(record), nonce: nil)
        case .failure(let reason): return refuse(reason, .apiKey, key.id)
        }
    }

    private func upgraded(_ text: String, _ address: NetworkAddress?, _ now: Int64, _ ring: some KeyDirectory)
        -> Result<
            KeyRecord, RefusalReason
        >?
    {
        guard let keys, PublishedKeys.mayBe(text) else { return nil }
        return keys.verify(upgraded: text, from: address, at: now, in: ring)
    }

    private static func principal(_ record: KeyRecord) -> Principal {
        let scopes = record.scopes.map { $0.compactMap(PermissionPattern.init) }
        return Principal(
            id: record.name, role: record.role, scopes: scopes, credential: .apiKey(id: record.id),
            expires: record.expires)
    }

    private func client(_ id: String, _ timestamp: String, _ signature: String, _ now: Int64) -> Authentication {
        guard let clients else { return refuse(.unknownScheme, .clientSignature, id) }
        switch clients.verify(client: id, timestamp: timestamp, signature: signature, at: now) {
        case .success(let client):
            return .admitted(Principal(id: client.id, role: client.role, credential: .clientSignature), nonce: nil)
        case .failure(let reason): return refuse(reason, .clientSignature, id)
        }
    }

    private func signed(_ message: SignedMessage, _ now: Int64) -> Authentication {
        guard let messages else { return refuse(.unknownScheme, .messageSignature) }
        switch messages.verify(message, at: now) {
        case .success(let (client, nonce)):
            let principal = Principal(id: client.id, role: client.role, credential: .messageSignature(key: client.id))
            return .admitted(principal, nonce: nonce)
        case .failure(let reason): return refuse(reason, .messageSignature)
        }
    }

    /// The refusal of a nonce that was used before, or of a caller that is locked out.
    public func refusal(_ reason: RefusalReason, _ scheme: Refusal.Scheme, _ credential: String? = nil) -> Refusal {
        Refusal(
            reason: reason, scheme: scheme, credential: credential.map(Refusal.bounded),
            challenge: challenge.field(for: reason))
    }

    private func refuse(_ reason: RefusalReason, _ scheme: Refusal.Scheme, _ credential: String? = nil)
        -> Authentication
    {
        .refused(refusal(reason, scheme, credential))
    }
}
