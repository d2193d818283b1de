/// A token whose signature and claims are right.
struct VerifiedToken: Equatable, Sendable {
    let principal: Principal
    let id: String?
    let issuedAt: Int64?
    /// Nanoseconds, without the leeway.
    let expires: Int64
    let notBefore: Int64?
}
