/// A program that signs its requests.
public struct Client: Sendable {
    /// `X-Client-ID` or `keyid`; its principal.
    public let id: String
    public let role: String
    /// One, or two while the secret is being changed.
    public let secrets: [ClientSecret]

    public init(id: String, role: String, secrets: [ClientSecret]) {
        self.id = id
        self.role = role
        self.secrets = secrets
    }

    /// Stands in for a client that nobody knows, so that it takes as long as one with a wrong signature.
    static let nobody = Client(id: "", role: "", secrets: [ClientSecret([UInt8](repeating: 0, count: 32))])

    /// Compares with every secret, whichever is right.
    func isValid(_ mac: [UInt8], of bytes: [UInt8]) -> Bool {
        var isRight = false
        for secret in secrets where secret.isValid(mac, of: bytes) { isRight = true }
        return isRight
    }
}
