import EventStore
import Testing

@testable import MCPService

@Suite("Checking a tool's input")
struct SchemaValidatorTests {
    private let validator = SchemaValidator(
        schema: .object(
            Schema.object(
                [
                    ("name", Schema.string("", least: 2, most: 4)), ("count", Schema.integer("", 1...10, standard: 5)),
                    ("rate", Schema.number("", 0.5...2.0)), ("flag", Schema.boolean("")),
                    ("kind", Schema.string("", options: ["a", "b"])),
                    ("list", Schema.strings("", least: 1, most: 2, item: Schema.string("", most: 3))),
                    ("map", Schema.object("")),
                ], required: ["name"])))

    private func problems(_ text: String) throws -> [String] {
        switch validator.validated(try JSON(parsing: text)) {
        case .success: []
        case .failure(let violations): violations.list.map(\.description)
        }
    }

    @Test("fills in defaults and keeps the rest")
    func defaults() throws {
        let value = try validator.validated(["name": "abc", "rate": 1]).get()
        #expect(value == ["name": "abc", "count": 5, "rate": 1])
    }

    @Test("takes a whole number without a fraction for an integer")
    func wholeNumbers() throws { #expect(try problems(#"{"name":"abc","count":3.0}"#) == []) }

    @Test(
        "names the field, the fault and what is allowed",
        arguments: [
            (#"{}"#, "'name' is required"),
            (#"{"name":7}"#, "'name' must be a string, not integer"),
            (#"{"name":"a"}"#, "'name' must have at least 2 characters"),
            (#"{"name":"abcde"}"#, "'name' must have at most 4 characters, not 5"),
            (#"{"name":"abc","count":11}"#, "'count' must lie between 1 and 10, not be 11"),
            (#"{"name":"abc","count":1.5}"#, "'count' must be an integer, not number"),
            (#"{"name":"abc","rate":2.5}"#, "'rate' must lie between 0.5 and 2.0, not be 2.5"),
            (#"{"name":"abc","flag":"yes"}"#, "'flag' must be a boolean, not string"),
            (#"{"name":"abc","kind":"c"}"#, #"'kind' must be one of "a", "b", not "c""#),
            (#"{"name":"abc","list":[]}"#, "'list' must have 1 to 2 items, not 0"),
            (#"{"name":"abc","list":["abcd"]}"#, "'list[0]' must have at most 3 characters, not 4"),
            (#"{"name":"abc","map":[]}"#, "'map' must be an object, not array"),
            (
                #"{"name":"abc","nmae":1}"#,
                "'nmae' is not a parameter; there are name, count, rate, flag, kind, list, map"
            ),
            (#"[]"#, "'arguments' must be an object, not array"),
        ])
    func violations(text: String, expected: String) throws { #expect(try problems(text) == [expected]) }

    @Test("finds every fault at once")
    func several() throws { #expect(try problems(#"{"count":0,"flag":1}"#).count == 3) }
}
