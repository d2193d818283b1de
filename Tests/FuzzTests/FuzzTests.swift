import Testing

/// Messages that were changed at random are refused or read, and nothing else.
///
/// A few thousand inputs for each target here, the same ones each time; `scripts/soak fuzz` reads as many as it has time
/// for.
@Suite("Changed messages")
struct FuzzTests {
    private static let settings = FuzzRun.Settings()

    private static let names = FuzzTargets.all.map { $0.name }.filter {
        settings.target == nil || settings.target == $0
    }

    @Test("neither end nor hold up the service", arguments: names)
    func survive(name: String) async throws {
        for type in FuzzTargets.all where type.name == name {
            let target = try await type.init()
            let (inputs, slowest) = try FuzzRun(Self.settings).run(target, name: name)
            #expect(inputs > 0)
            print("fuzz \(name): \(inputs) inputs, the slowest \(Int(slowest * 1e6)) us of a processor")
        }
    }

    @Test("follow from the seed and their number alone")
    func reproducible() {
        let seeds = [Array("{\"a\":[1,2,3]}".utf8), Array("[]".utf8)]
        let inputs = { (seed: UInt64) in
            var mutator = Mutator(seed: seed, seeds: seeds, pieces: [])
            return (0..<20).map { _ in mutator.next() }
        }
        #expect(inputs(7) == inputs(7) && inputs(7) != inputs(8))
    }
}
