import Foundation
import Testing

@testable import EventStore

@Suite("A timestamp")
struct TimestampTests {
    @Test("is written and read as ISO 8601", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let time = Timestamp(
            nanoseconds: Int64.random(in: -2_000_000_000...4_000_000_000, using: &random) * 1_000_000_000 + 123_456_000)
        #expect(Timestamp(iso8601: time.iso8601) == time)
    }

    @Test("agrees with Foundation's calendar")
    func foundation() throws {
        let time = Timestamp(nanoseconds: 1_709_210_096_000_000_000)
        #expect(time.iso8601 == "2024-02-29T12:34:56.000000Z")
        let date = try Date("2024-02-29T12:34:56Z", strategy: .iso8601)
        #expect(date.timeIntervalSince1970 == time.seconds)
    }

    @Test("reads offsets and fractions", arguments: ["2024-02-29T14:34:56.5+02:00", "2024-02-29T12:34:56.500000000Z"])
    func offsets(text: String) {
        #expect(Timestamp(iso8601: text)?.iso8601 == "2024-02-29T12:34:56.500000Z")
    }

    @Test(
        "refuses what is no time",
        arguments: ["", "2024-13-01T00:00:00Z", "2024-02-29 12:34:56Z", "2024-02-29T12:34:56", "x"])
    func refusing(text: String) { #expect(Timestamp(iso8601: text) == nil) }

    @Test("is not read from a year that it cannot reach", arguments: ["9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z"])
    func unreachable(text: String) { #expect(Timestamp(iso8601: text) == nil) }
}
