import EventStore
import HTTPTypes
import Hummingbird

extension HTTPAnswer {
    /// The answer of `body`, or what was wrong with what it was given.
    static func alerting(_ body: () async throws -> HTTPAnswer) async -> HTTPAnswer {
        await reading {
            do {
                return try await body()
            } catch let fault as AlertFunctions.Fault {
                return .problem(.badRequest, fault.message, field: fault.field)
            } catch let error as AppendError {
                return .problem(.serviceUnavailable, error.description, headers: [.retryAfter: "1"])
            }
        }
    }
}

extension HTTPCall {
    /// The body as text.
    func text(upTo limit: Int) async throws(AlertFunctions.Fault) -> String {
        guard let bytes = try? await body.collect(upTo: limit) else {
            throw AlertFunctions.Fault("the body is larger than \(limit) bytes")
        }
        return String(buffer: bytes)
    }

    /// The body, which must be a JSON object.
    func json(upTo limit: Int) async throws(AlertFunctions.Fault) -> JSON {
        let text = try await text(upTo: limit)
        do throws(JSONSyntaxError) {
            let json = try JSON(parsing: text)
            if json.object != nil { return json }
        } catch {
            throw AlertFunctions.Fault("the body is not JSON: \(error)")
        }
        throw AlertFunctions.Fault("the body must be a JSON object")
    }
}
