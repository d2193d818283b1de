/// How a request was let in: by which rule, and what it was charged.
public struct RequestAccess: Codable, Hashable, Sendable {
    /// The principal's role.
    public let role: String
    /// The client's address, or the /64 of an IPv6 address; nil for a pipe.
    public let address: String?
    /// Units charged to every limit that applies; 0 where the request was refused, which costs nothing.
    public let units: Int
    /// The rule that permitted it, and the policy's version; nil where the policy was not asked.
    public let rule: String?
    public let policy: Int?
    /// The signing key's id, a slash and the nonce, where the request was signed.
    public let nonce: String?

    public init(
        role: String, address: String?, units: Int, rule: String? = nil, policy: Int? = nil, nonce: String? = nil
    ) {
        self.role = role
        self.address = address
        self.units = units
        self.rule = rule
        self.policy = policy
        self.nonce = nonce
    }

    init(_ object: JSONObject) throws(JSONFieldError) {
        self.init(
            role: try object.text("role"), address: try object.optionalText("address"),
            units: try object.int("units"), rule: try object.optionalText("rule"),
            policy: try object.optionalInt("policy"), nonce: try object.optionalText("nonce"))
    }

    /// The stored form, with the members in the order in which they are declared.
    func write(to object: inout JSONObjectWriter) {
        object.add("role", role)
        object.add("address", address)
        object.add("units", units)
        object.add("rule", rule)
        object.add("policy", policy)
        object.add("nonce", nonce)
    }
}
