import Foundation

/// Asks the system for a port that nobody listens on.
enum FreePort {
    /// - Parameter host: the address to listen on; one with colons is IPv6.
    static func find(on host: String) throws -> Int {
        let family = host.contains(":") ? AF_INET6 : AF_INET
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure("no socket can be opened: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        // Port 0 of every address.
        var address = sockaddr_storage()
        address.ss_family = sa_family_t(family)
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw Failure("no port is free on \(host): \(String(cString: strerror(errno)))") }
        // In both families the port follows the family, in network order.
        return withUnsafeBytes(of: address) { Int(UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self))) }
    }
}
