/// Where a service may listen: without authentication, where nobody but this machine can reach it.
public enum BindRule {
    /// Why a service must not start; nil where it may.
    ///
    /// - Parameter host: the address or name it is to listen on.
    public static func fault(host: String, hasAuthentication: Bool) -> String? {
        guard !hasAuthentication, !isLoopback(host) else { return nil }
        return "mcp_server_host: '\(host)' can be reached from other machines, and nobody has to say who they are."
            + " Make a key with `moneyprinter keys create --name NAME --role admin`, or listen on 127.0.0.1"
    }

    /// Whether only this machine can reach an address; of names, `localhost` alone.
    public static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" { return true }
        let plain = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard let address = NetworkAddress(plain) else { return false }
        return address.isIn(loopback)
    }

    private static let loopback = ["127.0.0.0/8", "::1"].compactMap(Network.init)
}
