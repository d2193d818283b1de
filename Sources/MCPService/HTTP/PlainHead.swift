import HTTPTypes
import NIOCore

/// A request's head that is plain beyond doubt, still in the bytes it came in.
///
/// What leaves any question (folded, repeated or ill-formed headers, a body of unknown length, an upgrade, a connection
/// that is to end) is not plain; a whole HTTP parser has to see to it.
struct PlainHead: Sendable {
    private struct Field {
        let name: Range<Int>
        let value: Range<Int>
    }

    /// Bytes of a head and headers that are looked at.
    private static let sizeLimit = 8 << 10
    private static let fieldLimit = 32

    private let buffer: ByteBuffer
    private let fields: [Field]
    private let target: Range<Int>
    private let method: Range<Int>
    /// Bytes of the head.
    let size: Int
    /// Bytes of the body.
    let bodySize: Int

    /// The head that some bytes begin with; nil where it is not plain, or not all of it is there.
    static func find(in buffer: ByteBuffer) -> PlainHead? { find(in: buffer, bodySize: bodySize) }

    /// The head of a WebSocket's upgrade that some bytes begin with; nil where it is none, or not all of it is there.
    static func findUpgrade(in buffer: ByteBuffer) -> PlainHead? { find(in: buffer, bodySize: upgradeBodySize) }

    private static func find(
        in buffer: ByteBuffer, bodySize: ([Field], UnsafeRawBufferPointer) -> Int?
    ) -> PlainHead? {
        buffer.withUnsafeReadableBytes { bytes in
            var scanner = HeadScanner(bytes: bytes, limit: min(bytes.count, sizeLimit))
            guard let method = scanner.word(), let target = scanner.word(), scanner.takes("HTTP/1.1\r\n") else {
                return nil
            }
            var fields: [Field] = []
            fields.reserveCapacity(12)
            while !scanner.takes("\r\n") {
                guard fields.count < fieldLimit, let (name, value) = scanner.field(),
                    !fields.contains(where: { isSame($0.name, name, bytes) })
                else { return nil }
                fields.append(Field(name: name, value: value))
            }
            guard let bodySize = bodySize(fields, bytes) else { return nil }
            return PlainHead(
                buffer: buffer, fields: fields, target: target, method: method, size: scanner.place,
                bodySize: bodySize)
        }
    }

    /// What `Content-Length` says, 0 without it; nil where a header asks for more than an answer.
    private static func bodySize(_ fields: [Field], _ bytes: UnsafeRawBufferPointer) -> Int? {
        var size = 0
        for field in fields {
            switch field.name.count {
            case 14 where isEqual(bytes, field.name, "content-length"):
                guard let length = HeadScanner.number(bytes[field.value]) else { return nil }
                size = length
            case 10 where isEqual(bytes, field.name, "connection"):
                guard isEqual(bytes, field.value, "keep-alive") else { return nil }
            case 17 where isEqual(bytes, field.name, "transfer-encoding"), 6 where isEqual(bytes, field.name, "expect"),
                7 where isEqual(bytes, field.name, "upgrade"):
                return nil
            default: break
            }
        }
        return size
    }

    /// 0 where an upgrade to a WebSocket is asked for; nil where it is not, or there is a body.
    private static func upgradeBodySize(_ fields: [Field], _ bytes: UnsafeRawBufferPointer) -> Int? {
        var isUpgrade = false
        for field in fields {
            switch field.name.count {
            case 7 where isEqual(bytes, field.name, "upgrade"): isUpgrade = isEqual(bytes, field.value, "websocket")
            case 14 where isEqual(bytes, field.name, "content-length"):
                guard HeadScanner.number(bytes[field.value]) == 0 else { return nil }
            case 17 where isEqual(bytes, field.name, "transfer-encoding"), 6 where isEqual(bytes, field.name, "expect"):
                return nil
            default: break
            }
        }
        return isUpgrade ? 0 : nil
    }

    /// Whether bytes that are no whole head yet may become a `GET` of one of the paths.
    static func mayBecomeGet(of paths: [StaticString], _ buffer: ByteBuffer) -> Bool {
        guard buffer.readableBytes < sizeLimit else { return false }
        return buffer.withUnsafeReadableBytes { bytes in
            guard !isWhole(bytes) else { return false }
            return paths.contains { path in
                let line = Array("GET \(path)".utf8)
                guard zip(line, bytes).allSatisfy({ $0 == $1 }) else { return false }
                return bytes.count <= line.count || [UInt8(ascii: " "), UInt8(ascii: "?")].contains(bytes[line.count])
            }
        }
    }

    private static func isWhole(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 4 else { return false }
        return (3..<bytes.count).contains { end in
            bytes[end] == 10 && bytes[end - 1] == 13 && bytes[end - 2] == 10 && bytes[end - 3] == 13
        }
    }

    /// Whether it is a `GET` of one of those paths, whatever the query.
    func isGet(of paths: [StaticString]) -> Bool {
        buffer.withUnsafeReadableBytes { bytes in
            let end = target.firstIndex { bytes[$0] == UInt8(ascii: "?") } ?? target.upperBound
            return Self.isExactly(bytes, method, "GET")
                && paths.contains { Self.isExactly(bytes, target.lowerBound..<end, $0) }
        }
    }

    /// Whether it is a `POST` of that path.
    func isPost(to path: StaticString) -> Bool {
        buffer.withUnsafeReadableBytes { bytes in
            Self.isExactly(bytes, method, "POST") && Self.isExactly(bytes, target, path)
        }
    }

    // MARK: Comparing

    private static func isSame(_ left: Range<Int>, _ right: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { HeadScanner.lowercase(bytes[$0]) == HeadScanner.lowercase(bytes[$1]) }
    }

    /// Whatever the case of the bytes; the word is in lowercase.
    private static func isEqual(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<range.count
        where HeadScanner.lowercase(bytes[range.lowerBound + index]) != word.utf8Start[index] { return false }
        return true
    }

    private static func isExactly(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ word: StaticString) -> Bool {
        range.count == word.utf8CodeUnitCount
            && (0..<range.count).allSatisfy { bytes[range.lowerBound + $0] == word.utf8Start[$0] }
    }
}

extension PlainHead: CallHead {
    var authority: String? { value(of: MCPHeader.host) }

    func value(of name: HTTPField.Name) -> String? {
        field(name).flatMap { buffer.getString(at: buffer.readerIndex + $0.value.lowerBound, length: $0.value.count) }
    }

    func count(of name: HTTPField.Name) -> Int { field(name) == nil ? 0 : 1 }

    var verb: String { text(method) }
    var requestTarget: String { text(target) }
    var lines: [(name: String, value: String)] { fields.map { (text($0.name).lowercased(), text($0.value)) } }

    private func text(_ range: Range<Int>) -> String {
        buffer.getString(at: buffer.readerIndex + range.lowerBound, length: range.count) ?? ""
    }

    private func field(_ name: HTTPField.Name) -> Field? {
        var wanted = name.canonicalName
        return buffer.withUnsafeReadableBytes { bytes in
            wanted.withUTF8 { wanted in
                fields.first { field in
                    guard field.name.count == wanted.count else { return false }
                    for index in 0..<wanted.count
                    where HeadScanner.lowercase(bytes[field.name.lowerBound + index]) != wanted[index] { return false }
                    return true
                }
            }
        }
    }
}
