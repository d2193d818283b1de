import EventStore

/// The suite's tools that ask the client while they run (revisions up to 2025-11-25).
enum FixtureQuestions {
    static var tools: [any Tool] { [sampling, elicitation, defaults, enums] }

    private static let sampling = FixtureTool(
        "test_sampling", "Has the client's model write", [("prompt", ["type": "string"])], streams: true
    ) { arguments, context in
        let question = Fixture.sampling(arguments["prompt"]?.string ?? "")
        guard let answer = await context.ask(question) else { return unanswered }
        return Fixture.result(Fixture.text("LLM response: \(FixtureInputs.text(of: answer))"))
    }

    private static let elicitation = FixtureTool(
        "test_elicitation", "Asks the person at the client", [("message", ["type": "string"])], streams: true
    ) { arguments, context in
        let question = Fixture.elicitation(
            arguments["message"]?.string ?? "",
            [
                "username": ["type": "string", "description": "User's response"],
                "email": ["type": "string", "description": "User's email address"],
            ], required: ["username", "email"])
        guard let answer = await context.ask(question) else { return unanswered }
        return Fixture.result(Fixture.text("User response: \(words(answer))"))
    }

    private static let defaults = FixtureTool(
        "test_elicitation_sep1034_defaults", "Asks with values filled in", streams: true
    ) { _, context in
        let properties: JSONObject = [
            "name": ["type": "string", "description": "User name", "default": "John Doe"],
            "age": ["type": "integer", "description": "User age", "default": 30],
            "score": ["type": "number", "description": "User score", "default": 95.5],
            "status": [
                "type": "string", "description": "User status", "enum": ["active", "inactive", "pending"],
                "default": "active",
            ], "verified": ["type": "boolean", "description": "Verification status", "default": true],
        ]
        let question = Fixture.elicitation("Please review the values", properties, required: [])
        guard let answer = await context.ask(question) else { return unanswered }
        return Fixture.result(Fixture.text("Elicitation completed: \(words(answer))"))
    }

    private static let enums = FixtureTool(
        "test_elicitation_sep1330_enums", "Asks for choices of every form", streams: true
    ) { _, context in
        let plain: JSON = ["option1", "option2", "option3"]
        let titled: JSON = [
            ["const": "value1", "title": "First Option"], ["const": "value2", "title": "Second Option"],
            ["const": "value3", "title": "Third Option"],
        ]
        let properties: JSONObject = [
            "untitledSingle": ["type": "string", "enum": plain], "titledSingle": ["type": "string", "oneOf": titled],
            "legacyEnum": [
                "type": "string", "enum": ["opt1", "opt2", "opt3"],
                "enumNames": ["Option One", "Option Two", "Option Three"],
            ], "untitledMulti": ["type": "array", "items": ["type": "string", "enum": plain]],
            "titledMulti": ["type": "array", "items": ["anyOf": titled]],
        ]
        guard let answer = await context.ask(Fixture.elicitation("Please choose", properties, required: [])) else {
            return unanswered
        }
        return Fixture.result(Fixture.text("Elicitation completed: \(words(answer))"))
    }

    private static let unanswered = Fixture.result(Fixture.text("The client did not answer"), isError: true)

    private static func words(_ answer: JSON) -> String {
        "action=\(answer["action"]?.string ?? ""), content=\(answer["content"]?.text ?? "{}")"
    }
}
