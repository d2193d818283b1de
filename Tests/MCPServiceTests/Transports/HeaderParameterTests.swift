import EventStore
import HTTPTypes
import Testing

@testable import MCPService

@Suite("Arguments that are repeated in headers")
struct HeaderParameterTests {
    private static let schema: JSONObject = [
        "type": "object",
        "properties": [
            "region": ["type": "string", "x-mcp-header": "Region"],
            "count": ["type": "integer", "x-mcp-header": "Count"],
            "place": ["type": "object", "properties": ["dry": ["type": "boolean", "x-mcp-header": "Dry"]]],
            "plain": ["type": "string"], "list": ["type": "array", "x-mcp-header": "List"],
        ],
    ]

    private func check(_ fields: HTTPFields, _ arguments: JSONObject) throws(RPCError) {
        for parameter in HeaderParameter.all(in: Self.schema) { try parameter.check(fields, arguments) }
    }

    private func refusal(_ fields: HTTPFields, _ arguments: JSONObject) -> Int? {
        do {
            try check(fields, arguments)
            return nil
        } catch { return error.code }
    }

    private func region(_ value: String) throws -> HTTPFields {
        [try #require(HTTPField.Name("Mcp-Param-Region")): value]
    }

    @Test("are those of simple types that the schema marks, at any depth of plain properties")
    func found() {
        let found = HeaderParameter.all(in: Self.schema)
        #expect(found.map(\.path) == [["region"], ["count"], ["place", "dry"]])
        #expect(found.map(\.header.canonicalName) == ["mcp-param-region", "mcp-param-count", "mcp-param-dry"])
    }

    @Test("say the same as the argument, as a text, a number by its value, or a truth value")
    func same() throws {
        try check(region("eu"), ["region": "eu"])
        try check(region(" eu "), ["region": "eu"])
        let count = try #require(HTTPField.Name("Mcp-Param-Count"))
        for text in ["42", "42.0"] { try check([count: text], ["count": 42]) }
        let dry = try #require(HTTPField.Name("Mcp-Param-Dry"))
        try check([dry: "false"], ["place": ["dry": false]])
        #expect(refusal([dry: "true"], ["place": ["dry": false]]) == -32020)
        #expect(refusal([count: "43"], ["count": 42]) == -32020)
        #expect(refusal(try region("us"), ["region": "eu"]) == -32020)
        #expect(refusal(try region("EU"), ["region": "eu"]) == -32020)
    }

    @Test("are there exactly where the argument is")
    func presence() throws {
        #expect(refusal([:], ["region": "eu"]) == -32020)
        #expect(refusal(try region("eu"), [:]) == -32020)
        #expect(refusal(try region("null"), ["region": .null]) == -32020)
        try check([:], ["region": .null, "plain": "x"])
        let name = try #require(HTTPField.Name("Mcp-Param-Region"))
        var twice = HTTPFields()
        twice.append(HTTPField(name: name, value: "eu"))
        twice.append(HTTPField(name: name, value: "eu"))
        #expect(refusal(twice, ["region": "eu"]) == -32020)
    }

    @Test("may be base64, canonical or not at all; without prefix and suffix they stand for themselves")
    func base64() throws {
        try check(region("=?base64?R3LDvMOfZQ==?="), ["region": "Grüße"])
        try check(region("SGVsbG8="), ["region": "SGVsbG8="])
        try check(region("=?base64?SGVsbG8="), ["region": "=?base64?SGVsbG8="])
        #expect(refusal(try region("=?base64?SGVsbG8?="), ["region": "Hello"]) == -32020)
        #expect(refusal(try region("=?base64?SGVs!!!bG8=?="), ["region": "Hello"]) == -32020)
        #expect(refusal(try region("SGVsbG8="), ["region": "Hello"]) == -32020)
    }
}
