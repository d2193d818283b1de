import Testing

@testable import EventStore

@Suite("Points at which work gives way")
struct YieldPointTests {
    @Test("are passed by whoever comes by, and stop at none")
    func passed() async {
        YieldPoint.pass()
        #expect(!YieldPoint.isActive)
        await YieldPoint.$isActive.withValue(true) {
            YieldPoint.pass()
            let inherited = await withTaskGroup(of: Bool.self) { group in
                group.addTask { YieldPoint.isActive }
                return await group.next()
            }
            #expect(inherited == true)
        }
    }
}
