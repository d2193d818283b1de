/// A token's header: what it claims to be signed with.
struct TokenHeader: Equatable {
    static let idLimit = 256

    let algorithm: TokenAlgorithm
    /// Nil only in tokens of the reference API's form.
    let key: String?
    /// In lower case and without `application/`; nil where there is none.
    let type: String?

    /// Members that would bring a key along, or ask for something that is not done here.
    private static let refused = ["jku", "jwk", "x5u", "x5c", "crit", "b64", "zip", "enc"]

    init(_ bytes: [UInt8]) throws(RefusalReason) {
        guard let json = StrictJSON(bytes), case .object = json else { throw .malformedToken }
        guard !Self.refused.contains(where: { json[$0] != nil }) else { throw .unsupportedHeader }
        guard let name = json["alg"]?.string, let algorithm = TokenAlgorithm(rawValue: name) else {
            throw .forbiddenAlgorithm
        }
        self.algorithm = algorithm
        key = try Self.text(json["kid"], limit: Self.idLimit)
        let type = try Self.text(json["typ"], limit: 64)?.lowercased()
        self.type = type?.hasPrefix("application/") == true ? String(type?.dropFirst(12) ?? "") : type
    }

    private static func text(_ value: StrictJSON?, limit: Int) throws(RefusalReason) -> String? {
        guard let value else { return nil }
        guard let text = value.string, !text.isEmpty, text.utf8.count <= limit else { throw .malformedToken }
        return text
    }
}
