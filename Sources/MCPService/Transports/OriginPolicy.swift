import Foundation
import HTTPTypes

/// Which web pages and host names may reach the service: the guard against DNS rebinding.
///
/// A browser sends `Origin`; other clients usually do not. `Host` is checked where the service listens on
/// loopback only, as nothing else should name it then.
public struct OriginPolicy: Sendable {
    private static let loopback: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

    /// Allowed besides loopback: full origins such as `https://studio.example`, or `*` for any.
    private let origins: Set<String>
    private let hosts: Set<String>
    private let checksHost: Bool

    public init(allowedOrigins: [String], trustedHosts: [String], isLoopbackOnly: Bool) {
        origins = Set(allowedOrigins.map { $0.lowercased() })
        hosts = Set(trustedHosts.map { $0.lowercased() })
        checksHost = isLoopbackOnly && !hosts.contains("*")
    }

    func allows(origin: String?) -> Bool {
        guard let origin = origin?.lowercased() else { return true }
        if origins.contains("*") || origins.contains(origin) { return true }
        guard let scheme = origin.range(of: "://"), ["http", "https"].contains(origin[..<scheme.lowerBound]) else {
            return false
        }
        return Self.loopback.contains(Self.withoutPort(String(origin[scheme.upperBound...])))
    }

    func allows(host: String?) -> Bool {
        guard checksHost, let host = host?.lowercased() else { return true }
        let name = Self.withoutPort(host)
        return Self.loopback.contains(name) || hosts.contains(name) || hosts.contains(host)
    }

    private static func withoutPort(_ authority: String) -> String {
        let bytes = authority.utf8
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")),
            bytes[bytes.index(after: colon)...].allSatisfy({ (48...57).contains($0) })
        else { return authority }
        return String(authority[..<colon])
    }
}
