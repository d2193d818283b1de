import Access
import Crypto
import CryptoExtras
import Foundation

/// Keys that sign tokens in tests, and anything else that claims to be a token.
struct TestKeys {
    static let secret = Array("0123456789abcdef0123456789abcdef".utf8)

    let p256 = P256.Signing.PrivateKey()
    let ed25519 = Curve25519.Signing.PrivateKey()
    let rsa: _RSA.Signing.PrivateKey

    /// Made once: an RSA key takes a second.
    private static let made = Result { try TestKeys() }

    static func shared() throws -> TestKeys { try made.get() }

    private init() throws { rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    static func encoded(_ bytes: some DataProtocol) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// A key set with the three public keys.
    func document() throws -> [UInt8] {
        let point = p256.publicKey.rawRepresentation
        let primitives = try rsa.publicKey.getKeyPrimitives()
        let (n, e) = (primitives.modulus, primitives.publicExponent)
        return Array(
            """
            {"keys": [
              {"kty": "EC", "crv": "P-256", "kid": "ec", "use": "sig",
               "x": "\(Self.encoded(point.prefix(32)))", "y": "\(Self.encoded(point.suffix(32)))"},
              {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "alg": "EdDSA",
               "x": "\(Self.encoded(ed25519.publicKey.rawRepresentation))"},
              {"kty": "RSA", "kid": "rsa", "key_ops": ["verify"], "n": "\(Self.encoded(n))", "e": "\(Self.encoded(e))"}
            ]}
            """.utf8)
    }

    /// What everybody knows of the keys, in the forms that somebody might take for a secret.
    func publicTexts() throws -> [String] {
        let primitives = try rsa.publicKey.getKeyPrimitives()
        return [
            String(decoding: try document(), as: UTF8.self), Self.encoded(primitives.modulus),
            Self.encoded(primitives.publicExponent), rsa.publicKey.pemRepresentation,
            p256.publicKey.pemRepresentation, Self.encoded(ed25519.publicKey.rawRepresentation),
        ]
    }

    /// A token with any header and body, signed by what `kid` names.
    func token(header: String, body: String, by key: String) throws -> String {
        let signed = Self.encoded(Data(header.utf8)) + "." + Self.encoded(Data(body.utf8))
        return signed + "." + Self.encoded(try signature(of: Data(signed.utf8), by: key))
    }

    private func signature(of data: Data, by key: String) throws -> Data {
        switch key {
        case "ec": try p256.signature(for: data).rawRepresentation
        case "ed": try ed25519.signature(for: data)
        case "rsa": try rsa.signature(for: data, padding: .insecurePKCS1v1_5).rawRepresentation
        case "none": Data()
        default: Data(HMAC<SHA256>.authenticationCode(for: data, using: SymmetricKey(data: Data(key.utf8))))
        }
    }
}
