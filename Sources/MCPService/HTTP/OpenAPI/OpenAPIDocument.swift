import EventStore

/// Writes the document: paths from the routes, bodies of calls from the tools' own schemas.
struct OpenAPIDocument: Sendable {
    let server: ServerIdentity
    let tools: ToolRegistry
    let routes: [RouteDescriptionLine]

    var json: JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": .string(server.title), "version": .string(server.version),
                "description": "Short videos, and everything that happened while they were made.",
            ], "paths": .object(paths), "components": ["schemas": .object(schemas)],
        ]
    }

    /// Routes that answer anything at all, or only that there is nothing, are no part of the interface.
    private var described: [RouteDescriptionLine] {
        routes.filter { !$0.path.contains("*") && !($0.path == "/mcp" && $0.method != "post") }
    }

    private var paths: JSONObject {
        var paths: JSONObject = [:]
        for route in described.sorted(by: { ($0.path, $0.method) < ($1.path, $1.method) }) {
            var item = paths[route.path]?.object ?? [:]
            item[route.method] = operation(route)
            paths[route.path] = .object(item)
        }
        return paths
    }

    private func operation(_ route: RouteDescriptionLine) -> JSON {
        let text =
            texts[route] ?? RouteText(route.method, route.path, "other", "\(route.method.uppercased()) \(route.path)")
        var operation: JSONObject = ["tags": [.string(text.tag)], "summary": .string(text.summary)]
        let parameters = Self.pathParameters(of: route.path) + text.query.compactMap(Self.parameter)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body = text.body {
            operation["requestBody"] = [
                "required": true, "content": .object([text.bodyType: ["schema": body]]),
            ]
        }
        return .object(operation.merging(Self.answers(text)))
    }

    private var texts: [RouteDescriptionLine: RouteText] {
        Dictionary((RouteText.all + calls).map { ($0.route, $0) }) { first, _ in
            preconditionFailure("\(first.route) is described twice")
        }
    }

    /// The calls of tools: each tool's own schema for its parameters.
    private var calls: [RouteText] {
        [
            RouteText(
                "post", "/v1/mcp/tools/call", "tools", "Call a tool", body: ["$ref": "#/components/schemas/ToolCall"]),
            RouteText(
                "post", "/v1/mcp/tools/batch", "tools", "Call several tools",
                body: [
                    "type": "object", "required": ["requests"],
                    "properties": [
                        "requests": [
                            "type": "array", "minItems": 1, "maxItems": 100,
                            "items": ["$ref": "#/components/schemas/ToolCall"],
                        ], "max_concurrent": ["type": "integer", "minimum": 1, "maximum": 10, "default": 5],
                        "fail_fast": ["type": "boolean", "default": false],
                    ],
                ]),
        ]
    }

    private var schemas: JSONObject {
        let variants = tools.all.map(\.definition).map { tool -> JSON in
            [
                "type": "object", "required": ["tool_name", "parameters"], "title": .string(tool.title),
                "properties": [
                    "tool_name": ["const": .string(tool.name)], "parameters": .object(tool.inputSchema),
                    "use_cache": ["type": "boolean", "default": true],
                    "timeout": ["type": "number", "minimum": 1, "maximum": 3600, "default": 30],
                ],
            ]
        }
        return [
            "ToolCall": ["oneOf": .array(variants)],
            "Problem": [
                "type": "object", "required": ["title", "status", "detail"],
                "properties": [
                    "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
                    "detail": ["type": "string"], "field": ["type": "string"],
                ],
            ],
        ]
    }

    private static func answers(_ text: RouteText) -> JSONObject {
        let problem: JSON = [
            "description": "What was wrong, as a problem (RFC 9457) or in the form of the interface",
            "content": [
                "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]],
                "application/json": ["schema": ["type": "object"]], "text/plain": ["schema": ["type": "string"]],
            ],
        ]
        let schema = text.answerType == "application/json" ? text.answer : [:]
        var content: JSONObject = [text.answerType: ["schema": schema]]
        if let other = text.otherType { content[other] = ["schema": ["type": "string"]] }
        let success: JSON = ["description": "What was asked for", "content": .object(content)]
        return ["responses": .object([text.status: success, "default": problem])]
    }

    private static func pathParameters(of path: String) -> [JSON] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            [
                "name": .string(String($0.dropFirst().dropLast())), "in": "path", "required": true,
                "schema": ["type": "string"],
            ]
        }
    }

    private static func parameter(_ key: String) -> JSON? {
        RouteParameters.all[key].map { ["name": .string($0.name), "in": "query", "schema": $0.schema] }
    }
}
