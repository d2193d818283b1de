public import EventStore

/// What a client is told of the limits: HTTP header values and the data of a JSON-RPC error.
///
/// Header fields of draft-ietf-httpapi-ratelimit-headers-11.
public enum LimitAnswer {
    /// The code of the reference API for requests beyond a limit.
    public static let rpcCode = -32004

    /// `RateLimit-Policy`: the limits that apply, such as `"user-minute";q=100;w=60`; nil where there is none.
    public static func policyField(_ usage: [Admission]) -> String? {
        guard !usage.isEmpty else { return nil }
        return usage.map { "\"\($0.policy)\";q=\($0.quota);w=\($0.window)" }.joined(separator: ", ")
    }

    /// `RateLimit`: what is left of the limit nearest to its end, such as `"user-minute";r=42;t=17`.
    public static func field(_ admission: Admission) -> String? {
        guard !admission.policy.isEmpty else { return nil }
        return "\"\(admission.policy)\";r=\(admission.remaining);t=\(wholeSeconds(admission.resetSeconds))"
    }

    /// `Retry-After`, at least a second; nil where the request was admitted.
    public static func retryAfter(_ admission: Admission) -> String? {
        admission.isAdmitted ? nil : "\(max(1, wholeSeconds(admission.retrySeconds)))"
    }

    /// The data of the JSON-RPC error: the same numbers, and the exact wait.
    public static func data(_ admission: Admission) -> JSON {
        [
            "reason": "rate_limited", "policy": .string(admission.policy), "quota": .int(admission.quota),
            "window": .int(admission.window), "remaining": .int(admission.remaining),
            "resetSeconds": .int(wholeSeconds(admission.resetSeconds)),
            "retryAfterSeconds": .int(max(1, wholeSeconds(admission.retrySeconds))),
            "retryAfterMs": .int(Int((admission.retrySeconds * 1000).rounded(.up))),
        ]
    }

    /// What people read.
    public static func message(_ admission: Admission) -> String {
        "Rate limit exceeded: \(admission.quota) units in \(admission.window) s (\(admission.policy));"
            + " try again in \(max(1, wholeSeconds(admission.retrySeconds))) s"
    }

    /// Rounded up, so that whoever waits so long has waited long enough.
    private static func wholeSeconds(_ seconds: Double) -> Int { Int(min(seconds, 1e9).rounded(.up)) }
}
