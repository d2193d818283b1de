import NIOCore

/// One frame as it came from a client, its payload unmasked.
struct SocketFrame: Equatable, Sendable {
    /// The opcodes of RFC 6455; all others are reserved.
    enum Opcode {
        static let continuation: UInt8 = 0
        static let text: UInt8 = 1
        static let binary: UInt8 = 2
        static let close: UInt8 = 8
        static let ping: UInt8 = 9
        static let pong: UInt8 = 10
    }

    var isLast = true
    var opcode = Opcode.text
    var hasReservedBits = false
    /// A client's frames must be (RFC 6455, section 5.1).
    var isMasked = true
    var payload = ByteBuffer()

    var isControl: Bool { opcode >= 8 }
}
