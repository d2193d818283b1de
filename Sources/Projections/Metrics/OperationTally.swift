package import EventStore

/// Turns request events into what metrics count: operations and tool calls that start and end.
///
/// An operation is a request. It ends in error where it was answered with a protocol error or its tool refused or
/// failed; a cancelled one is neither success nor error. The open requests are bounded; a start of the service
/// forgets them, for one process serves a log and whatever was open died with the last.
package struct OperationTally: Codable, Sendable {
    package enum Ending: String, CaseIterable, Codable, Sendable { case success, error, cancelled }

    /// Something that is counted.
    package enum Observation: Sendable {
        case started(method: String)
        case ended(method: String, Ending, seconds: Double)
        case tool(name: String, Ending, seconds: Double)
    }

    package static let consumes: [any Event.Type] = [
        RequestReceived.self, ToolCompleted.self, RequestCompleted.self, ServiceStarted.self,
    ]
    /// Open requests remembered; beyond them the oldest is taken for lost.
    package static let openLimit = 10_000

    /// A request that has not been answered.
    package struct Open: Codable, Sendable {
        package let request: String
        package let method: String
        package let since: Timestamp
        package fileprivate(set) var tool: String?
        fileprivate var toolEnding: Ending?
    }

    private var requests = RecentMap<String, Open>(limit: openLimit)

    package init() {}

    package var openCount: Int { requests.count }

    /// The open requests, the oldest first.
    package var open: [Open] { requests.ordered }

    package mutating func observe(_ event: RecordedEvent) -> Observation? {
        // By name first: comparing names costs a tenth of asking a value for its type.
        switch event.type {
        case RequestReceived.type: return event.body(as: RequestReceived.self).map { start($0, at: event.time) }
        case RequestCompleted.type: return event.body(as: RequestCompleted.self).map { end($0) }
        case ToolCompleted.type: return event.body(as: ToolCompleted.self).map { toolEnd($0) }
        case ServiceStarted.type:
            requests.removeAll()
            return nil
        default: return nil
        }
    }

    private mutating func start(_ fact: RequestReceived, at time: Timestamp) -> Observation {
        requests[fact.request] = Open(
            request: fact.request, method: fact.method, since: time, tool: fact.params["name"]?.string)
        return .started(method: fact.method)
    }

    private mutating func end(_ fact: RequestCompleted) -> Observation {
        let tool = requests[fact.request]?.toolEnding
        requests[fact.request] = nil
        return .ended(method: fact.method, fact.errorCode != nil ? .error : tool ?? .success, seconds: fact.seconds)
    }

    private mutating func toolEnd(_ fact: ToolCompleted) -> Observation {
        let ending: Ending =
            switch fact.outcome {
            case .success: .success
            case .toolError, .error: .error
            case .cancelled: .cancelled
            }
        if var open = requests[fact.request] {
            open.tool = fact.tool
            open.toolEnding = ending
            requests[fact.request] = open
        }
        return .tool(name: fact.tool, ending, seconds: fact.seconds)
    }
}
