import Crypto
import Synchronization

/// Tokens that were found right, so that the next request with one costs a hash and no signature.
///
/// Holds digests and not the tokens. Times and revocations are checked again at every use.
final class TokenCache: Sendable {
    /// Two generations: where the young one is full it becomes the old one, and the old one is forgotten.
    private struct Generations {
        var young: [SHA256Digest: VerifiedToken] = [:]
        var old: [SHA256Digest: VerifiedToken] = [:]
    }

    let limit: Int
    private let generations = Mutex(Generations())

    /// - Parameter limit: tokens held at most; 0 for none.
    init(limit: Int) { self.limit = limit }

    subscript(digest: SHA256Digest) -> VerifiedToken? {
        generations.withLock { $0.young[digest] ?? $0.old[digest] }
    }

    func insert(_ token: VerifiedToken, _ digest: SHA256Digest) {
        guard limit > 0 else { return }
        generations.withLock { generations in
            if generations.young.count >= max(1, limit / 2) {
                generations.old = generations.young
                generations.young = [:]
            }
            generations.young[digest] = token
        }
    }

    var count: Int { generations.withLock { $0.young.count + $0.old.count } }
}
