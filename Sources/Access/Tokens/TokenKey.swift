import FoundationEssentials
import JWTKit

/// One key that tokens are signed with: its id and the only algorithm it is good for.
///
/// The algorithm belongs to the key and is decided when the key is registered, so nothing in a token can choose it.
/// jwt-kit makes the key and does the arithmetic; what it makes of a token's header is never asked.
public struct TokenKey: Sendable {
    /// Bytes of an HMAC secret at least.
    public static let minimumSecretBytes = 32

    /// `kid`; empty for the key of tokens in the reference API's form, which have none.
    public let id: String
    public let algorithm: TokenAlgorithm
    private let signer: any JWTAlgorithm

    /// A secret for HS256; nil where it has fewer than ``minimumSecretBytes``.
    public init?(id: String, secret: [UInt8]) async {
        guard secret.count >= Self.minimumSecretBytes else { return nil }
        let keys = await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        guard let signer = try? await keys.getKey() else { return nil }
        (self.id, algorithm, self.signer) = (id, .hs256, signer)
    }

    /// A key of a key set; nil where it is none that may sign tokens here.
    init?(_ jwk: StrictJSON) async {
        guard let id = jwk["kid"]?.string, !id.isEmpty, id.utf8.count <= TokenHeader.idLimit, jwk["d"] == nil,
            jwk["use"] == nil || jwk["use"] == .string("sig"), Self.mayVerify(jwk["key_ops"]),
            let (key, algorithm) = Self.publicKey(jwk, id: JWKIdentifier(string: id)),
            jwk["alg"] == nil || jwk["alg"] == .string(algorithm.rawValue)
        else { return nil }
        // Alone in its collection, and with `alg` set: jwt-kit would otherwise let the first token's header choose.
        guard let keys = try? await JWTKeyCollection().add(jwk: key), let signer = try? await keys.getKey() else {
            return nil
        }
        (self.id, self.algorithm, self.signer) = (id, algorithm, signer)
    }

    private static func mayVerify(_ operations: StrictJSON?) -> Bool {
        guard let operations else { return true }
        return operations.array?.contains(.string("verify")) == true
    }

    private static func publicKey(_ jwk: StrictJSON, id: JWKIdentifier) -> (JWK, TokenAlgorithm)? {
        switch (jwk["kty"]?.string, jwk["crv"]?.string) {
        case ("RSA", nil):
            guard let n = part(jwk["n"], 256...1024), let e = part(jwk["e"], 1...4) else { return nil }
            return (.rsa(.rs256, identifier: id, modulus: n, exponent: e), .rs256)
        case ("EC", "P-256"):
            guard let x = part(jwk["x"], 32...32), let y = part(jwk["y"], 32...32) else { return nil }
            return (.ecdsa(.es256, identifier: id, x: x, y: y, curve: .p256), .es256)
        case ("OKP", "Ed25519"):
            guard let x = part(jwk["x"], 32...32) else { return nil }
            return (.octetKeyPair(.eddsa, identifier: id, x: x, y: nil, curve: .ed25519), .edDSA)
        default: return nil
        }
    }

    /// A number of a key, where it has a size that one of its kind can have.
    private static func part(_ value: StrictJSON?, _ sizes: ClosedRange<Int>) -> String? {
        guard let text = value?.string, let bytes = Base64URL.bytes(text.utf8), sizes.contains(bytes.count) else {
            return nil
        }
        return text
    }

    /// Whether the signature is this key's.
    func isValid(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        (try? signer.verify(signature, signs: bytes)) ?? false
    }

    /// Nil for a public key.
    func signature(of bytes: [UInt8]) -> [UInt8]? { try? signer.sign(bytes) }
}
