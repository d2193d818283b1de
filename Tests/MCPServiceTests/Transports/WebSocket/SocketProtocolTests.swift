import NIOCore
import Testing

@testable import MCPService

@Suite("The rules of a WebSocket")
struct SocketProtocolTests {
    private func rules(_ change: (inout SocketLimits) -> Void = { _ in }) -> SocketProtocol {
        var limits = SocketLimits()
        change(&limits)
        return SocketProtocol(limits: limits)
    }

    private func frame(_ text: String, _ opcode: UInt8 = SocketFrame.Opcode.text, isLast: Bool = true) -> SocketFrame {
        SocketFrame(isLast: isLast, opcode: opcode, payload: ByteBuffer(string: text))
    }

    private func code(_ actions: [SocketProtocol.Action]) -> Int? {
        if case .close(let code, _)? = actions.first { code.rawValue } else { nil }
    }

    @Test("put the fragments of a message together")
    func fragments() {
        var rules = rules()
        #expect(rules.receive(frame("a", isLast: false)).isEmpty)
        #expect(rules.receive(frame("b", SocketFrame.Opcode.continuation, isLast: false)).isEmpty)
        let ping = rules.receive(frame("x", SocketFrame.Opcode.ping))
        #expect(ping == [.send(opcode: SocketFrame.Opcode.pong, ByteBuffer(string: "x"))])
        #expect(
            rules.receive(frame("c", SocketFrame.Opcode.continuation)) == [.message(ByteBuffer(string: "abc"))])
    }

    @Test("end a connection whose frames break them")
    func faults() {
        var unmasked = frame("a")
        unmasked.isMasked = false
        var reserved = frame("a")
        reserved.hasReservedBits = true
        let cases: [(SocketFrame, Int)] = [
            (unmasked, 1002), (reserved, 1002), (frame("a", 3), 1002), (frame("a", 11), 1002),
            (frame("a", SocketFrame.Opcode.continuation), 1002), (frame("a", SocketFrame.Opcode.binary), 1003),
            (frame("a", SocketFrame.Opcode.ping, isLast: false), 1002),
            (frame(String(repeating: "a", count: 126), SocketFrame.Opcode.ping), 1002),
        ]
        for (frame, expected) in cases {
            var rules = rules()
            #expect(code(rules.receive(frame)) == expected)
            #expect(!rules.isOpen)
            #expect(rules.receive(self.frame("more")).isEmpty, "nothing is taken after that")
            #expect(rules.ending?.side == .service)
        }
    }

    @Test("bound a message by its bytes and its frames")
    func bounds() {
        var small = rules { $0.messageBytes = 3 }
        #expect(small.receive(frame("ab", isLast: false)).isEmpty)
        #expect(code(small.receive(frame("cd", SocketFrame.Opcode.continuation))) == 1009)
        var few = rules { $0.fragments = 2 }
        #expect(few.receive(frame("a", isLast: false)).isEmpty)
        #expect(few.receive(frame("", SocketFrame.Opcode.continuation, isLast: false)).isEmpty)
        #expect(code(few.receive(frame("", SocketFrame.Opcode.continuation, isLast: false))) == 1009)
    }

    @Test("answer a close with its code, and end")
    func close() {
        var rules = rules()
        var payload = ByteBuffer(integer: UInt16(1001))
        payload.writeString("bye")
        let actions = rules.receive(SocketFrame(opcode: SocketFrame.Opcode.close, payload: payload))
        #expect(actions == [.close(.goingAway, ""), .end])
        #expect(rules.ending == SocketProtocol.Ending(side: .client, code: .goingAway, reason: "bye"))
        #expect(rules.beat().isEmpty)
    }

    @Test(
        "end at once with a client that closes in a way that may not be",
        arguments: [[3], [3, 0xED], [3, 0xE8, 0xFF]])
    func badClose(bytes: [UInt8]) {
        var rules = rules()
        let payload = ByteBuffer(bytes: bytes)
        let actions = rules.receive(SocketFrame(opcode: SocketFrame.Opcode.close, payload: payload))
        #expect([1002, 1007].contains(code(actions)))
        #expect(actions.last == .end && rules.ending?.side == .service)
    }

    @Test("hang up where the client's close frame could not be read, but once")
    func badFrame() {
        var rules = rules()
        let actions = rules.receive(badFrame: .protocolError, "an ill-formed frame")
        #expect(actions == [.close(.protocolError, "an ill-formed frame"), .hangUp])
        #expect(rules.receive(badFrame: .protocolError, "one more").isEmpty)
        #expect(rules.expire() == [.end])
    }

    @Test("give up on a client that answers no ping")
    func silence() {
        var rules = rules()
        #expect(rules.beat() == [.send(opcode: SocketFrame.Opcode.ping, ByteBuffer())])
        #expect(rules.receive(frame("", SocketFrame.Opcode.pong)).isEmpty)
        #expect(rules.beat() == [.send(opcode: SocketFrame.Opcode.ping, ByteBuffer())])
        let actions = rules.beat()
        #expect(code(actions) == 1011)
        #expect(actions.last == .end)
    }

    @Test("say that the service stops, and wait for the answer")
    func stop() {
        var rules = rules()
        #expect(code(rules.stop()) == 1001)
        #expect(rules.stop().isEmpty)
        #expect(rules.receive(frame("", SocketFrame.Opcode.close)) == [.end])
        #expect(rules.expire().isEmpty)
    }
}
