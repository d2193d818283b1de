/// Tells whether a key that was shown is one of ours and may be used now and from there.
public struct KeyVerifier: Sendable {
    public let pepper: Pepper
    public let environment: APIKey.Environment
    /// Stands in for the hash of a key that nobody made, so that an unknown id takes as long as a wrong secret.
    private static let dummy = String(repeating: "0", count: 64)

    public init(pepper: Pepper, environment: APIKey.Environment = .live) {
        self.pepper = pepper
        self.environment = environment
    }

    /// The record of a key as it was shown.
    public func verify(
        _ text: String, from address: NetworkAddress?, at now: Int64, in keys: some KeyDirectory
    ) -> Result<KeyRecord, RefusalReason> {
        guard let key = APIKey(parsing: text) else { return .failure(.malformedKey) }
        return verify(key, from: address, at: now, in: keys)
    }

    /// The record of the key.
    ///
    /// The secret is compared first: whoever does not hold it learns nothing of expiry, networks or revocation.
    ///
    /// - Parameters:
    ///   - address: the client's address; nil (a pipe) is in no network.
    ///   - now: nanoseconds since 1970.
    public func verify(
        _ key: APIKey, from address: NetworkAddress?, at now: Int64, in keys: some KeyDirectory
    ) -> Result<KeyRecord, RefusalReason> {
        checked(keys.key(key.id), key.body, key.environment, from: address, at: now)
    }

    /// The record of a key of the reference API's form that was upgraded: such a key names no record, its hash does.
    public func verify(
        upgraded text: String, from address: NetworkAddress?, at now: Int64, in keys: some KeyDirectory
    ) -> Result<KeyRecord, RefusalReason> {
        checked(keys.key(PublishedKeys.id(of: pepper.mac(of: text))), text, environment, from: address, at: now)
    }

    private func checked(
        _ record: KeyRecord?, _ secret: String, _ kind: APIKey.Environment, from address: NetworkAddress?, at now: Int64
    ) -> Result<KeyRecord, RefusalReason> {
        let mac = Hexadecimal.bytes(record?.mac ?? Self.dummy)
        let isRight = pepper.matches(secret, mac: mac ?? [])
        guard let record, isRight else { return .failure(.unknownKey) }
        if record.isRevoked { return .failure(.revokedKey) }
        if let expires = record.expires, expires <= now { return .failure(.expiredKey) }
        guard kind == environment else { return .failure(.otherEnvironment) }
        guard record.networks.isEmpty || address.map({ $0.isIn(record.networks) }) == true else {
            return .failure(.otherNetwork)
        }
        return .success(record)
    }
}
