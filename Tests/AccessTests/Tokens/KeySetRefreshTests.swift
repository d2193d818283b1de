import Access
import Testing

@Suite("A key set is fetched")
struct KeySetRefreshTests {
    private let second: Int64 = 1_000_000_000

    @Test("at first, every hour, and for an unknown key once a minute at most")
    func pace() {
        var refresh = KeySetRefresh()
        let asked = [0, 1, 3599, 3600].map { refresh.shouldFetch(at: $0 * second) }
        #expect(asked == [true, false, false, true])
        let unknown = (0..<6000).count { refresh.shouldFetch(at: (3600 + Int64($0) / 10) * second, isKeyMissing: true) }
        #expect(unknown == 9)
    }
}
