import Glibc

/// An IPv4 or IPv6 address.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16; an IPv4 address mapped into IPv6 is an IPv4 address.
    let bytes: [UInt8]

    init(bytes: [UInt8]) {
        let isMapped = bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
        self.bytes = isMapped ? Array(bytes[12...]) : bytes
    }

    /// An address as text, a zone (`%eth0`) left out; nil where it is none.
    public init?(_ text: String) {
        let plain = String(text.prefix { $0 != "%" })
        // inet_pton reads up to the first zero byte.
        guard !plain.utf8.contains(0), let bytes = Self.parse(plain) else { return nil }
        self.init(bytes: bytes)
    }

    private static func parse(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: text.contains(":") ? 16 : 4)
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    func isIn(_ networks: [Network]) -> Bool { networks.contains { $0.contains(self) } }

    /// Whom limits by address count together: an IPv4 address, or the /64 that one IPv6 subscriber has.
    public var limitKey: String {
        bytes.count == 4 ? description : "\(NetworkAddress(bytes: bytes[..<8] + [UInt8](repeating: 0, count: 8)))/64"
    }

    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count)) != nil else {
            return ""
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
