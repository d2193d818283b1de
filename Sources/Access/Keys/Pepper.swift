import Crypto

/// The secret that a service adds to every key before it hashes it, so that a stolen log opens nothing.
///
/// It lies in a file beside the log and never in it.
public struct Pepper: Sendable, CustomStringConvertible, CustomReflectable {
    /// Bytes that a pepper has at least.
    public static let minimumBytes = 32

    /// With the pepper in it and no text yet: made once, as that is half of what a key's hash costs.
    private let begun: HMAC<SHA256>

    /// Nil where there are fewer than ``minimumBytes``.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.minimumBytes else { return nil }
        begun = HMAC(key: SymmetricKey(data: bytes))
    }

    /// What the log keeps of a key: 64 hexadecimal digits.
    public func mac(of key: APIKey) -> String { mac(of: key.body) }

    /// What is kept of a key of the reference API's form, which is any text.
    public func mac(of text: String) -> String {
        Hexadecimal.text(code(of: text))
    }

    /// Whether the key is the one that `mac` was made of, in a time that says nothing of the difference.
    func matches(_ text: String, mac: [UInt8]) -> Bool {
        // Crypto compares codes in constant time.
        code(of: text) == mac
    }

    private func code(of text: String) -> HashedAuthenticationCode<SHA256> {
        var hash = begun
        hash.update(data: Array(text.utf8))
        return hash.finalize()
    }

    public var description: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
