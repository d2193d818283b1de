import Crypto

/// What a program and the service share, to sign with.
public struct ClientSecret: Sendable, CustomStringConvertible, CustomReflectable {
    /// Bytes of a secret at least; for HMAC v1 the configuration decides.
    public static let minimumBytes = 32

    let key: SymmetricKey
    /// Bytes of the secret.
    public let count: Int

    public init(_ bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
        count = bytes.count
    }

    func mac(of bytes: [UInt8]) -> [UInt8] { Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key)) }

    func isValid(_ mac: [UInt8], of bytes: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: bytes, using: key)
    }

    public var description: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
