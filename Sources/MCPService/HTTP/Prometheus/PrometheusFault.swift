import HTTPTypes
import PromQL

/// Why a call to the Prometheus API has no data: what the envelope says, and the HTTP status that goes with it.
struct PrometheusFault: Error, Equatable {
    enum Kind: String {
        case badData = "bad_data"
        case execution, timeout, canceled, `internal`, unavailable
        case notFound = "not_found"
    }

    let kind: Kind
    let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// A parameter that cannot be used, in the words of Prometheus.
    static func parameter(_ name: String, _ reason: String) -> PrometheusFault {
        PrometheusFault(.badData, "invalid parameter \"\(name)\": \(reason)")
    }

    init(_ error: any Error) {
        switch error {
        case let fault as PrometheusFault: self = fault
        case let error as ParseError:
            self.init(.badData, "invalid parameter \"query\": \(error.description)")
        case let error as QueryError: self.init(Kind(rawValue: error.kind) ?? .execution, error.description)
        case is CancellationError: self.init(.canceled, "the query was cancelled")
        default: self.init(.internal, "\(error)")
        }
    }

    var status: HTTPResponse.Status {
        switch kind {
        case .badData: .badRequest
        case .execution: .unprocessableContent
        case .timeout, .canceled, .unavailable: .serviceUnavailable
        case .internal: .internalServerError
        case .notFound: .notFound
        }
    }
}
