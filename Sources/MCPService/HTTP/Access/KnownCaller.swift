import Access
import HTTPTypes

/// Whoever sent the last call of a connection, and the header that proved it.
struct KnownCaller: Sendable {
    let person: Gate.Known
    private let authorization: CredentialDigest

    /// Nil where it was not that header, or the proof is of one request only.
    init?(_ head: some CallHead, _ person: Gate.Known?) {
        guard let person, let authorization = head.value(of: .authorization) else { return nil }
        self.person = person
        self.authorization = CredentialDigest(authorization)
    }

    /// Whether a request shows the same header and nothing else of its sender.
    func shows(_ head: some CallHead) -> Bool {
        guard head.count(of: .authorization) == 1, !Presented.showsMore(thanAuthorization: head) else { return false }
        return head.value(of: .authorization).map(CredentialDigest.init) == authorization
    }
}
