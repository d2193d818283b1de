import Access
import EventStore
import HTTPTypes
import Projections

extension RPCError {
    /// What HTTP says beside an error's JSON.
    struct HTTPForm: Equatable, Sendable {
        let status: Int
        var fields: [HTTPField] = []
    }

    /// The headers of an answer with this error.
    var httpFields: [HTTPField] {
        let wait = retryAfterSeconds.map { [HTTPField(name: .retryAfter, value: String($0))] } ?? []
        return wait + (http?.fields ?? [])
    }

    /// Somebody did not prove who they are.
    ///
    /// - Parameter wait: seconds until another attempt is listened to, where they are locked out.
    static func refused(_ refusal: Refusal, wait: Double? = nil) -> RPCError {
        var fields: [HTTPField] = []
        if refusal.httpStatus == 401 { fields.append(HTTPField(name: .wwwAuthenticate, value: refusal.challenge)) }
        var data: JSONObject = ["reason": wait == nil ? "authentication" : "locked_out"]
        if let wait { data["retryAfterSeconds"] = .int(max(1, Int(wait.rounded(.up)))) }
        return RPCError(
            Refusal.rpcCode, refusal.message, data: .object(data),
            http: HTTPForm(status: refusal.httpStatus, fields: fields))
    }

    /// They may not; the code of the reference API.
    static func denied(_ permission: Permission, _ challenge: Challenge) -> RPCError {
        let field = HTTPField(name: .wwwAuthenticate, value: challenge.insufficientScope(for: permission))
        return RPCError(
            -32002, "Not permitted: \(String(permission.description.prefix(200)))", data: ["reason": "not_permitted"],
            http: HTTPForm(status: 403, fields: [field]))
    }

    /// The same for a revision: in 2026-07-28 the code of the reference API means something else, and may not be sent.
    func denial(in revision: ProtocolRevision) -> RPCError {
        revision.isModern ? RPCError(-31002, message, data: data, http: http) : self
    }

    /// They asked too much; `Retry-After` follows from the data.
    static func limited(_ admission: Admission, usage: [Admission]) -> RPCError {
        var fields: [HTTPField] = []
        if let name = LimitStanding.policy, let value = LimitAnswer.policyField(usage) {
            fields.append(HTTPField(name: name, value: value))
        }
        if let name = LimitStanding.limit, let value = LimitAnswer.field(admission) {
            fields.append(HTTPField(name: name, value: value))
        }
        return RPCError(
            LimitAnswer.rpcCode, LimitAnswer.message(admission), data: LimitAnswer.data(admission),
            http: HTTPForm(status: 429, fields: fields))
    }

    /// So many of their tool calls are under way.
    static func tooManyCalls(_ limit: Int) -> RPCError {
        RPCError(
            LimitAnswer.rpcCode, "Too many calls at once: \(limit) may be under way; try again when one is done",
            data: ["reason": "too_many_at_once", "limit": .int(limit), "retryAfterSeconds": 1],
            http: HTTPForm(status: 429))
    }

    /// So many signatures are remembered that another cannot be told from a repeated one.
    static let tooManySignatures = RPCError(
        -32005, "Too many signed requests; try again later", data: ["reason": "overloaded", "retryAfterSeconds": 60],
        http: HTTPForm(status: 503))
}
