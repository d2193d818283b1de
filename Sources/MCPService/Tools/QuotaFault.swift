import EventStore
import Projections

/// Why there is no room for a task.
enum QuotaFault: Error {
    case quota(QuotaRefusal)
    /// Everybody's tasks together are too many.
    case full(open: Int, limit: Int, asked: Int)

    var code: ToolError.Code {
        switch self {
        case .quota: .quotaExceeded
        case .full: .overloaded
        }
    }

    var message: String {
        switch self {
        case .quota(let refusal): refusal.message
        case .full(let open, let limit, let asked):
            "The queue is full: \(open) of \(limit) tasks are open and this asks for \(asked); try again later"
        }
    }

    func admission(of user: String) -> Admission {
        switch self {
        case .quota(let refusal): refusal.admission(of: user)
        case .full(let open, let limit, _):
            Admission(
                isAdmitted: false, policy: "queued-tasks", key: "all", quota: limit, window: 0,
                remaining: max(0, limit - open), resetSeconds: 10, retrySeconds: 10)
        }
    }

    /// What the client gets: HTTP 429 for its own quota, 503 where the service is full.
    var error: RPCError {
        switch self {
        case .quota(let refusal):
            RPCError(LimitAnswer.rpcCode, message, data: refusal.data, http: RPCError.HTTPForm(status: 429))
        case .full(let open, let limit, let asked):
            RPCError(
                -32603, message,
                data: [
                    "reason": "queue_full", "limit": .int(limit), "used": .int(open), "asked": .int(asked),
                    "retryAfterSeconds": 10,
                ], http: RPCError.HTTPForm(status: 503))
        }
    }
}
