import EventStore

/// A tool that may have a question before it begins, for clients that can put it to a person.
protocol AskingTool: Tool {
    /// What has to be asked about a call; nil where nothing.
    ///
    /// - Parameter arguments: as the client sent them, not checked yet.
    func question(about arguments: JSONObject) -> ToolQuestion?
}

/// A question with a small form, and what the answer does to the arguments of the call.
struct ToolQuestion: Sendable {
    /// Names the answer.
    let key: String
    let message: String
    /// The form: flat, as every client can show it.
    let schema: JSONObject
    /// The arguments with the answer in them; nil where the answer means no.
    let answered: @Sendable (JSONObject) -> JSONObject?

    var request: JSON {
        [
            "method": "elicitation/create",
            "params": ["mode": "form", "message": .string(message), "requestedSchema": .object(schema)],
        ]
    }
}
