public import EventStore

/// Keeps alerts from being told for a while.
public struct SilenceAlerts: Tool {
    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ToolDefinition(
        name: "silence_alerts", title: "Silence alerts",
        description: "Tells nobody of alerts that match, for some time; they stay in list_alerts.",
        category: "alerts",
        inputSchema: Schema.object(
            [
                (
                    "matchers",
                    Schema.strings(
                        "Such as alertname=\"high_error_rate\"; all must match", least: 1, most: 20,
                        item: ["type": "string"])
                ), ("seconds", Schema.number("How long", 1...AlertDesk.longestSilence, standard: 3600)),
                ("comment", Schema.string("Why", least: 1, most: 500)),
            ], required: ["matchers", "comment"]),
        outputSchema: Schema.result(
            [("message", Schema.string("What was done")), ("silence", Schema.object("The silence, with its id"))],
            required: ["message", "silence"]),
        isReadOnly: false, waitsForTask: false, icon: .bell)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let silence = try await ToolError.reading {
            try await AlertDesk(sight, context).silence(.object(arguments))
        }
        return ["message": .string("Silent until \(silence["end"]?.string ?? "then")"), "silence": silence]
    }
}
