/// That somebody was not let in: what the log learns, and what the client does.
public struct Refusal: Error, Equatable, Sendable {
    public enum Scheme: String, Sendable {
        case apiKey = "api_key"
        case token
        case clientSignature = "client_signature"
        case messageSignature = "message_signature"
        case none
    }

    public let reason: RefusalReason
    public let scheme: Scheme
    /// The public part of what was shown, at most 128 bytes; nobody vouches for it.
    public let credential: String?
    /// `WWW-Authenticate`.
    public let challenge: String

    /// The code of the reference API.
    public static let rpcCode = -32001

    /// 400 for a credential where none may be or of which there are several, else 401.
    public var httpStatus: Int {
        switch reason {
        case .inQuery, .ambiguous: 400
        case .lockedOut: 429
        default: 401
        }
    }

    /// What the client is told: whether to bring another credential, and never what was wrong with a secret.
    public var message: String {
        switch reason {
        case .missing: "Authentication required"
        case .inQuery: "Credentials in a URL are refused: send them in the Authorization header"
        case .ambiguous: "Send one credential"
        case .unknownScheme: "Unknown authentication scheme: use Bearer"
        case .expiredKey, .expiredToken: "The credential has expired"
        case .outsideWindow: "The signature's time is more than 300 s from the service's clock"
        case .lockedOut: "Too many failed attempts: try again later"
        default: "The credential is not valid"
        }
    }

    /// What may stand in the log of a text that a stranger sent: visible ASCII, at most 128 bytes.
    static func bounded(_ text: String) -> String {
        String(decoding: text.utf8.prefix(128).map { (0x21...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    }
}
