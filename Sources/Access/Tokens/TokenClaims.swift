/// What a token says; nothing of it is believed before its signature is known to be right.
public struct TokenClaims: Equatable, Sendable {
    public let issuer: String?
    public let subject: String?
    /// One or many; an empty list is no audience.
    public let audience: [String]
    /// Nanoseconds since 1970.
    public let expires: Int64?
    public let notBefore: Int64?
    public let issuedAt: Int64?
    public let id: String?
    /// Separated by spaces; nil where the token does not limit itself.
    public let scope: String?
    private let document: StrictJSON

    init(_ bytes: [UInt8]) throws(RefusalReason) {
        guard let json = StrictJSON(bytes), case .object = json else { throw .malformedToken }
        document = json
        issuer = try Self.text(json["iss"])
        subject = try Self.text(json["sub"])
        audience = try Self.texts(json["aud"])
        expires = try Self.time(json["exp"])
        notBefore = try Self.time(json["nbf"])
        issuedAt = try Self.time(json["iat"])
        id = try Self.text(json["jti"])
        scope = try Self.text(json["scope"])
    }

    /// A claim with one text or many; empty where it is missing or something else.
    func values(of claim: String) -> [String] {
        let found = document[claim]
        if let text = found?.string { return [text] }
        return found?.array?.compactMap(\.string) ?? []
    }

    private static func text(_ value: StrictJSON?) throws(RefusalReason) -> String? {
        guard let value else { return nil }
        guard let text = value.string else { throw .malformedToken }
        return text
    }

    private static func texts(_ value: StrictJSON?) throws(RefusalReason) -> [String] {
        guard let value else { return [] }
        if let text = value.string { return [text] }
        guard let array = value.array else { throw .malformedToken }
        let texts = array.compactMap(\.string)
        guard texts.count == array.count else { throw .malformedToken }
        return texts
    }

    /// Seconds since 1970 with or without a fraction, up to the year 2242.
    private static func time(_ value: StrictJSON?) throws(RefusalReason) -> Int64? {
        guard let value else { return nil }
        guard case .number(let seconds) = value, (0...8_600_000_000).contains(seconds) else { throw .malformedToken }
        return Int64(seconds * 1000) * 1_000_000
    }
}
