import EventStore

/// The suite's tools that answer with a kind of content, report progress, or log.
enum FixtureContents {
    static var tools: [any Tool] { plain + [progress, logging, streamedLogging, schema, region, sum] }

    private static var plain: [any Tool] {
        [
            FixtureTool("test_simple_text", "Answers with a text") { _, _ in
                Fixture.result(Fixture.text("This is a simple text response for testing."))
            },
            FixtureTool("test_error_handling", "Fails") { _, _ in
                Fixture.result(Fixture.text("This tool intentionally returns an error for testing"), isError: true)
            },
            FixtureTool("test_image_content", "Answers with a picture") { _, _ in Fixture.result(Fixture.image) },
            FixtureTool("test_audio_content", "Answers with a sound") { _, _ in
                Fixture.result(["type": "audio", "data": .string(Fixture.wav), "mimeType": "audio/wav"])
            },
            FixtureTool("test_embedded_resource", "Answers with a resource") { _, _ in
                Fixture.result(
                    Fixture.resource("test://embedded-resource", "text/plain", "This is an embedded resource content."))
            },
            FixtureTool("test_multiple_content_types", "Answers with a text, a picture and a resource") { _, _ in
                Fixture.result(
                    Fixture.text("Multiple content types test:"), Fixture.image,
                    Fixture.resource(
                        "test://mixed-content-resource", "application/json", #"{"test":"data","value":123}"#))
            },
        ]
    }

    private static let progress = FixtureTool("test_tool_with_progress", "Reports progress", streams: true) {
        _, context in
        for step in [0.0, 50, 100] {
            context.report(progress: step, total: 100, message: "Completed step \(Int(step)) of 100")
            await pause()
        }
        return Fixture.result(Fixture.text("Tool with progress executed successfully"))
    }

    private static let logging = FixtureTool("test_tool_with_logging", "Logs", streams: true) { _, context in
        for text in ["Tool execution started", "Tool processing data", "Tool execution completed"] {
            context.log(.info, .string(text), logger: "test")
            await pause()
        }
        return Fixture.result(Fixture.text("Tool with logging executed successfully"))
    }

    private static let streamedLogging = FixtureTool(
        "test_logging_tool", "Logs where the request asks for it", streams: true
    ) { _, context in
        context.log(.info, "Tool execution started", logger: "test")
        return Fixture.result(Fixture.text("Logged"))
    }

    /// Kept to the letter, with everything that the tools of the product do without.
    private static let schema = FixtureTool(
        "json_schema_2020_12_tool", "Has a schema with everything",
        schema: [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
            "$defs": [
                "address": [
                    "$anchor": "addressDef", "type": "object",
                    "properties": ["street": ["type": "string"], "city": ["type": "string"]],
                ]
            ],
            "properties": [
                "name": ["type": "string"], "address": ["$ref": "#/$defs/address"],
                "contactMethod": ["type": "string", "enum": ["phone", "email"]],
                "phone": ["type": "string"], "email": ["type": "string"],
            ],
            "allOf": [["anyOf": [["required": ["phone"]], ["required": ["email"]]]]],
            "if": ["properties": ["contactMethod": ["const": "phone"]], "required": ["contactMethod"]],
            "then": ["required": ["phone"]], "else": ["required": ["email"]], "additionalProperties": false,
        ]
    ) { arguments, _ in
        Fixture.result(Fixture.text("JSON Schema 2020-12 tool called with: \(JSON.object(arguments).text)"))
    }

    /// Its argument travels in a header too.
    private static let region = FixtureTool(
        "test_x_mcp_header", "Has an argument that is a header",
        [
            ("region", ["type": "string", "x-mcp-header": "Region"])
        ]
    ) { arguments, _ in Fixture.result(Fixture.text("region: \(arguments["region"]?.string ?? "")")) }

    private static let sum = FixtureTool(
        "add", "Adds two numbers", [("a", ["type": "number"]), ("b", ["type": "number"])]
    ) { arguments, _ in
        let sum = (arguments["a"]?.number ?? 0) + (arguments["b"]?.number ?? 0)
        return Fixture.result(Fixture.text(JSON.double(sum).int.map(String.init) ?? "\(sum)"))
    }

    /// The suite wants notes one by one.
    private static func pause() async {
        // Cut short where the caller is gone: then nobody hears the rest.
        try? await Task.sleep(for: .milliseconds(50))
    }
}
