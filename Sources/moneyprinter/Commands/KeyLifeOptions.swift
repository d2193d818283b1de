import ArgumentParser
import MCPService

/// How long a key lives.
struct KeyLifeOptions: ParsableArguments {
    @Option(help: "Days it lives, at most 366.")
    var days = KeyDesk.longestDays

    @Flag(help: "It never expires.")
    var never = false

    var limit: Int? { never ? nil : days }

    func validate() throws {
        guard (1...KeyDesk.longestDays).contains(days) else {
            throw ValidationError("--days is \(days): allowed is 1 to \(KeyDesk.longestDays)")
        }
    }
}
