import Foundation
import Testing

@testable import EventStore

@Suite("JSON")
struct JSONTests {
    @Test(
        "reads what RFC 8259 allows",
        arguments: [
            (#"{"a":[1,-2.5,1e3,true,false,null]}"#, #"{"a":[1,-2.5,1000.0,true,false,null]}"#),
            (#" [ ] "#, "[]"), (#""\u00e9\ud83d\ude00\n\"""#, #""é😀\n\"""#), ("0", "0"), ("-0", "0"),
            (#"{"k":1,"k":2}"#, #"{"k":2}"#), ("9223372036854775807", "9223372036854775807"),
            ("9223372036854775808", "9.223372036854776e+18"),
        ])
    func reading(text: String, expected: String) throws { #expect(try JSON(parsing: text).text == expected) }

    @Test(
        "refuses what RFC 8259 does not allow",
        arguments: [
            "", "{", "[1,]", "{\"a\":}", "{a:1}", "01", "1.", ".5", "1e", "+1", "nul", "\"\\x\"", "\"\u{1}\"", "[1] 2",
            "\"\\ud800\"", "\"open", "NaN", "1e999", "'a'",
        ])
    func refusing(text: String) { #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) } }

    @Test("refuses bytes that are not UTF-8")
    func invalidUTF8() { #expect(throws: JSONSyntaxError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) } }

    @Test("refuses nesting beyond the limit and never overflows the stack")
    func nesting() throws {
        _ = try JSON(parsing: String(repeating: "[", count: 128) + String(repeating: "]", count: 128))
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: String(repeating: "[", count: 100_000)) }
    }

    @Test("writes control characters so that every reader understands them")
    func controlCharacters() {
        #expect(JSON.string("\u{0}\u{1F}\t\\/").text == #""\u0000\u001f\t\\/""#)
    }

    @Test("survives writing and reading", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = Self.random(&random, depth: 4)
        #expect(try JSON(parsing: value.bytes) == value)
        #expect(try JSON(parsing: value.prettyText) == value)
    }

    @Test("reads and writes the same values as Foundation", arguments: 0..<50)
    func foundation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = Self.random(&random, depth: 3)
        let theirs = try JSONSerialization.jsonObject(with: Data(value.bytes), options: .fragmentsAllowed)
        let again = try JSONSerialization.data(withJSONObject: [theirs], options: [.sortedKeys])
        #expect(try JSON(parsing: Array(again))[0]?.sorted.text == value.sorted.text)
    }

    @Test("encodes and decodes any Codable, and names the field at fault")
    func codable() throws {
        struct Inner: Codable, Equatable { var list: [Int?]; var raw: JSON }
        struct Outer: Codable, Equatable {
            var name: String; var inner: Inner; var flag: Bool?; var map: [String: UInt8]
        }
        let value = Outer(
            name: "x", inner: Inner(list: [1, nil, 3], raw: ["k": [1, "two"]]), flag: nil, map: ["a": 255])
        let json = try JSON(encoding: value)
        #expect(json.text == #"{"name":"x","inner":{"list":[1,null,3],"raw":{"k":[1,"two"]}},"map":{"a":255}}"#)
        #expect(try json.decode(Outer.self) == value)
        let error = #expect(throws: DecodingError.self) {
            try JSON(parsing: #"{"name":"x","inner":{"list":["no"],"raw":1},"map":{}}"#).decode(Outer.self)
        }
        #expect("\(try #require(error))".contains("list"))
    }

    private static func random(_ random: inout SeededGenerator, depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2: .int(Int.random(in: -1_000_000...1_000_000, using: &random))
        case 3: .double(Double(Int.random(in: -999...999, using: &random)) + 0.5)
        case 4: .string(["", "é", "😀\"\\", "\n\t", "plain"].randomElement(using: &random) ?? "")
        case 5: .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in Self.random(&random, depth: depth - 1) })
        default:
            .object(
                JSONObject(
                    (0..<Int.random(in: 0..<4, using: &random)).map {
                        ("k\($0)", Self.random(&random, depth: depth - 1))
                    }))
        }
    }
}
