import EventStore

/// Calls tools of a service, wherever it is.
protocol ServiceClient: Sendable {
    /// - Parameter progress: a fraction of 1 and words for people.
    /// - Throws: ``Failure`` with the service's own words where the tool refused or failed.
    func call(
        _ tool: String, _ arguments: JSONObject, progress: @escaping @Sendable (Double, String) -> Void
    ) async throws -> JSONObject
}

/// What a response message says: the tool's structured result, or why there is none.
enum ToolAnswer {
    static func result(in message: JSON) throws -> JSONObject {
        if let error = message["error"] { throw Failure(error["message"]?.string ?? error.text) }
        guard let result = message["result"] else { throw Failure("the service sent no result: \(message.text)") }
        if result["isError"] == true { throw Failure(result["content"]?[0]?["text"]?.string ?? result.text) }
        guard let output = result["structuredContent"]?.object else {
            throw Failure("the result holds no structured content: \(result.text)")
        }
        return output
    }
}
