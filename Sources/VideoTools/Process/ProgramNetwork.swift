/// Takes the network away from programs that are started: each is then alone with an empty one of its own.
///
/// That needs Linux namespaces, which a machine may not permit to us.
public enum ProgramNetwork {
    /// The words before every command that tasks within a scope start; empty for none.
    @TaskLocal static var launcher: [String] = []

    /// The ways to be cut off, the best first: as the same user, in a namespace of one's own where need be.
    private static let ways = [
        ["--net", "--"], ["--user", "--map-current-user", "--net", "--"],
    ]

    /// The words that cut a program off here; nil where this machine does not permit it.
    public static func findLauncher() async -> [String]? {
        guard let unshare = ExternalProgram.locate("unshare") else { return nil }
        let program = ExternalProgram(executable: unshare, timeout: .seconds(5))
        for way in ways {
            // Any other end than success says that it is not permitted, whatever the reason.
            if let end = try? await program.run(way + ["true"]), end.status == 0 { return [unshare] + way }
        }
        return nil
    }

    /// Runs `body`, and every program that it starts, behind a launcher.
    public static func using<Value: Sendable>(
        _ launcher: [String], _ body: () async throws -> Value
    ) async rethrows -> Value {
        try await $launcher.withValue(launcher, operation: body)
    }
}
