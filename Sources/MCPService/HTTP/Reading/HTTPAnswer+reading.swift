import EventStore
import Hummingbird
import Projections

extension HTTPAnswer {
    /// The answer of `body`, or what was wrong with the question.
    static func reading(_ body: () async throws -> HTTPAnswer) async -> HTTPAnswer {
        do {
            return try await body()
        } catch let error as ParameterError {
            return .problem(.badRequest, error.message, field: error.field)
        } catch ProjectionError.notYet(let position, let head) {
            return .problem(.badRequest, ProjectionError.notYet(position, head: head).description, field: "at")
        } catch let error as ProjectionError {
            return .problem(.serviceUnavailable, error.description, headers: [.retryAfter: "1"])
        } catch let error as PrometheusFault where error.kind == .unavailable {
            return .problem(.serviceUnavailable, error.message, headers: [.retryAfter: "1"])
        } catch SeriesError.rebuilding {
            return .problem(.serviceUnavailable, SeriesError.rebuilding.description, headers: [.retryAfter: "1"])
        } catch {
            return .problem(.internalServerError, "the log cannot be read")
        }
    }
}
