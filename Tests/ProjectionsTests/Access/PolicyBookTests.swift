import EventStore
import Projections
import TestKit
import Testing

@Suite("The policy book")
struct PolicyBookTests {
    @Test("holds the last form of each role, and counts the changes")
    func roles() {
        Given(
            PolicyBook.self, RoleSaved(name: "editor", allow: ["a"], deny: []),
            RoleSaved(name: "editor", allow: ["b"], deny: ["c"]), RoleSaved(name: "ops", allow: [], deny: []),
            RoleRemoved(name: "ops"), RoleRemoved(name: "nobody")
        )
        .then { book in
            #expect(book.roles == [RoleSaved(name: "editor", allow: ["b"], deny: ["c"])])
            #expect(book.changes == 4)
        }
    }

    @Test("has an end")
    func bounds() {
        let book = PolicyBook(folding: recorded((0..<500).map { RoleSaved(name: "r\($0)", allow: [], deny: []) }))
        #expect(book.roles.count == PolicyBook.roleLimit)
    }
}

@Suite("Revoked tokens")
struct RevokedTokensTests {
    @Test("are those named, and all of a subject that were issued before")
    func revocation() {
        Given(RevokedTokens.self, TokenRevoked(token: "j1", reason: ""), TokenRevoked(subject: "ann", reason: ""))
            .then { revoked, now in
                #expect(revoked.isRevoked(token: "j1", subject: "bob", issuedAt: 0))
                #expect(!revoked.isRevoked(token: "j2", subject: "bob", issuedAt: 0))
                #expect(revoked.isRevoked(token: "j2", subject: "ann", issuedAt: now.nanoseconds))
                #expect(revoked.isRevoked(token: nil, subject: "ann", issuedAt: nil))
                #expect(!revoked.isRevoked(token: "j2", subject: "ann", issuedAt: now.nanoseconds + 1))
            }
    }
}
