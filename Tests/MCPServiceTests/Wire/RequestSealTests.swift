import Crypto
import EventStore
import Testing

@testable import MCPService

@Suite("What a client carries from one try to the next")
struct RequestSealTests {
    private let seal = RequestSeal()
    private let place = RequestSeal.Place(
        principal: "p", method: "tools/call", name: "t", arguments: ["a": 1, "b": 2])

    @Test("What was sealed is opened for the same request")
    func opens() throws {
        let text = seal.seal(["key": "x"], for: place)
        let turned = RequestSeal.Place(principal: "p", method: "tools/call", name: "t", arguments: ["b": 2, "a": 1])
        #expect(try seal.open(text, for: turned) == ["key": "x"])
    }

    @Test(
        "It belongs to one principal, method, name and set of arguments",
        arguments: [
            RequestSeal.Place(principal: "q", method: "tools/call", name: "t", arguments: ["a": 1, "b": 2]),
            RequestSeal.Place(principal: "p", method: "prompts/get", name: "t", arguments: ["a": 1, "b": 2]),
            RequestSeal.Place(principal: "p", method: "tools/call", name: "u", arguments: ["a": 1, "b": 2]),
            RequestSeal.Place(principal: "p", method: "tools/call", name: "t", arguments: ["a": 1]),
        ])
    func binding(other: RequestSeal.Place) {
        let text = seal.seal(["key": "x"], for: place)
        #expect(throws: RPCError.self) { try seal.open(text, for: other) }
    }

    @Test("One of another process, one that was changed, and nonsense are refused")
    func tampering() {
        let text = seal.seal(["key": "x"], for: place)
        #expect(throws: RPCError.self) { try RequestSeal().open(text, for: place) }
        for spoilt in ["", ".", "x.y", String(text.dropLast(2)), "A" + text.dropFirst(), text + "."] {
            #expect(throws: RPCError.self) { try seal.open(spoilt, for: place) }
        }
    }
}
