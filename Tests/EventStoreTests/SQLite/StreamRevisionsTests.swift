import Testing

@testable import EventStore

@Suite("Revisions of some streams")
struct StreamRevisionsTests {
    private func stream(_ number: Int) -> HashedStream { HashedStream(StreamName("task", "\(number)")) }

    @Test("are the last ones noted, of each stream its own")
    func noting() {
        var revisions = StreamRevisions()
        for number in 0..<3000 { revisions.set(stream(number), to: Revision(UInt64(number))) }
        revisions.set(stream(7), to: Revision(9000))
        #expect(revisions.count == 3000)
        #expect(revisions[stream(7)] == Revision(9000))
        #expect(revisions[stream(2999)] == Revision(2999))
        #expect(revisions[stream(3000)] == nil)
    }

    @Test("are gone once forgotten")
    func forgetting() {
        var revisions = StreamRevisions()
        revisions.set(stream(1), to: Revision(5))
        revisions.removeAll()
        #expect(revisions.count == 0)
        #expect(revisions[stream(1)] == nil)
        revisions.set(stream(2), to: .first)
        #expect(revisions[stream(2)] == .first)
    }
}
