/// Which addresses the service may open connections to.
///
/// A name is somebody else's word for an address: whoever owns it can let it mean an address behind the operator's wall.
/// So a name must resolve to public addresses, or to those of ``networks``. An address that the operator wrote as such is
/// what it says, and may be private; where clouds keep their machines' credentials nothing but ``networks`` leads.
public struct OutboundPolicy: Equatable, Sendable {
    /// Networks of the operator's own.
    public let networks: [Network]

    public init(networks: [Network] = []) { self.networks = networks }

    /// Whether a connection may go there.
    ///
    /// - Parameter isWritten: whether the URL itself has the address, or `localhost`, and not a name for it.
    public func allows(_ address: NetworkAddress, isWritten: Bool) -> Bool {
        if address.isIn(networks) || address.isPublic { return true }
        return isWritten && (address.isIn(Self.privates) || address.isIn(Self.loopback))
    }

    /// Whether a host, as a URL has it, is written as an address.
    public static func isWritten(_ host: String) -> Bool {
        host.lowercased() == "localhost" || NetworkAddress(host) != nil
    }

    private static let loopback = ["127.0.0.0/8", "::1"].compactMap(Network.init)
    private static let privates = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"]
        .compactMap(Network.init)
}

extension NetworkAddress {
    /// Whether the whole internet means the same by it: neither private, nor of one link, nor reserved.
    var isPublic: Bool {
        bytes.count == 4
            ? !isIn(Self.special4)
            : isIn(Self.global6) && !isIn(Self.special6)
    }

    /// The special-purpose registries of IANA (RFC 6890), with multicast.
    private static let special4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap(Network.init)
    private static let global6 = ["2000::/3"].compactMap(Network.init)
    /// Teredo and others of `2001::/23`, documentation, and 6to4, which carries an IPv4 address of any kind.
    private static let special6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].compactMap(Network.init)
}
