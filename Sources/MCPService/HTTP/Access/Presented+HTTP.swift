import Access
import HTTPTypes
import NIOCore

extension Presented {
    /// What a request over HTTP, or a WebSocket's upgrade, shows of its sender.
    ///
    /// - Parameters:
    ///   - body: the whole body, which a signature covers.
    ///   - scheme: of the address that clients use.
    init(_ head: some CallHead, _ body: ByteBuffer, scheme: String, from address: NetworkAddress?) {
        let target = head.requestTarget
        self.init(
            authorization: Self.authorization(head), client: Self.client(head),
            subprotocols: Self.list(head.value(of: AccessHeader.subprotocol)), queryNames: Self.queryNames(target),
            message: Self.message(head, body, scheme, target), from: address)
    }

    /// Whether the body is needed to tell who sent it.
    static func isSigned(_ head: some CallHead) -> Bool { head.value(of: AccessHeader.signatureInput) != nil }

    /// Whether anything else than `Authorization` may tell who sent a request.
    static func showsMore(thanAuthorization head: some CallHead) -> Bool {
        isSigned(head) || head.value(of: AccessHeader.client) != nil || head.value(of: AccessHeader.subprotocol) != nil
            || head.requestTarget.utf8.contains(UInt8(ascii: "?"))
    }

    private static func authorization(_ head: some CallHead) -> [String] {
        switch head.count(of: .authorization) {
        case 0: []
        case 1: head.value(of: .authorization).map { [$0] } ?? []
        // Two of them are refused, whatever they say.
        case let count: [String](repeating: "", count: count)
        }
    }

    private static func client(_ head: some CallHead) -> (id: String, timestamp: String, signature: String)? {
        guard let id = head.value(of: AccessHeader.client), let time = head.value(of: AccessHeader.timestamp),
            let signature = head.value(of: AccessHeader.signature)
        else { return nil }
        return (id, time, signature)
    }

    private static func message(
        _ head: some CallHead, _ body: ByteBuffer, _ scheme: String, _ target: String
    ) -> SignedMessage? {
        guard isSigned(head) else { return nil }
        return SignedMessage(
            method: head.verb, scheme: scheme, authority: head.authority ?? "", target: target, fields: head.lines,
            body: Array(body.readableBytesView))
    }

    private static func queryNames(_ target: String) -> [String] {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        return target[target.index(after: mark)...].split(separator: "&").map { item in
            let name = String(item.prefix { $0 != "=" })
            return name.removingPercentEncoding() ?? name
        }
    }

    private static func list(_ value: String?) -> [String] {
        guard let value else { return [] }
        return value.split(separator: ",").map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
    }
}

extension String {
    /// With `%6b` read as `k`; nil where that is not UTF-8.
    fileprivate func removingPercentEncoding() -> String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
