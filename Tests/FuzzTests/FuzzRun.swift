import Foundation
import Synchronization

/// Gives a target inputs, one after the other, and watches that each is over soon.
///
/// The number of an input and the seed make the input: a failure names both, and where the process died the file
/// ``place`` has the last of them.
final class FuzzRun: Sendable {
    struct Settings: Sendable {
        var seed: UInt64 = 1
        var from = 0
        var inputs: Int? = 1500
        /// In place of a number of inputs.
        var seconds: Double?
        /// Only this target; nil for all.
        var target: String?

        /// FUZZ_SEED, FUZZ_FROM, FUZZ_INPUTS, FUZZ_SECONDS and FUZZ_TARGET.
        init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
            if let text = environment["FUZZ_SEED"], let value = UInt64(text) { seed = value }
            if let text = environment["FUZZ_FROM"], let value = Int(text) { from = value }
            if let text = environment["FUZZ_INPUTS"], let value = Int(text) { inputs = value }
            if let text = environment["FUZZ_SECONDS"], let value = Double(text) { (seconds, inputs) = (value, nil) }
            target = environment["FUZZ_TARGET"]
        }
    }

    /// What one input may cost: processor seconds, which do not depend on how busy the machine is.
    static let bound = 2.0
    /// Seconds by the clock after which it is taken for a hang.
    private static let patience = 120.0

    private let settings: Settings
    private let current = Atomic<Int>(-1)

    init(_ settings: Settings) { self.settings = settings }

    /// - Returns: how many inputs were read, and the processor seconds of the slowest.
    func run(_ target: some FuzzTarget, name: String) throws -> (inputs: Int, slowest: Double) {
        let place = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(name).at")
        let file = open(place.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        let watch = startWatch(name)
        defer { watch.cancel() }
        let (seeds, pieces) = (target.seeds, target.pieces)
        let end = settings.seconds.map { Date().addingTimeInterval($0) }
        var (number, slowest) = (settings.from, 0.0)
        while settings.inputs.map({ number < settings.from + $0 }) ?? true, end.map({ Date() < $0 }) ?? true {
            current.store(number, ordering: .relaxed)
            Self.note(number, settings.seed, in: file)
            // Far apart, so that the inputs of two seeds are others.
            var mutator = Mutator(
                seed: settings.seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number), seeds: seeds, pieces: pieces)
            let input = mutator.next()
            let start = ThreadClock.seconds
            do { try target.read(input, &mutator) } catch {
                throw BrokenPromise("\(error) (\(said(number, name)))")
            }
            let spent = ThreadClock.seconds - start
            slowest = max(slowest, spent)
            guard spent < Self.bound else { throw BrokenPromise("took \(spent) s (\(said(number, name)))") }
            number += 1
        }
        return (number - settings.from, slowest)
    }

    private func said(_ number: Int, _ name: String) -> String {
        "FUZZ_TARGET=\(name) FUZZ_SEED=\(settings.seed) FUZZ_FROM=\(number) FUZZ_INPUTS=1"
    }

    private static func note(_ number: Int, _ seed: UInt64, in file: Int32) {
        var words = [UInt64(number), seed]
        _ = pwrite(file, &words, 16, 0)
    }

    /// Ends the process where one input does not come to its end: nothing else could.
    private func startWatch(_ name: String) -> Watch {
        let watch = Watch()
        let thread = Thread { [self] in
            var (seen, since) = (-1, Date())
            while !watch.isCancelled {
                Thread.sleep(forTimeInterval: 0.2)
                let now = current.load(ordering: .relaxed)
                if now != seen { (seen, since) = (now, Date()) }
                guard Date().timeIntervalSince(since) < Self.patience else {
                    fatalError("no end of an input: \(said(now, name))")
                }
            }
        }
        thread.start()
        return watch
    }

    private final class Watch: Sendable {
        private let flag = Atomic(false)

        var isCancelled: Bool { flag.load(ordering: .relaxed) }

        func cancel() { flag.store(true, ordering: .relaxed) }
    }
}
