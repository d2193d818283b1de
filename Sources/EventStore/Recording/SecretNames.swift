import Synchronization

/// Tells members that are named like secrets.
///
/// A name is taken without case, `_`, `-` and the like. One of six letters and more counts anywhere in a member's name
/// (`X-API-Key`, `openai_api_key`), a shorter one only as the whole of it: `max_tokens` is no secret.
public final class SecretNames: Sendable {
    public static let standard = [
        "api_key", "access_key", "private_key", "access_token", "auth_token", "bearer_token", "refresh_token",
        "id_token", "session_token", "token", "secret", "password", "passwd", "passphrase", "pwd", "authorization",
        "credential", "cookie",
    ]
    private static let knownLimit = 4096

    private let anywhere: [String]
    private let whole: Set<String>
    /// Most names come again and again.
    private let known = Mutex<[String: Bool]>([:])

    public init(_ names: [String] = standard) {
        let names = names.map(Self.letters).filter { !$0.isEmpty }
        anywhere = names.filter { $0.utf8.count >= 6 }
        whole = Set(names)
    }

    public func contains(_ name: String) -> Bool {
        known.withLock { known in
            if let answer = known[name] { return answer }
            let letters = Self.letters(of: name)
            let answer = whole.contains(letters) || anywhere.contains { letters.contains($0) }
            if known.count >= Self.knownLimit { known = [:] }
            known[name] = answer
            return answer
        }
    }

    private static func letters(of name: String) -> String {
        String(
            name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    }
}
