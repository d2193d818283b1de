/// What one request asks of the limits: whose it is, where it came from, what it calls, and what that costs.
///
/// A limit that counts by something which is nil here does not apply: before authentication only the address is known.
public struct LimitDemand: Equatable, Sendable {
    public var principal: String?
    public var role: String?
    public var connection: String?
    /// The address, or the /64 of an IPv6 address.
    public var address: String?
    /// A registered tool's name; a name that a client made up is none.
    public var tool: String?
    /// At least 1.
    public var units: Int

    public init(
        principal: String? = nil, role: String? = nil, connection: String? = nil, address: String? = nil,
        tool: String? = nil, units: Int = 1
    ) {
        self.principal = principal
        self.role = role
        self.connection = connection
        self.address = address
        self.tool = tool
        self.units = units
    }
}
