/// The keys of one issuer, by id.
public struct TokenKeySet: Sendable {
    /// Keys of one set at most, and bytes of its document.
    public static let keyLimit = 50
    public static let documentLimit = 200_000
    /// Nanoseconds for which a key that is gone from the issuer's document still counts.
    public static let grace: Int64 = 24 * 3600 * 1_000_000_000

    private struct Entry: Sendable {
        let key: TokenKey
        /// Nanoseconds of the last document that had it.
        let seenAt: Int64
    }

    private let entries: [String: Entry]

    public init(_ keys: [TokenKey]) {
        entries = Dictionary(keys.map { ($0.id, Entry(key: $0, seenAt: .max)) }) { first, _ in first }
    }

    private init(entries: [String: Entry]) { self.entries = entries }

    /// The keys of a JWKS document (RFC 7517), together with those of an older one that went less than a day ago.
    ///
    /// Keys of other kinds are passed over; of an id that is there twice neither key counts.
    ///
    /// - Returns: nil where the document is none, or has no key that counts: then the older set stays.
    public init?(document: [UInt8], at now: Int64, replacing old: TokenKeySet? = nil) async {
        guard document.count <= Self.documentLimit, let list = StrictJSON(document)?["keys"]?.array else { return nil }
        let counts = Dictionary(list.map { ($0["kid"]?.string, 1) }, uniquingKeysWith: +)
        var entries: [String: Entry] = [:]
        for jwk in list.prefix(Self.keyLimit) where counts[jwk["kid"]?.string] == 1 {
            if let key = await TokenKey(jwk) { entries[key.id] = Entry(key: key, seenAt: now) }
        }
        guard !entries.isEmpty else { return nil }
        let kept = (old?.entries ?? [:]).filter { $0.value.seenAt > now - Self.grace }
            .sorted { ($1.value.seenAt, $0.key) < ($0.value.seenAt, $1.key) }.prefix(Self.keyLimit)
        entries.merge(kept.map { ($0.key, $0.value) }) { new, _ in new }
        self.entries = entries
    }

    /// The key of that id, where it still counts.
    func key(_ id: String, at now: Int64) -> TokenKey? {
        guard let entry = entries[id], entry.seenAt > now - Self.grace else { return nil }
        return entry.key
    }

    public var ids: [String] { entries.keys.sorted() }
}
