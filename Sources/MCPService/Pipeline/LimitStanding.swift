import HTTPTypes
import Projections

/// Where somebody stands after a request that was admitted: what a good answer tells of the limits.
struct LimitStanding: Sendable {
    /// The limit that is nearest to its end.
    let admission: Admission
    /// The limits that apply, as `RateLimit-Policy` has them.
    let policies: String

    /// Nil where no limit applies.
    init?(_ admission: Admission, policies: String?) {
        guard let policies, !admission.policy.isEmpty else { return nil }
        self.admission = admission
        self.policies = policies
    }

    /// The fields of an HTTP answer.
    var fields: [HTTPField] {
        guard let policy = Self.policy, let limit = Self.limit, let value = LimitAnswer.field(admission) else {
            return []
        }
        return [HTTPField(name: policy, value: policies), HTTPField(name: limit, value: value)]
    }

    static let policy = HTTPField.Name("RateLimit-Policy")
    static let limit = HTTPField.Name("RateLimit")
}
