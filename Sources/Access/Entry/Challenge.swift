/// What a client is told to bring (RFC 6750, RFC 9728).
public struct Challenge: Equatable, Sendable {
    /// The address of the protected-resource metadata; nil where there is no authorization server.
    public let metadata: String?
    /// Scopes to ask the authorization server for.
    public let scopes: [String]

    public init(metadata: String? = nil, scopes: [String] = []) {
        self.metadata = metadata
        self.scopes = scopes
    }

    /// `WWW-Authenticate` with status 401.
    func field(for reason: RefusalReason) -> String {
        var parameters = ["realm=\"moneyprinter\""]
        if reason != .missing { parameters.append("error=\"invalid_token\"") }
        return field(parameters, scopes: scopes)
    }

    /// `WWW-Authenticate` with status 403: the token is good, and not for this.
    ///
    /// - Parameter permission: what was asked; it becomes the scope to ask for.
    public func insufficientScope(for permission: Permission) -> String {
        let scope = PermissionPattern(permission.description) == nil ? [] : [permission.description]
        return field(["realm=\"moneyprinter\"", "error=\"insufficient_scope\""], scopes: scope)
    }

    private func field(_ parameters: [String], scopes: [String]) -> String {
        var parameters = parameters
        if !scopes.isEmpty { parameters.append("scope=\"\(Self.safe(scopes.joined(separator: " ")))\"") }
        if let metadata { parameters.append("resource_metadata=\"\(Self.safe(metadata))\"") }
        return "Bearer " + parameters.joined(separator: ", ")
    }

    /// Without what would end the quotes or the line.
    private static func safe(_ text: String) -> String {
        String(decoding: text.utf8.filter { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }, as: UTF8.self)
    }
}
