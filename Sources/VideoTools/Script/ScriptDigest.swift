import Crypto
import Foundation

/// The seed of all choices of wording: the same subject reads the same everywhere.
enum ScriptDigest {
    static func seed(subject: String, seed: UInt64) -> UInt64 {
        let digest = SHA256.hash(data: Data("\(seed)\u{0}\(subject.lowercased())".utf8))
        return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
