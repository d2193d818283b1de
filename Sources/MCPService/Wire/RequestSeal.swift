import Crypto
import EventStore
import Foundation

/// Seals what a client carries from one try of a request to the next (`requestState`).
///
/// The client may read it and cannot change it: it bears an HMAC, an end, and what it belongs to. The key is this
/// process's own, so a state does not outlive it; the client then begins anew.
struct RequestSeal: Sendable {
    /// Seconds for a person to answer.
    static let lifetime = 600.0

    private let key: SymmetricKey
    private let clock: any WallClock

    init(key: SymmetricKey = SymmetricKey(size: .bits256), clock: any WallClock = SystemWallClock()) {
        self.key = key
        self.clock = clock
    }

    /// What a state belongs to: whose it is, and which request with which parameters.
    struct Place: Sendable {
        let principal: String
        let method: String
        let name: String
        let arguments: JSON

        fileprivate var digest: String {
            Base64.encode(Digest.of([.string(principal), .string(method), .string(name), arguments]))
        }
    }

    func seal(_ value: JSON, for place: Place) -> String {
        let end = clock.now().advanced(bySeconds: Self.lifetime).nanoseconds / 1_000_000_000
        let body: JSON = ["v": value, "for": .string(place.digest), "end": .int(Int(end))]
        let bytes = body.bytes
        return Base64.encode(bytes) + "."
            + Base64.encode(Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key)))
    }

    /// What was sealed.
    ///
    /// - Throws: `-32602` where it was changed, is over, or belongs to another request.
    func open(_ text: String, for place: Place) throws(RPCError) -> JSON {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let bytes = Base64.decode(parts[0]), let code = Base64.decode(parts[1]),
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: key),
            let body = try? JSON(parsing: bytes)
        else { throw .invalidParams("'requestState' was not given by this service") }
        guard body["for"]?.string == place.digest else {
            throw .invalidParams("'requestState' belongs to another request")
        }
        guard let end = body["end"]?.int, end >= clock.now().nanoseconds / 1_000_000_000 else {
            throw .invalidParams("'requestState' is too old; begin again without it")
        }
        return body["v"] ?? .null
    }
}
