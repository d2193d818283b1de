import Access
import Foundation
import NIOPosix

/// Asks the system what a name means.
enum HostResolver {
    /// The addresses of a host, in the system's order; an address means itself.
    static func addresses(of host: String) async throws -> [NetworkAddress] {
        if let address = NetworkAddress(host) { return [address] }
        // The system's call waits: on a thread that may.
        return try await NIOThreadPool.singleton.runIfActive { try look(up: host) }
    }

    private static func look(up host: String) throws -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &first)
        guard code == 0 else { throw OutboundError("the host cannot be found: \(String(cString: gai_strerror(code)))") }
        defer { freeaddrinfo(first) }
        return sequence(first: first, next: { $0?.pointee.ai_next }).prefix { $0 != nil }
            .compactMap { $0 }.prefix(limit).compactMap(address)
    }

    private static func address(_ info: UnsafeMutablePointer<addrinfo>) -> NetworkAddress? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let (address, length) = (info.pointee.ai_addr, info.pointee.ai_addrlen)
        guard getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        return NetworkAddress(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// Addresses of one name that are looked at.
    private static let limit = 16
}
