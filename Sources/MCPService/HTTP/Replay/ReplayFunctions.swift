public import EventStore
public import Projections

/// What running recorded calls again does for the routes and tools, handed in by whoever can build a whole service.
public struct ReplayFunctions: Sendable {
    public enum Fault: Error, Sendable, CustomStringConvertible {
        /// There is no such call.
        case unknown(String)
        /// As many as may be at once are being run.
        case busy(String)

        public var description: String {
            switch self {
            case .unknown(let reason), .busy(let reason): reason
            }
        }
    }

    /// Runs one call again and tells what differs.
    let request: @Sendable (_ reference: CallReference) async throws -> JSON
    /// Runs the latest calls of a tool again: those that failed, those that did not, or all.
    let latest: @Sendable (_ tool: String?, _ failing: Bool?, _ last: Int) async throws -> JSON

    public init(
        request: @escaping @Sendable (CallReference) async throws -> JSON,
        latest: @escaping @Sendable (String?, Bool?, Int) async throws -> JSON
    ) {
        self.request = request
        self.latest = latest
    }
}
