import PromQL
import Testing

@Suite("Durations")
struct DurationTextTests {
    @Test(
        "a duration is the sum of its parts",
        arguments: [
            ("5m", 300_000), ("1h30m", 5_400_000), ("100ms", 100), ("1d", 86_400_000), ("2w", 1_209_600_000),
            ("1y", 31_536_000_000), ("1m30s500ms", 90_500), ("0", 0),
        ])
    func parse(text: String, milliseconds: Int64) throws {
        #expect(try DurationText.parse(text) == milliseconds)
    }

    @Test(
        "units go from large to small, each once, and not beyond what can be reckoned",
        arguments: [
            "", "5", "m", "5m5m", "5m1h", "5x", "-5m", "1.5h", "9999999999y", "300y",
        ])
    func refuse(text: String) {
        #expect(throws: DurationText.Fault.self) { try DurationText.parse(text) }
    }

    @Test(
        "a duration prints short, and reads back",
        arguments: [
            "5m", "1h30m", "100ms", "1d", "2w", "1y", "1m30s500ms", "8d", "366d", "0s",
        ])
    func format(text: String) throws {
        #expect(try DurationText.format(DurationText.parse(text)) == text)
    }
}
