import EventStore
import Testing

@Suite("A pattern over event types")
struct TypePatternTests {
    @Test(
        "matches letters for themselves and stars for any run",
        arguments: [
            ("alert.fired", "alert.fired", true), ("alert.fired", "alert.fire", false),
            ("alert.*", "alert.fired", true), ("alert.*", "alert.", true), ("alert.*", "alert", false), ("*", "", true),
            ("*", "task.failed", true),
            ("*.failed", "task.failed", true), ("*.failed", "task.failed.x", false), ("t*k.*d", "task.failed", true),
            ("t*k.*d", "task.failing", false), ("**", "x", true), ("", "", true), ("", "x", false),
        ])
    func matches(pattern: String, type: String, expected: Bool) {
        #expect(TypePattern(pattern).matches(EventType(type)) == expected)
    }
}
