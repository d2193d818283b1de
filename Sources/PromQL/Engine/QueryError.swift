/// Why an expression that can be read has no value.
public enum QueryError: Error, Equatable, Sendable {
    /// The request itself makes no sense, such as a step of zero.
    case badRequest(String)
    /// The data do not fit the expression, such as a many-to-many match.
    case execution(String)
    /// Samples read and values made exceed the limit.
    case tooManySamples(limit: Int)
    /// A selector or an intermediate result has more series than the limit.
    case tooManySeries(limit: Int)
    /// A range query has more steps than the limit.
    case tooManySteps(limit: Int)
    case timedOut(limit: Duration)
    /// The task that asked was cancelled.
    case cancelled
}

extension QueryError: CustomStringConvertible {
    /// In the words of Prometheus, with the limit named.
    public var description: String {
        switch self {
        case .badRequest(let message), .execution(let message): message
        case .tooManySamples(let limit):
            "query processing would load too many samples into memory in query execution (limit: samples = \(limit))"
        case .tooManySeries(let limit): "query would process too many series (limit: series = \(limit))"
        case .tooManySteps(let limit):
            "exceeded maximum resolution of \(Self.grouped(limit)) points per timeseries. "
                + "Try decreasing the query resolution (?step=XX) (limit: steps = \(limit))"
        case .timedOut(let limit): "query timed out in expression evaluation (limit: timeout = \(limit))"
        case .cancelled: "query was canceled in expression evaluation"
        }
    }

    private static func grouped(_ number: Int) -> String {
        let digits = Array("\(number)")
        return digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text += "," }
            text.append(digit.element)
        }
    }

    /// The kind of the error in Prometheus' HTTP API: `bad_data`, `execution`, `timeout` or `canceled`.
    public var kind: String {
        switch self {
        case .badRequest, .tooManySteps: "bad_data"
        case .execution, .tooManySamples, .tooManySeries: "execution"
        case .timedOut: "timeout"
        case .cancelled: "canceled"
        }
    }

    static let sameLabels = QueryError.execution("vector cannot contain metrics with the same labelset")
}
