public import EventStore

/// A task that a quota has no room for.
public struct QuotaRefusal: Error, Equatable, Sendable {
    public let quota: Quota
    public let limit: Int
    public let used: Int
    public let asked: Int
    /// Seconds after which to try again; nil where waiting would not help.
    public let retrySeconds: Double?

    /// For the log, as limits of requests are noted.
    public func admission(of principal: String) -> Admission {
        Admission(
            isAdmitted: false, policy: quota.rawValue, key: principal, quota: limit, window: 0,
            remaining: max(0, limit - used), resetSeconds: retrySeconds ?? 0, retrySeconds: retrySeconds ?? 0)
    }

    /// What people read.
    public var message: String {
        let words = "Quota \(quota.rawValue) exceeded: \(used) of \(limit) are used"
        return switch quota {
        case .diskBytes: words + "; files of your tasks must be removed first"
        case _ where asked > limit: words + ", and this asks for \(asked)"
        case .openTasks: words + " and this asks for \(asked); try again when tasks of yours are done"
        default: words + " and this asks for \(asked); a new day begins at midnight UTC"
        }
    }

    /// The data of the JSON-RPC error.
    public var data: JSON {
        var data: JSONObject = [
            "reason": "quota_exceeded", "quota": .string(quota.rawValue), "limit": .int(limit), "used": .int(used),
            "asked": .int(asked),
        ]
        if let retrySeconds { data["retryAfterSeconds"] = .int(max(1, Int(retrySeconds.rounded(.up)))) }
        return .object(data)
    }
}
