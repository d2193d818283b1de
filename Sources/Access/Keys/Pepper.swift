import Crypto

/// The secret that a service adds to every key before it hashes it, so that a stolen log opens nothing.
///
/// It lies in a file beside the log and never in it.
public struct Pepper: Sendable, CustomStringConvertible, CustomReflectable {
    /// Bytes that a pepper has at least.
    public static let minimumBytes = 32

    private let key: SymmetricKey

    /// Nil where there are fewer than ``minimumBytes``.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.minimumBytes else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// What the log keeps of a key: 64 hexadecimal digits.
    public func mac(of key: APIKey) -> String { mac(of: key.body) }

    /// What is kept of a key of the reference API's form, which is any text.
    public func mac(of text: String) -> String {
        Hexadecimal.text(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    /// Whether the key is the one that `mac` was made of, in a time that says nothing of the difference.
    func matches(_ text: String, mac: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: Array(text.utf8), using: key)
    }

    public var description: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
