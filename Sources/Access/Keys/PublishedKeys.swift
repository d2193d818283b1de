/// Keys of the reference API's `[app.mcp_api_keys]` table: any text, held in the configuration in the clear.
///
/// Known by their hash under the pepper: to find one in a table of hashes takes a time that tells nothing of any key.
public struct PublishedKeys: Sendable {
    /// An entry of the table.
    public struct Entry: Sendable {
        public let name: String
        public let role: String
        public let isActive: Bool
        /// Nanoseconds since 1970; nil for never.
        public let expires: Int64?

        public init(name: String, role: String, isActive: Bool = true, expires: Int64? = nil) {
            self.name = name
            self.role = role
            self.isActive = isActive
            self.expires = expires
        }
    }

    private let pepper: Pepper
    private let entries: [String: Entry]

    public init(_ entries: [(key: String, entry: Entry)], pepper: Pepper) {
        self.pepper = pepper
        self.entries = Dictionary(entries.map { (pepper.mac(of: $0.key), $0.entry) }) { first, _ in first }
    }

    /// The id that an upgraded key has: the first digits of its hash, and as long as that of any other key.
    public static func id(of mac: String) -> String { String(mac.prefix(APIKey.idLength)) }

    /// Whether a text may be a key of that form, and is not of another that is looked at first.
    public static func mayBe(_ text: String) -> Bool { !APIKey.isPresent(in: text) && !text.hasPrefix("eyJ") }

    public var isEmpty: Bool { entries.isEmpty }

    /// - Parameter now: nanoseconds since 1970.
    public func verify(_ text: String, at now: Int64) -> Result<Entry, RefusalReason> {
        guard let entry = entries[pepper.mac(of: text)] else { return .failure(.unknownKey) }
        guard entry.isActive else { return .failure(.revokedKey) }
        if let expires = entry.expires, expires <= now { return .failure(.expiredKey) }
        return .success(entry)
    }
}
