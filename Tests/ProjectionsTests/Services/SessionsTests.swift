import EventStore
import Projections
import TestKit
import Testing

@Suite("The open sessions")
struct SessionsTests {
    private func event(_ fact: any Event, of session: String, at position: UInt64, by principal: String = "ann")
        -> RecordedEvent
    {
        let one = recorded([Happening(fact, metadata: EventMetadata(principal: principal))])[0]
        return RecordedEvent(
            position: Position(position), time: one.time, stream: SessionEvents.stream(of: session),
            revision: .first, type: one.type, version: one.version, metadata: one.metadata, payload: one.payload)
    }

    @Test("remember whose they are and what they want to hear of, until they are closed")
    func life() {
        var sessions = Sessions()
        sessions.apply(event(SessionOpened(revision: "2025-11-25", client: nil), of: "a", at: 1))
        let wanted = SessionPreferencesSet(resources: ["task://t"], lists: ["tools"], logLevel: "info")
        sessions.apply(event(wanted, of: "a", at: 2))
        sessions.apply(event(wanted, of: "unknown", at: 3))
        #expect(sessions["a"]?.principal == "ann")
        #expect(sessions["a"]?.lists == ["tools"])
        #expect(sessions.count == 1)
        sessions.apply(event(SessionClosed(), of: "a", at: 4))
        #expect(sessions["a"] == nil)
    }

    @Test("are bounded: those opened first give way")
    func bound() {
        var sessions = Sessions()
        for number in 0...Sessions.limit {
            let fact = SessionOpened(revision: "2025-11-25", client: nil)
            sessions.apply(event(fact, of: "s\(number)", at: UInt64(number + 1)))
        }
        #expect(sessions.count == Sessions.limit)
        #expect(sessions["s0"] == nil)
    }
}
