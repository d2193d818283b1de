import EventStore
import Projections
import TestKit
import Testing

@Suite("Nonces")
struct SeenNoncesTests {
    private func request(_ nonce: String?) -> RequestReceived {
        RequestReceived(
            request: "r", transport: "http", revision: "", method: "ping", rpcID: nil, client: nil, params: [:],
            access: RequestAccess(role: "user", address: nil, units: 1, nonce: nonce))
    }

    @Test("work once, for as long as their signatures could be valid")
    func once() {
        var nonces = SeenNonces()
        let start = ManualClock.start
        #expect(nonces.take("k/1", at: start) == .fresh)
        #expect(nonces.take("k/1", at: start) == .repeated)
        #expect(nonces.take("k/1", at: start.advanced(bySeconds: 601)) == .repeated)
        #expect(nonces.take("k/2", at: start) == .fresh)
        #expect(nonces.take("other/1", at: start) == .fresh)
        #expect(nonces.take("k/1", at: start.advanced(bySeconds: 605)) == .fresh)
    }

    @Test("that the log has seen do not work after a restart")
    func restart() {
        let given = Given(SeenNonces.self, request("k/1"), request(nil), request("k/2"))
        var nonces = given.value
        #expect(nonces.take("k/1", at: given.now) == .repeated)
        #expect(nonces.take("k/2", at: given.now) == .repeated)
        #expect(nonces.take("k/3", at: given.now) == .fresh)
    }

    @Test("beyond what is remembered are refused rather than taken twice")
    func bounds() {
        var nonces = SeenNonces()
        let start = ManualClock.start
        for number in 0..<SeenNonces.limit { _ = nonces.take("k/\(number)", at: start) }
        #expect(nonces.take("k/new", at: start.advanced(bySeconds: 1)) == .full)
        #expect(nonces.take("k/7", at: start.advanced(bySeconds: 1)) == .repeated)
        #expect(nonces.take("k/new", at: start.advanced(bySeconds: 605)) == .fresh)
        #expect(nonces.count == 1)
    }
}
