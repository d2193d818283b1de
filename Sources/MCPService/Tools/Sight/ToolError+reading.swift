import EventStore
import Projections

extension ToolError {
    /// The answer of `body`, or what was wrong with the question.
    ///
    /// The same faults as the routes know, in the words of a tool.
    static func reading<Answer>(_ body: () async throws -> Answer) async throws(ToolError) -> Answer {
        do { return try await body() } catch { throw ToolError(error) }
    }

    private init(_ error: any Error) {
        switch error {
        case let error as ToolError: self = error
        case let error as ParameterError: self.init(.invalidInput, "Invalid input: \(error.message)")
        case let fault as AlertFunctions.Fault: self.init(.invalidInput, "Invalid input: \(fault.message)")
        case ReplayFunctions.Fault.unknown(let reason):
            self.init(.notFound, reason, hint: "search_events of type 'tool.completed' names calls")
        case ReplayFunctions.Fault.busy(let reason): self.init(.overloaded, reason)
        case ProjectionError.notYet(let position, let head):
            self.init(.invalidInput, "Invalid input: \(ProjectionError.notYet(position, head: head).description)")
        case let error as ProjectionError: self.init(.overloaded, error.description, hint: Self.again)
        case let fault as PrometheusFault: self.init(Self.code(of: fault), fault.message)
        case SeriesError.rebuilding: self.init(.overloaded, SeriesError.rebuilding.description, hint: Self.again)
        case let error as AppendError: self.init(.overloaded, error.description, hint: Self.again)
        case is CancellationError: self.init(.cancelled, "The call was cancelled")
        default: self.init(.failed, "The log cannot be read")
        }
    }

    private static let again = "try again shortly"

    private static func code(of fault: PrometheusFault) -> Code {
        switch fault.kind {
        case .badData: .invalidInput
        case .unavailable: .overloaded
        case .timeout: .timedOut
        case .canceled: .cancelled
        case .notFound: .notFound
        case .execution, .internal: .failed
        }
    }
}
