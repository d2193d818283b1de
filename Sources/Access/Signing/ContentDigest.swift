import Crypto

/// `Content-Digest` (RFC 9530) of a body's bytes.
public enum ContentDigest {
    public static func field(of body: [UInt8]) -> String {
        "sha-256=:\(Base64.text(Array(SHA256.hash(data: body)))):"
    }

    /// Whether a field's value has a digest that is known here, and all of those are the body's.
    static func isRight(_ field: String, of body: [UInt8]) -> Bool {
        guard let digests = StructuredFields.byteSequences(field) else { return false }
        var known = 0
        for digest in digests {
            let right: [UInt8]
            switch digest.label {
            case "sha-256": right = Array(SHA256.hash(data: body))
            case "sha-512": right = Array(SHA512.hash(data: body))
            default: continue
            }
            guard ByteMatch.isSame(right, digest.bytes) else { return false }
            known += 1
        }
        return known > 0
    }
}
