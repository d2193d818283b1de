/// A key that a program shows to come in: `mcps_live_<id>_<secret>_<checksum>`.
///
/// The parts have fixed widths, since the secret may itself hold `_` and `-`. Prefix and checksum let a scanner of
/// source code tell a lost key from noise. The secret has 256 bits of randomness, so a fast hash protects it enough.
/// A key never prints itself: `description` leaves the secret out, and `revealed` is for the one moment it is made.
public struct APIKey: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// What a key is for; a key of one kind does not open a service of the other.
    public enum Environment: String, Sendable, CaseIterable { case live, test }

    static let prefix = "mcps_"
    static let idLength = 10
    static let secretLength = 43
    static let checksumLength = 6
    /// Bytes of a key's text.
    public static let length = 71

    public let environment: Environment
    /// Ten letters and digits: public, and the name of the key in the log.
    public let id: String
    /// The whole text but for the checksum and the `_` before it.
    let body: String

    private init(environment: Environment, id: String, secret: String) {
        self.environment = environment
        self.id = id
        body = "\(Self.prefix)\(environment.rawValue)_\(id)_\(secret)"
    }

    /// A new key.
    ///
    /// - Parameter generator: where the randomness comes from; the system's own is cryptographically secure.
    public init(_ environment: Environment = .live, using generator: inout some RandomNumberGenerator) {
        let id = (0..<Self.idLength).map { _ in
            KeyAlphabet.letters[Int.random(in: 0..<KeyAlphabet.letters.count, using: &generator)]
        }
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(environment: environment, id: String(decoding: id, as: UTF8.self), secret: Base64URL.text(secret))
    }

    /// A key as it was shown; nil where the text is none, or was mistyped.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.length, bytes.starts(with: Self.prefix.utf8),
            let environment = Environment(rawValue: String(decoding: bytes[5..<9], as: UTF8.self)),
            bytes[9] == UInt8(ascii: "_"), bytes[10..<20].allSatisfy(KeyAlphabet.contains),
            bytes[20] == UInt8(ascii: "_"), Base64URL.bytes(bytes[21..<64])?.count == 32,
            bytes[64] == UInt8(ascii: "_"), Array(KeyAlphabet.checksum(of: bytes[..<64]).utf8) == Array(bytes[65...])
        else { return nil }
        self.environment = environment
        id = String(decoding: bytes[10..<20], as: UTF8.self)
        body = String(decoding: bytes[..<64], as: UTF8.self)
    }

    /// Whether a text claims to be such a key, well-formed or not.
    public static func isPresent(in text: String) -> Bool { text.hasPrefix(prefix) }

    /// The key itself, to be shown once and stored nowhere.
    public var revealed: String { "\(body)_\(KeyAlphabet.checksum(of: body.utf8))" }

    public var description: String { "\(Self.prefix)\(environment.rawValue)_\(id)_•••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
