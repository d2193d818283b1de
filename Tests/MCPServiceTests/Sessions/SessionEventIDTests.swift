import EventStore
import Testing

@testable import MCPService

@Suite("The id of an event of a session")
struct SessionEventIDTests {
    @Test("says of which stream it is and where in the log, and is read back")
    func roundTrip() {
        for channel in [nil, Position(7)] {
            let id = SessionEventID(channel: channel, position: Position(42))
            #expect(SessionEventID(id.description) == id)
        }
        #expect(SessionEventID(channel: nil, position: Position(42)).description == "n.42")
    }

    @Test(
        "is none where it is anything else",
        arguments: ["", ".", "n", "n.", "n.x", "1.2.3", "-1.5", "m.5", "1.99999999999999999999999"])
    func faults(text: String) { #expect(SessionEventID(text) == nil) }
}
