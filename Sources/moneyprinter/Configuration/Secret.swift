/// A text that must not be shown: it prints as dots wherever it ends up by accident.
struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the one place that uses it.
    let value: String

    init(_ value: String) { self.value = value }

    var description: String { "•••" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }

    /// Secrets that published samples and code carry: everybody knows them, so none of them protects anything.
    static let published: Set<String> = [
        "default_secret_change_in_production", "default_admin",
        "your-super-secret-jwt-key-change-in-production", "your-secret-key-CHANGE-IN-PRODUCTION",
        "mcp_admin_key_12345", "mcp_user_key_67890", "mcp_viewer_key_abcde",
        "hmac_secret_for_client_001", "hmac_secret_for_client_002", "hmac_secret_for_client_003",
        "your_redis_password", "your_openai_api_key",
    ]

    /// Why a text is no secret; nil where it may be one.
    static func fault(in text: String, minimumBytes: Int) -> String? {
        if published.contains(text) {
            return "is a default that published samples carry and everybody knows: make your own, such as"
                + " `openssl rand -hex 32` prints"
        }
        guard text.utf8.count < minimumBytes else { return nil }
        return
            "has \(text.utf8.count) bytes, allowed are \(minimumBytes) or more: `openssl rand -hex 32` makes a good one"
    }
}
