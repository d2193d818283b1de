import NIOCore
import NIOEmbedded
import NIOWebSocket

@testable import MCPService

/// What comes over a WebSocket: frames, the rules of the connection, and the messages in it.
struct WebSocketTarget: FuzzTarget {
    static let name = "websocket"

    private static let limits: SocketLimits = {
        var limits = SocketLimits()
        limits.messageBytes = 32 << 10
        return limits
    }()

    let seeds: [[UInt8]] = {
        let begun = frame(Array("{\"jsonrpc\":\"2.0\",".utf8), isLast: false)
        let ended = frame(Array("\"id\":2,\"method\":\"tools/list\"}".utf8), opcode: 0)
        let legacy = #"{"type":"auth/authenticate","id":"1","timestamp":"x","params":{"type":"jwt","token":"t"}}"#
        let close = frame([0x03, 0xE8] + Array("bye".utf8), opcode: 8)
        return [
            frame(Array(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#.utf8)),
            begun + frame([], opcode: 9) + ended, frame(Array(legacy.utf8)), frame(Array("é😀".utf8)) + close,
            frame(Array(repeating: 0x20, count: 200)) + frame(Array(repeating: 0x5B, count: 70_000)),
        ]
    }()

    let pieces: [[UInt8]] = [
        [0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x81, 0xFE, 0xFF, 0xFF],
        [0x88, 0x80, 0, 0, 0, 0],
        [0x01, 0x80, 0, 0, 0, 0], [0x80, 0x80, 0, 0, 0, 0], [0x89, 0xFD], [0xF1, 0x00], [0x82, 0x81],
    ]

    /// A masked frame.
    private static func frame(_ payload: [UInt8], opcode: UInt8 = 1, isLast: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = [(isLast ? 0x80 : 0) | opcode]
        switch payload.count {
        case ..<126: bytes.append(0x80 | UInt8(payload.count))
        case ..<65_536: bytes += [0xFE, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes.append(0xFF)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        let mask: [UInt8] = [0x11, 0x22, 0x33, 0x44]
        return bytes + mask + payload.enumerated().map { $0.element ^ mask[$0.offset % 4] }
    }

    func read(_ input: [UInt8], _ mutator: inout Mutator) throws {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(
            ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: Self.limits.messageBytes)))
        var rules = SocketProtocol(limits: Self.limits)
        var dialogue = SocketDialogue(subprotocol: nil, connection: "c")
        for part in mutator.cut(input) {
            // What is no frame is told to the rules, as the connection does.
            do { try channel.writeInbound(ByteBuffer(bytes: part)) } catch {
                take(rules.receive(badFrame: .protocolError, "an ill-formed frame"), &dialogue)
            }
            while let frame = try? channel.readInbound(as: WebSocketFrame.self) {
                let plain = SocketFrame(
                    isLast: frame.fin, opcode: UInt8(webSocketOpcode: frame.opcode),
                    hasReservedBits: !frame.reservedBits.isEmpty, isMasked: frame.maskKey != nil,
                    payload: frame.unmaskedData)
                take(rules.receive(plain), &dialogue)
            }
        }
        _ = rules.beat()
        rules.lost()
        _ = try? channel.finish()
    }

    private func take(_ actions: [SocketProtocol.Action], _ dialogue: inout SocketDialogue) {
        for case .message(let message) in actions {
            guard case .batch(let messages) = dialogue.read(message) else { continue }
            for message in messages { _ = try? dialogue.request(inBatch: message) }
        }
    }
}
