import Crypto

/// Tells whether a credential is shown again, without keeping it.
///
/// Compared in constant time: whoever shares a connection with others learns nothing of what they showed.
public struct CredentialDigest: Equatable, Sendable {
    private let digest: SHA256Digest

    public init(_ text: String) { digest = SHA256.hash(data: Array(text.utf8)) }
}
