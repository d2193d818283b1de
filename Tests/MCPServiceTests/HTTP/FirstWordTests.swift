import Testing

@testable import MCPService

@Suite("The first word")
struct FirstWordTests {
    @Test("is heard by who came before it, and by who comes after")
    func heard() async {
        let early = FirstWord<String>()
        async let word = early.heard()
        early.say("one")
        early.say("two")
        #expect(await word == "one")
        let late = FirstWord<String>()
        late.say("one")
        #expect(await late.heard() == "one")
    }
}
